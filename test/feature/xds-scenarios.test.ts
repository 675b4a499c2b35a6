import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { grpcLine, sessionLine } from '../support/xds/line.ts';
import { play } from '../support/xds/script.ts';
import { onThreads, THREADS } from '../support/xds/serve-xds.ts';

const folder = new URL('../scenario/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe('conversations', () => {
  for (const file of files) {
    const script = readFileSync(new URL(file, folder), 'utf8');
    it(`${file} on the state machine`, async () => {
      await play(script, sessionLine());
    });
    for (const threads of THREADS) {
      it(`${file} over gRPC${onThreads(threads)}`, async () => {
        const line = await grpcLine(threads);
        try {
          await play(script, line);
        } finally {
          await line.close();
        }
      });
    }
  }
});
