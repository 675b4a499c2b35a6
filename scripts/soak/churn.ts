import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalMesh, type LocalMesh } from '../local-mesh/mesh.ts';
import { PORTS, planFiles, platform } from '../local-mesh/plan.ts';
import { connectChurnClient, type ChurnClient, type ChurnCounts } from './churn-client.ts';
import { attachInspector, inspectorFlag, type Inspector } from './inspector.ts';
import { seeded, type Random } from './random.ts';
import { nextStep } from './steps.ts';
import { filesOf, firstWorld } from './world.ts';

export interface ChurnOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly progress: (line: string) => void;
  /** Where a heap snapshot is written after each quarter; absent: none. They cost the daemon memory. */
  readonly heapDir?: string;
}

/** The daemon's memory in MB. */
export interface Quarter {
  /** Mean resident memory over the quarter. */
  readonly resident: number;
  /** What all threads hold at its end, after a full collection: heaps, and buffers beside them. */
  readonly held: number;
}

export interface ChurnResult extends Readonly<ChurnCounts> {
  readonly edits: number;
  /** How often a structure was seen to be kept from sidecars, each counted once. */
  readonly holds: number;
  readonly quarters: readonly Quarter[];
  readonly flat: boolean;
}

const CLIENTS = 100;
const EDIT_EVERY_MS = 250;
const SAMPLE_EVERY_MS = 1_000;
const RELEASE_EVERY = 20;
const SAY_EVERY = 60;
const INSPECTOR_PORT = 21_899;
/** The second quarter is past the warming up of caches and code; noise of the collector stays within these. */
const RESIDENT_NOISE_MB = 12;
const HELD_NOISE_MB = 4;

/** Sidecars connect, reject, fall silent and go, files change all the time: the daemon's memory has to stay flat. */
export async function churn(options: ChurnOptions): Promise<ChurnResult> {
  const inspectorAt = (host: string) => ({ host, port: INSPECTOR_PORT });
  const mesh = await startLocalMesh({
    envoy: '',
    serveArgs: ['--accept-large-changes', '--log-level', 'error'],
    nodeArgs: (net) => [inspectorFlag(inspectorAt(net.address(1)))],
    files: (net) => planFiles(platform(net), filesOf(platform(net), firstWorld(platform(net)))),
    stubs: () => [],
    sidecars: [],
  });
  let inspector: Inspector | null = null;
  try {
    inspector = await attachInspector(inspectorAt(mesh.daemon.spec.host));
    return await run(mesh, inspector, options);
  } finally {
    inspector?.close();
    await mesh.stop();
  }
}

async function run(mesh: LocalMesh, inspector: Inspector, options: ChurnOptions): Promise<ChurnResult> {
  const { seed, minutes, progress } = options;
  const random = seeded(seed);
  const counts: ChurnCounts = { connects: 0, responses: 0, rejections: 0, verdicts: 0 };
  const begun = performance.now();
  const quarterMs = minutes * 15_000;
  const over = (): boolean => performance.now() - begun >= 4 * quarterMs;
  const quarters: Quarter[] = [];
  const holds = new Set<string>();
  let samples: number[] = [];
  let edits = 0;
  const editing = async (): Promise<void> => {
    const plan = platform(mesh.net);
    let world = firstWorld(plan);
    while (!over()) {
      const step = nextStep(world, { random, address: mesh.net.address });
      const [old, now] = [filesOf(plan, world), filesOf(plan, step.world)];
      for (const file of Object.keys(now))
        if (old[file] !== now[file]) await mesh.catalog.write(file, now[file] ?? '');
      world = step.world;
      edits += 1;
      await delay(EDIT_EVERY_MS);
    }
  };
  const endQuarter = async (): Promise<void> => {
    const resident = mean(samples);
    samples = [];
    const threads = await inspector.held();
    const held = threads.reduce((sum, { heap, external }) => sum + heap + external, 0);
    quarters.push({ resident, held });
    const each = threads.map(({ heap, external }) => `${heap.toFixed(1)} + ${external.toFixed(1)}`);
    progress(
      `quarter ${quarters.length}: ${resident.toFixed(0)} MB resident, ${held.toFixed(1)} MB held (${each.join(', ')})`,
    );
    if (options.heapDir === undefined) return;
    const file = createWriteStream(join(options.heapDir, `quarter-${quarters.length}.heapsnapshot`));
    await inspector.snapshot((chunk) => file.write(chunk));
    await finished(file.end());
  };
  const sampling = async (): Promise<void> => {
    for (let second = 1; quarters.length < 4; second += 1) {
      await delay(SAMPLE_EVERY_MS);
      samples.push(await residentMb(mesh.daemon.pid()));
      for (const { service, envoy, since } of (await mesh.daemon.status()).delivery.held)
        holds.add(`${service} ${envoy} ${since}`);
      if (second % RELEASE_EVERY === 0) await mesh.daemon.post('/release');
      if (second % SAY_EVERY === 0)
        progress(
          `${second} s: ${samples.at(-1)?.toFixed(0) ?? ''} MB, ${edits} edits, ${counts.connects} connects, ` +
            `${counts.rejections} rejections, ${counts.verdicts} by sidecars, ${holds.size} holds`,
        );
      if (performance.now() - begun >= (quarters.length + 1) * quarterMs) await endQuarter();
    }
  };
  await Promise.all([editing(), sampling(), coming(mesh, { random, counts, over })]);
  return { ...counts, edits, holds: holds.size, quarters, flat: isFlat(quarters) };
}

function isFlat([, second, , last]: readonly Quarter[]): boolean {
  if (second === undefined || last === undefined) return false;
  const grown = (of: keyof Quarter): number => last[of] - second[of];
  return grown('resident') <= RESIDENT_NOISE_MB && grown('held') <= HELD_NOISE_MB;
}

async function coming(
  mesh: LocalMesh,
  { random, counts, over }: { random: Random; counts: ChurnCounts; over: () => boolean },
): Promise<void> {
  const at = { host: mesh.daemon.spec.host, port: PORTS.xds };
  const services = ['gateway', 'gateway', 'resolver', 'policy-engine', 'unheard-of'];
  const clients: ChurnClient[] = [];
  while (!over()) {
    if (clients.length >= CLIENTS) clients.splice(random.below(clients.length), 1)[0]?.close();
    const kind = random.oneIn(2) ? 'sidecar' : 'foreign';
    clients.push(connectChurnClient(at, { random, counts, kind, service: random.pick(services) }));
    await delay(20);
  }
  for (const client of clients) client.close();
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
