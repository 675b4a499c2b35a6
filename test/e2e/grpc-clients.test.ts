import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { frameMessage } from '../../src/grpc/framing.ts';
import type { Method } from '../../src/grpc/model.ts';
import { createGrpcServer } from '../../src/grpc/server.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { unary } from '../../src/grpc/unary.ts';

const ignore = (): void => undefined;

const echo: Method = (call) => ({
  message: (bytes) => {
    call.send(frameMessage(bytes));
  },
  halfClosed: () => {
    call.end({ code: STATUS.OK, message: '' });
  },
  closed: ignore,
});
const quiet: Method = () => ({ message: ignore, halfClosed: ignore, closed: ignore });
const refuse: Method = (call) => {
  call.end({ code: STATUS.NOT_FOUND, message: 'nothing like “that”' });
  return { message: ignore, halfClosed: ignore, closed: ignore };
};

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// In CI a missing toolchain is a failure, never a skip.
const skip = process.env['CI'] === undefined && !hasGo() ? 'go is not installed' : false;

test(
  'grpc-go: unary, streams, gzip, statuses, deadlines, shutdown',
  { skip, timeout: 300_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'moniker-grpc-go-'));
    t.after(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const program = join(folder, 'client');
    execFileSync('go', ['build', '-o', program, '.'], {
      cwd: join(import.meta.dirname, '../support/grpc-clients/go'),
    });
    const server = createGrpcServer({
      methods: new Map([
        ['/test.Echo/Stream', echo],
        ['/test.Echo/Quiet', quiet],
        ['/test.Echo/Refuse', refuse],
        ['/test.Echo/Once', unary((bytes) => Promise.resolve({ kind: 'message', bytes }), ignore)],
      ]),
    });
    const { host, port } = await server.listen({ host: '127.0.0.1', port: 0 });
    const shutdown = (): Promise<void> =>
      server.shutdown({ status: { code: STATUS.UNAVAILABLE, message: 'going' }, graceMs: 1_000 });
    t.after(shutdown);
    const client = spawn(program, [`${host}:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    createInterface({ input: client.stdout }).on('line', (line) => {
      lines.push(line);
      if (line === 'waiting') void shutdown();
    });
    const [code] = (await once(client, 'close')) as [number];
    assert.equal(code, 0, lines.join('\n'));
    assert.equal(lines.at(-1), 'ok shutdown');
  },
);
