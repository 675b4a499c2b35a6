import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { catalogCopy } from '../support/catalog-copy.ts';
import { cleanUp } from '../support/clean-up.ts';
import { XdsClient } from '../support/xds-client.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const PRELOAD = join(import.meta.dirname, '..', 'support', 'module-list.ts');

interface Started {
  readonly child: ChildProcess;
  output(): string;
  errors(): string;
  /** The fields of the first log line with this message. */
  line(message: string): Promise<Readonly<Record<string, unknown>>>;
  exit(): Promise<number | null>;
}

function start(t: TestContext, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const words = ['--import', PRELOAD, MAIN, 'serve', '--log-format', 'json', ...args];
  const free = { MONIKER_CP_XDS_ADDRESS: '127.0.0.1:0', MONIKER_CP_HTTP_ADDRESS: '127.0.0.1:0' };
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_'));
  const child = spawn(process.execPath, words, {
    env: { ...Object.fromEntries(inherited), ...free, ...env },
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  cleanUp(t, () => {
    child.kill('SIGKILL');
    return ended;
  });
  return {
    child,
    output: () => output,
    errors: () => errors,
    exit: () => ended,
    async line(message) {
      for (;;) {
        const found = output.split('\n').find((line) => line.includes(`"msg":"${message}`));
        if (found !== undefined) return JSON.parse(found) as Record<string, unknown>;
        const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)]);
        if (more === null) throw new Error(`ended without "${message}":\n${output}${errors}`);
      }
    },
  };
}

/** Asks again after each answer: there is no event for what another process counts. */
async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
}

function addressOf(ready: Readonly<Record<string, unknown>>): {
  readonly host: string;
  readonly port: number;
} {
  const [host = '', port = ''] = String(ready['xds']).split(':');
  return { host, port: Number(port) };
}

describe('moniker-cp serve as a process', () => {
  it('tells what it serves, drains on SIGTERM and ends with 0', async (t) => {
    const { directory } = await catalogCopy(t);
    const daemon = start(t, ['--catalog', directory]);
    const ready = await daemon.line('Ready');
    for (const fact of ['keys', 'services', 'adapters', 'warnings'])
      assert.equal(typeof ready[fact], 'number');
    assert.match(String(ready['http']), /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(ready['next'], 'npm run demo');
    const gateway = new XdsClient(addressOf(ready), 'gateway');
    await gateway.until('its clusters', () => gateway.resources.cds.size > 0);
    daemon.child.kill('SIGTERM');
    await gateway.until('the end of the stream', () => gateway.ended);
    gateway.close();
    assert.equal(await daemon.exit(), 0);
    await daemon.line('Stopped');
  });

  it('ends with 0, and says nothing, where it is to stop while the Envoy of a start hangs', async (t) => {
    const { directory } = await catalogCopy(t);
    const folder = dirname(directory);
    const [envoy, begun] = [join(folder, 'envoy'), join(folder, 'begun')];
    execFileSync('mkfifo', [begun]);
    await writeFile(envoy, `#!/bin/sh\necho > '${begun}'\nexec sleep 600\n`, { mode: 0o700 });
    const daemon = start(t, ['--catalog', directory, '--validate-with-envoy', envoy]);
    await readFile(begun);
    daemon.child.kill('SIGTERM');
    assert.equal(await daemon.exit(), 0, daemon.errors());
    assert.equal(daemon.errors(), '');
  });

  for (const option of ['--xds-address', '--http-address']) {
    it(`ends with 1 and a clear error where the port of ${option} is in use`, async (t) => {
      const { directory } = await catalogCopy(t);
      const taken = createTcpServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      cleanUp(t, () => taken.close());
      const { port } = taken.address() as AddressInfo;
      const daemon = start(t, ['--catalog', directory, option, `127.0.0.1:${port}`]);
      assert.equal(await daemon.exit(), 1);
      assert.ok(
        daemon.errors().includes(`error MCP1801 ${option} 127.0.0.1:${port} is in use`),
        daemon.errors(),
      );
    });
  }

  it('ends with 1 and all diagnostics on standard error where the catalog is bad', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.write('mesh.yaml', 'mesh: m\nservcies: {}\n');
    const daemon = start(t, ['--catalog', catalog.directory]);
    assert.equal(await daemon.exit(), 1);
    assert.match(daemon.errors(), /mesh\.yaml:2:1: error MCP1005 /);
  });

  it('ends with 2 where an address off loopback is not asked for by name', async (t) => {
    const daemon = start(t, ['--xds-address', '0.0.0.0:0']);
    assert.equal(await daemon.exit(), 2);
    assert.match(daemon.errors(), /--insecure-xds/);
  });
});

describe('OpenTelemetry', () => {
  async function modules(t: TestContext, env: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const { directory } = await catalogCopy(t);
    const list = join(dirname(directory), 'modules');
    const daemon = start(t, ['--catalog', directory], { ...env, MODULE_LIST: list });
    await daemon.line('Ready');
    daemon.child.kill('SIGTERM');
    assert.equal(await daemon.exit(), 0, daemon.errors());
    return (await readFile(list, 'utf8')).split('\n');
  }

  it('is not loaded, not one module of it, unless the environment asks for it', async (t) => {
    const without = await modules(t, {});
    assert.ok(
      without.some((url) => url.includes('/node_modules/chokidar/')),
      'the list sees packages',
    );
    assert.deepEqual(
      without.filter((url) => url.includes('opentelemetry')),
      [],
    );
    const asked = await modules(t, { OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'none' });
    assert.ok(asked.some((url) => url.includes('@opentelemetry/sdk-node')));
  });

  it('sends a trace from the file change to the last ACK, and metrics, over OTLP', async (t) => {
    const received = new Map<string, string>();
    const collector = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        received.set(request.url ?? '', (received.get(request.url ?? '') ?? '') + body);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    cleanUp(t, () => collector.close());
    const { port } = collector.address() as AddressInfo;
    const catalog = await catalogCopy(t);
    const daemon = start(t, ['--catalog', catalog.directory], {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    });
    const ready = await daemon.line('Ready');
    const gateway = new XdsClient(addressOf(ready), 'gateway');
    await gateway.until('the weights', () => gateway.text('rtds', 'moniker.weights').includes('/v1":9500'));
    await writeFile(
      join(catalog.directory, 'rollouts/resolver.yaml'),
      'target: resolver\nweights: { v1: 1, v2: 1 }\n',
    );
    await gateway.until('the new weights', () =>
      gateway.text('rtds', 'moniker.weights').includes('/v1":5000'),
    );
    const scrape = async (): Promise<string> => (await fetch(`${String(ready['http'])}/metrics`)).text();
    const converged = 'moniker_cp_convergence_seconds_count{service="gateway"} 1';
    await eventually('the convergence', async () => (await scrape()).includes(converged));
    daemon.child.kill('SIGTERM');
    assert.equal(await daemon.exit(), 0, daemon.errors());
    gateway.close();
    const traces = received.get('/v1/traces') ?? '';
    for (const name of ['edit', 'settle', 'parse', 'compile', 'publish', 'converge']) {
      assert.ok(traces.includes(`"name":"${name}"`), `${name} in ${traces.slice(0, 2000)}`);
    }
    assert.ok(traces.includes('rollouts/resolver.yaml'));
    assert.match(received.get('/v1/metrics') ?? '', /moniker_cp_pushes_total/);
    const published = daemon
      .output()
      .split('\n')
      .filter((line) => line.includes('"msg":"Published'));
    assert.ok(published.every((line) => /"trace_id":"[0-9a-f]{32}","span_id":"[0-9a-f]{16}"/.test(line)));
  });
});
