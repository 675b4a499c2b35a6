// A stub application as a process of its own, configured by its environment as containers are:
// STUB_NAME, STUB_VERSION, STUB_HOST (0.0.0.0), STUB_PORT (8080), STUB_PROTOCOL (http | http2 | grpc),
// STUB_EGRESS (127.0.0.1:15001: offers /call/<host>/<path>).
import { startStub, type StubProtocol } from './stub.ts';

const env = process.env;

function protocol(): StubProtocol {
  const value = env['STUB_PROTOCOL'] ?? 'http';
  if (value === 'http' || value === 'http2' || value === 'grpc') return value;
  throw new Error(`STUB_PROTOCOL must be http, http2 or grpc, not ${value}`);
}

function egress(): { host: string; port: number } | null {
  const value = env['STUB_EGRESS'];
  if (value === undefined || value === '') return null;
  const colon = value.lastIndexOf(':');
  return { host: value.slice(0, colon), port: Number(value.slice(colon + 1)) };
}

const through = egress();
const stub = await startStub({
  name: env['STUB_NAME'] ?? 'stub',
  version: env['STUB_VERSION'] ?? null,
  host: env['STUB_HOST'] ?? '0.0.0.0',
  port: Number(env['STUB_PORT'] ?? '8080'),
  protocol: protocol(),
  ...(through === null ? {} : { egress: through }),
});
console.log(`${env['STUB_NAME'] ?? 'stub'} listens on ${stub.host}:${stub.port}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void stub.close();
  });
}
