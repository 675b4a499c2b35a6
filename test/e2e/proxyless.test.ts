import { Server, ServerCredentials } from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { proxylessBootstrap } from '../../src/bootstrap/proxyless.ts';
import { emptyDirectory } from '../support/catalog-copy.ts';
import { cleanUp } from '../support/clean-up.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';
import { startApplication, type Application, type Tally } from '../support/grpc-clients/application.ts';
import {
  goProgram,
  javaProgram,
  NO_GO,
  NO_JAVA,
  nodeProgram,
  type Program,
} from '../support/grpc-clients/build.ts';

const MESH = `services:
  reports: { sidecar: none, app: { port: 7000, protocol: grpc }, calls: [resolver, sessions, near] }
  resolver: { sidecar: none, app: { port: 8080, protocol: grpc }, stable: v1 }
  sessions:
    sidecar: none
    app: { port: 8080, protocol: grpc }
    loadBalancing: { ringHash: { header: x-session } }
  near: { sidecar: none, app: { port: 8080, protocol: grpc }, zonePreference: failover }
`;
const rollout = (v1: number, v2: number): string => `target: resolver
weights: { v1: ${v1}, v2: ${v2}, v3: 0 }
overrides:
  - { clients: [qa-bot], use: v2 }
`;

/** A plain gRPC server that says who it is. */
async function startBackend(t: TestContext, name: string): Promise<number> {
  const bytes = (value: Buffer): Buffer => value;
  const server = new Server();
  const codec = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  const method = { path: '/test.Who/Are', requestStream: false, responseStream: false, ...codec } as const;
  server.addService(
    { are: method },
    {
      are: (_: unknown, done: (error: null, answer: Buffer) => void) => {
        done(null, Buffer.from(name));
      },
    },
  );
  cleanUp(t, () => {
    server.forceShutdown();
  });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

type Backends = Readonly<Record<string, number>>;

/** `endpoints.yaml` with these backends of the resolver, `v1-b` being of version v1, and two of the others. */
function endpoints(backends: Backends, names: readonly string[]): string {
  const lines = names.map((name) => {
    const [version = '', letter] = name.split('-');
    const zone = letter === 'a' ? ', zone: zone-a' : '';
    return `  - { address: 127.0.0.1, port: ${backends[name] ?? 0}, version: ${version}${zone} }\n`;
  });
  const sessions = ['v1-a', 'v2-b'].map(
    (name) => `  - { address: 127.0.0.1, port: ${backends[name] ?? 0} }\n`,
  );
  const near = ['v1-a', 'v2-b'].map(
    (name, zone) => `  - { address: 127.0.0.1, port: ${backends[name] ?? 0}, zone: zone-${'ab'[zone]} }\n`,
  );
  return `resolver:\n${lines.join('')}sessions:\n${sessions.join('')}near:\n${near.join('')}`;
}

/** Finds or builds the application of a library; its argument is the target. */
type Launcher = (t: TestContext) => Promise<Program>;

interface Scene {
  readonly daemon: TestDaemon;
  readonly backends: Backends;
  readonly save: (file: string, text: string) => Promise<void>;
  readonly start: (launcher: Launcher, target: string, service?: string) => Promise<Application>;
}

async function scene(t: TestContext): Promise<Scene> {
  const directory = await emptyDirectory(t);
  const save = async (file: string, text: string): Promise<void> => {
    const path = join(directory, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  };
  const names = ['v1-a', 'v1-b', 'v2-a', 'v2-b'];
  const ports = await Promise.all(names.map((name) => startBackend(t, name)));
  const backends = Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0]));
  await save('mesh.yaml', MESH);
  await save('endpoints.yaml', endpoints(backends, ['v1-a', 'v1-b', 'v2-a']));
  await save('rollouts/resolver.yaml', rollout(95, 5));
  const daemon = await startDaemon(t, directory);
  const { host, port } = daemon.daemon.xds;
  return {
    daemon,
    backends,
    save,
    start: async (launcher, target, service = 'reports') => {
      const bootstrap = proxylessBootstrap({
        service,
        nodeId: `${service}-1`,
        region: null,
        zone: 'zone-a',
        labels: new Map(),
        xdsAddresses: [{ host, port }],
        tls: null,
        build: 'test',
      });
      const { command, args } = await launcher(t);
      return startApplication(t, { command, args: [...args, target], bootstrap });
    },
  };
}

const sum = (tally: Tally, version: string): number =>
  Object.entries(tally).reduce((total, [who, count]) => total + (who.startsWith(version) ? count : 0), 0);

/** Calls until the answers fit: an application takes a moment between its ACK and the next call that goes by it. */
async function untilCalls(
  application: Application,
  what: string,
  fits: (tally: Tally) => boolean,
): Promise<void> {
  let tally: Tally = {};
  for (let batch = 0; batch < 200; batch += 1) {
    tally = await application.calls(100);
    assert.equal(tally['failed'], undefined, what);
    if (fits(tally)) return;
  }
  assert.fail(`${what}: ${JSON.stringify(tally)}`);
}

/** Five standard deviations: a right split misses them once in 1.7 million runs. */
async function assertShare(application: Application, share: number): Promise<void> {
  const total = 2_000;
  const tally = await application.calls(total);
  const seen = sum(tally, 'v2');
  const slack = 5 * Math.sqrt(total * share * (1 - share));
  assert.ok(Math.abs(seen - total * share) <= slack, JSON.stringify(tally));
  assert.equal(seen + sum(tally, 'v1'), total, JSON.stringify(tally));
}

/** It has everything, sooner or later, and has rejected nothing on the way. */
async function assertNoRejection({ until, url }: TestDaemon): Promise<void> {
  const { sidecars } = await until('the application to have everything', (status) =>
    status.sidecars.every(({ state }) => state === 'SYNCED'),
  );
  assert.deepEqual(
    sidecars.map(({ client, protocol }) => ({ client, protocol })),
    [{ client: 'proxyless', protocol: 'sotw' }],
  );
  const metrics = await (await fetch(url('/metrics'))).text();
  assert.doesNotMatch(metrics, /nacks_total\{.*\} [1-9]/);
}

const TARGETS = [
  'xds:///resolver.moniker.local',
  'xds:///resolver.moniker.local:8080',
  'xds:///resolver',
] as const;

interface Library {
  readonly name: string;
  readonly launcher: Launcher;
  readonly skip: string | false;
}

const LIBRARIES: readonly Library[] = [
  { name: '@grpc/grpc-js-xds', launcher: (t) => nodeProgram(t, 'proxyless.ts'), skip: false },
  { name: 'grpc-go', launcher: (t) => goProgram(t, './proxyless'), skip: NO_GO },
  { name: 'grpc-java', launcher: (t) => javaProgram(t, 'Proxyless'), skip: NO_JAVA },
];

async function followsChanges(t: TestContext, launcher: Launcher): Promise<void> {
  const { daemon, backends, save, start } = await scene(t);
  const application = await start(launcher, 'xds:///resolver.moniker.local');
  await assertShare(application, 0.05);
  const both = await application.calls(400);
  const [a = 0, b = 0] = [both['v1-a'], both['v1-b']];
  assert.ok(a > 100 && b > 100, `not balanced: ${JSON.stringify(both)}`);
  assert.deepEqual(await application.calls(100, ['x-client-id', 'qa-bot']), { 'v2-a': 100 });

  application.load();
  await save('rollouts/resolver.yaml', rollout(0, 100));
  await untilCalls(application, 'all on v2', (tally) => sum(tally, 'v1') === 0);
  await assertShare(application, 1);
  await save('rollouts/resolver.yaml', rollout(50, 50));
  await untilCalls(application, 'half and half', (tally) => sum(tally, 'v1') > 20);
  await assertShare(application, 0.5);
  await save('endpoints.yaml', endpoints(backends, ['v1-a', 'v2-a', 'v2-b']));
  await untilCalls(
    application,
    'one endpoint to come and one to go',
    (tally) => (tally['v2-b'] ?? 0) > 0 && tally['v1-b'] === undefined,
  );
  await assertShare(application, 0.5);
  for (const version of ['v4', 'v5', 'v6']) {
    const name = `${version}-a`;
    const more = { ...backends, [name]: backends['v2-b'] ?? 0 };
    await Promise.all([
      save('endpoints.yaml', endpoints(more, ['v1-a', 'v1-b', name])),
      save('rollouts/resolver.yaml', `target: resolver\nweights: { v1: 50, ${version}: 50 }\n`),
    ]);
    await untilCalls(application, `${version} to come`, (tally) => sum(tally, 'v2') > 20);
    await Promise.all([
      save('endpoints.yaml', endpoints(backends, ['v1-a', 'v1-b'])),
      save('rollouts/resolver.yaml', 'target: resolver\nweights: { v1: 50 }\n'),
    ]);
    await untilCalls(application, `${version} to go`, (tally) => sum(tally, 'v2') === 0);
  }
  const total = await application.stop();
  assert.equal(total['failed'], undefined, JSON.stringify(total));
  await assertNoRejection(daemon);
}

async function dialsNames(t: TestContext, launcher: Launcher): Promise<void> {
  const { daemon, start } = await scene(t);
  for (const target of TARGETS) {
    const application = await start(launcher, target);
    const tally = await application.calls(50);
    assert.equal(sum(tally, 'v1') + sum(tally, 'v2'), 50, `${target}: ${JSON.stringify(tally)}`);
  }
  const sessions = await start(launcher, 'xds:///sessions.moniker.local');
  const seen = new Set<string>();
  for (let session = 0; session < 20; session += 1) {
    const tally = await sessions.calls(10, ['x-session', `session-${session}`]);
    assert.deepEqual(Object.values(tally), [10], 'a session stays where it is');
    seen.add(Object.keys(tally).join());
  }
  assert.deepEqual([...seen].sort(), ['v1-a', 'v2-b'], 'sessions are spread');
  const near = await start(launcher, 'xds:///near.moniker.local');
  assert.deepEqual(await near.calls(50), { 'v1-a': 50 }, 'its own zone first');
  const stranger = await start(launcher, TARGETS[0], 'stranger');
  stranger.load();
  const { sidecars } = await daemon.until('the stranger', (status) => {
    return status.sidecars.length === 6 && status.sidecars.every(({ state }) => state !== 'STALE');
  });
  assert.deepEqual(sidecars.map(({ service, state }) => `${service} ${state}`).sort(), [
    ...Array.from({ length: 5 }, () => 'reports SYNCED'),
    'stranger UNKNOWN_SERVICE',
  ]);
}

for (const { name, launcher, skip } of LIBRARIES) {
  const options = { skip, timeout: 300_000 };
  test(`${name}: balances, and follows weights and endpoints without a failed call`, options, (t) =>
    followsChanges(t, launcher),
  );
  test(`${name}: dials names with and without a port`, options, (t) => dialsNames(t, launcher));
}
