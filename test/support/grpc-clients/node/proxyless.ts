/**
 * A gRPC application without a sidecar, by @grpc/grpc-js-xds: `proxyless.ts TARGET`, its bootstrap in the environment.
 * It reads commands from its input (`calls N [HEADER VALUE]`, `load`, `stop`) and answers `calls` and `stop` with a
 * line that tells who took how many calls.
 */
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { register } from '@grpc/grpc-js-xds';
import { createInterface } from 'node:readline';

const ABREAST = 8;
const DEADLINE_MS = 20_000;

register();
const client = new Client(process.argv[2] ?? '', credentials.createInsecure());

function call(metadata: Metadata): Promise<string> {
  const bytes = (value: Buffer): Buffer => value;
  return new Promise((resolve) => {
    const options = { deadline: Date.now() + DEADLINE_MS };
    client.makeUnaryRequest(
      '/test.Who/Are',
      bytes,
      bytes,
      Buffer.alloc(0),
      metadata,
      options,
      (error, value) => {
        if (error) console.error(error.message);
        resolve(error ? 'failed' : String(value));
      },
    );
  });
}

async function calls(more: (sent: number) => boolean, metadata: Metadata): Promise<string> {
  const tally = new Map<string, number>();
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (more(sent)) {
      sent += 1;
      const who = await call(metadata);
      tally.set(who, (tally.get(who) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, worker));
  return ['tally', ...[...tally].map(([who, count]) => `${who}=${count}`)].join(' ');
}

let loading = false;
let load: Promise<string> = Promise.resolve('tally');

async function obey(line: string): Promise<void> {
  const [command, count, header, value] = line.split(' ');
  if (command === 'calls') {
    const metadata = new Metadata();
    if (header !== undefined && value !== undefined) metadata.set(header, value);
    console.log(await calls((sent) => sent < Number(count), metadata));
  } else if (command === 'load') {
    loading = true;
    load = calls(() => loading, new Metadata());
  } else {
    loading = false;
    console.log(await load);
  }
}

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => void obey(line));
commands.on('close', () => process.exit(0));
