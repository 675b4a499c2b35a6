import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { frameMessage } from '../../src/grpc/framing.ts';
import type { Method } from '../../src/grpc/model.ts';
import { createGrpcServer } from '../../src/grpc/server.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { unary } from '../../src/grpc/unary.ts';
import { cleanUp } from '../support/clean-up.ts';
import { goProgram, javaProgram, NO_GO, NO_JAVA, type Program } from '../support/grpc-clients/build.ts';

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

/** Each has to say `ok shutdown` at last, after `waiting` for the server to go. */
async function passes(t: TestContext, { command, args }: Program): Promise<void> {
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
  cleanUp(t, shutdown);
  const client = spawn(command, [...args, `${host}:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: client.stdout }).on('line', (line) => {
    lines.push(line);
    if (line === 'waiting') void shutdown();
  });
  const [code] = (await once(client, 'close')) as [number];
  assert.equal(code, 0, lines.join('\n'));
  assert.equal(lines.at(-1), 'ok shutdown');
}

const CHECKED = 'unary, streams, gzip, statuses, deadlines, shutdown';

test(`grpc-go: ${CHECKED}`, { skip: NO_GO, timeout: 300_000 }, async (t) => {
  await passes(t, await goProgram(t, '.'));
});

test(`grpc-java: ${CHECKED}`, { skip: NO_JAVA, timeout: 300_000 }, async (t) => {
  await passes(t, await javaProgram(t, 'Echo'));
});
