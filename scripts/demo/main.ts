// The platform on this machine, without containers: what docker-compose.yml starts, on loopback addresses.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvoyMissing, ensureEnvoy } from '../local-mesh/envoy-binary.ts';
import { startLoad, type Load } from '../local-mesh/load.ts';
import { startLocalMesh, stubsOf, type LocalMesh } from '../local-mesh/mesh.ts';
import { HOSTS, PORTS, planFiles, platform, type Plan } from '../local-mesh/plan.ts';
import type { Subnet } from '../local-mesh/subnet.ts';
import { throughEdge } from '../local-mesh/requests.ts';
import { plainLine, terminalLines, type Moment } from './bar.ts';
import { USAGE, demoOptions, type DemoOptions } from './options.ts';

const ROLLOUT = 'rollouts/snowflake.yaml';
const RATE = 250;
const PATH = '/fetch/prices.equity/AAPL';

interface Step {
  readonly weights: { readonly v1: number; readonly v2: number } | null;
  readonly text: string;
}

const STEPS: readonly Step[] = [
  { weights: null, text: 'no weight file: all on stable v1' },
  { weights: { v1: 95, v2: 5 }, text: '95 / 5' },
  { weights: { v1: 50, v2: 50 }, text: '50 / 50' },
  { weights: { v1: 0, v2: 100 }, text: '0 / 100' },
  { weights: null, text: 'weight file deleted: back on v1' },
];

function demoPlan(net: Subnet): Plan {
  const plan = platform(net);
  return {
    mesh: { ...plan.mesh, catalogs: [{ file: 'sample_catalog.yaml', hierarchy: 'slash' }] },
    endpoints: {
      ...plan.endpoints,
      // The resolver's own sidecar stands before its application, as in production.
      resolver: [{ address: net.address(HOSTS.resolver), port: PORTS.inbound, version: 'v1' }],
    },
  };
}

async function main(options: DemoOptions): Promise<void> {
  const envoy = await ensureEnvoy({ progress: say });
  say('starting the control plane, two Envoy sidecars (gateway, resolver) and the stub services ...');
  const catalog = await readFile(
    join(import.meta.dirname, '..', '..', 'catalog', 'sample_catalog.yaml'),
    'utf8',
  );
  const mesh = await startLocalMesh({
    envoy,
    files: (net) => planFiles(demoPlan(net), { 'sample_catalog.yaml': catalog }),
    stubs: (net) => stubsOf(demoPlan(net)),
    sidecars: [
      { service: 'gateway', host: HOSTS.gateway, variant: 'delta' },
      { service: 'resolver', host: HOSTS.resolver, variant: 'sotw' },
    ],
  });
  const interrupted = new AbortController();
  process.once('SIGINT', () => {
    interrupted.abort();
  });
  try {
    await introduce(mesh);
    await show(mesh, { ...options, signal: interrupted.signal });
    farewell();
    if (options.keep && !interrupted.signal.aborted) await stay(mesh, interrupted.signal);
  } finally {
    await mesh.stop();
  }
}

async function introduce(mesh: LocalMesh): Promise<void> {
  const status = await mesh.daemon.status();
  const edge = `${mesh.net.address(HOSTS.gateway)}:${PORTS.edge}`;
  say(
    `ready: ${Object.entries(status.counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
  say(`  the gateway's edge   http://${edge}`);
  say(`  the control plane    http://${mesh.net.address(HOSTS.daemon)}:${PORTS.http}/status`);
  say(`  the catalog          ${mesh.catalog.path}`);
  say('where monikers go, as the real Envoy answers:');
  for (const path of [
    '/fetch/risk.cvar/desk-7',
    PATH,
    '/fetch/credit.exposures/acme',
    '/resolve/prices.equity/AAPL',
    '/fetch/no.such/thing',
  ]) {
    const answer = await throughEdge(mesh.net, { path });
    say(`  ${path.padEnd(30)} -> ${answer.stub ?? `${answer.status} from Envoy itself`}`);
  }
}

async function show(mesh: LocalMesh, options: DemoOptions & { readonly signal: AbortSignal }): Promise<void> {
  say(`now ${RATE} requests/s for ${PATH} (adapter snowflake), while ${ROLLOUT} is edited:`);
  const load = startLoad({
    host: mesh.net.address(HOSTS.gateway),
    port: PORTS.edge,
    ratePerSecond: RATE,
    requests: [{ path: PATH, authority: 'platform.example.com' }],
  });
  try {
    for (const step of STEPS) {
      if (options.signal.aborted) break;
      await apply(mesh, step);
      await watchStep({ load, step, ...options });
    }
  } finally {
    const result = await load.stop();
    say(`sent ${result.sent} requests in ${result.seconds.toFixed(1)} s, ${result.failures.length} failed`);
    for (const failure of result.failures.slice(0, 5))
      say(`  ${failure.what} ${failure.path} ${failure.body}`);
    if (result.failures.length > 0) process.exitCode = 1;
  }
}

let written = false;

async function apply(mesh: LocalMesh, step: Step): Promise<void> {
  if (step.weights === null && !written) return;
  await mesh.publish(async () => {
    if (step.weights === null) await mesh.catalog.remove(ROLLOUT);
    else
      await mesh.catalog.write(
        ROLLOUT,
        `target: snowflake\nweights: {v1: ${step.weights.v1}, v2: ${step.weights.v2}}\n`,
      );
  });
  written = step.weights !== null;
}

interface Watched {
  readonly load: Load;
  readonly step: Step;
  readonly stepMs: number;
  readonly signal: AbortSignal;
}

/** Draws the split of this step's own answers: four times a second on a terminal, once at the end in a pipe. */
async function watchStep({ load, step, stepMs, signal }: Watched): Promise<void> {
  load.takeByStub();
  const seen = new Map<string, number>();
  const startedAt = performance.now();
  const live = process.stdout.isTTY;
  let drawn = false;
  await new Promise<void>((resolve) => {
    const tick = (): void => {
      for (const [stub, count] of load.takeByStub()) seen.set(stub, (seen.get(stub) ?? 0) + count);
      const elapsed = performance.now() - startedAt;
      const last = elapsed >= stepMs || signal.aborted;
      const moment = momentOf({ step, seen, seconds: elapsed / 1000 });
      if (live) {
        draw(terminalLines(moment, (process.env['NO_COLOR'] ?? '') === ''), drawn);
        drawn = true;
      } else if (last) say(`  ${plainLine(moment)}`);
      if (last) {
        clearInterval(timer);
        resolve();
      }
    };
    const timer = setInterval(tick, Math.min(250, stepMs));
  });
}

function momentOf({
  step,
  seen,
  seconds,
}: {
  step: Step;
  seen: ReadonlyMap<string, number>;
  seconds: number;
}): Moment {
  const weights = step.weights ?? { v1: 100, v2: 0 };
  const total = weights.v1 + weights.v2;
  const answers = [...seen.values()].reduce((sum, count) => sum + count, 0);
  const share = (stub: string): number => (answers === 0 ? 0 : (seen.get(stub) ?? 0) / answers);
  const failed = [...seen]
    .filter(([stub]) => !stub.startsWith('snowflake/'))
    .reduce((sum, [, count]) => sum + count, 0);
  return {
    step: step.text,
    versions: [
      { name: 'v1', wanted: weights.v1 / total, seen: share('snowflake/v1') },
      { name: 'v2', wanted: weights.v2 / total, seen: share('snowflake/v2') },
    ],
    ratePerSecond: answers / seconds,
    failed,
  };
}

function draw(lines: readonly string[], again: boolean): void {
  if (again) process.stdout.write(`\u001b[${lines.length}A`);
  for (const line of lines) process.stdout.write(`\u001b[2K${line}\n`);
}

async function stay(mesh: LocalMesh, signal: AbortSignal): Promise<void> {
  say('still running; Ctrl-C ends it. Edit the catalog and ask again:');
  say(`  ${mesh.catalog.path}`);
  say(`  curl -i http://${mesh.net.address(HOSTS.gateway)}:${PORTS.edge}${PATH}`);
  say(`  npx moniker-cp watch --server http://${mesh.net.address(HOSTS.daemon)}:${PORTS.http}`);
  const timer = setInterval(() => undefined, 60_000);
  await once(signal, 'abort');
  clearInterval(timer);
}

function farewell(): void {
  say('what to try next:');
  say('  npm run demo -- --keep                      this mesh, left running for edits of your own');
  say('  npm start                                   the control plane over catalog/');
  say('  npx moniker-cp explain --service gateway /fetch/prices.equity/AAPL');
  say('  npx moniker-cp check                        everything wrong with the catalog, with line and fix');
  say('  npx moniker-cp status                       what each sidecar holds');
  say('  docker compose up                           the same mesh in containers');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const options = demoOptions(process.argv.slice(2));
  if (options === null) say(USAGE);
  else await main(options);
} catch (error) {
  process.stderr.write(
    `${error instanceof EnvoyMissing || error instanceof TypeError ? error.message : String(error)}\n`,
  );
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
