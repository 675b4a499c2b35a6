import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalMesh, type LocalMesh } from '../local-mesh/mesh.ts';
import { PORTS, planFiles, platform } from '../local-mesh/plan.ts';
import { connectChurnClient, type ChurnClient, type ChurnCounts } from './churn-client.ts';
import { seeded, type Random } from './random.ts';
import { nextStep } from './steps.ts';
import { filesOf, firstWorld } from './world.ts';

export interface ChurnOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly progress: (line: string) => void;
}

export interface ChurnResult extends Readonly<ChurnCounts> {
  readonly edits: number;
  /** Mean resident memory of the daemon in MB over the second quarter of the time, and over the last. */
  readonly earlierMb: number;
  readonly laterMb: number;
  readonly flat: boolean;
}

const CLIENTS = 100;
const EDIT_EVERY_MS = 250;
const SAMPLE_EVERY_MS = 1_000;
const SAY_EVERY = 60;
/** The second quarter is past the warming up of caches and code; noise of the collector stays within this. */
const NOISE_MB = 12;

/** Sidecars connect, reject, fall silent and go, files change all the time: the daemon's memory has to stay flat. */
export async function churn(options: ChurnOptions): Promise<ChurnResult> {
  const mesh = await startLocalMesh({
    envoy: '',
    serveArgs: ['--accept-large-changes', '--log-level', 'error'],
    files: (net) => planFiles(platform(net), filesOf(platform(net), firstWorld(platform(net)))),
    stubs: () => [],
    sidecars: [],
  });
  try {
    return await run(mesh, options);
  } finally {
    await mesh.stop();
  }
}

async function run(mesh: LocalMesh, { seed, minutes, progress }: ChurnOptions): Promise<ChurnResult> {
  const random = seeded(seed);
  const counts: ChurnCounts = { connects: 0, responses: 0, rejections: 0 };
  const end = performance.now() + minutes * 60_000;
  const over = (): boolean => performance.now() >= end;
  const samples: number[] = [];
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
  const sampling = async (): Promise<void> => {
    while (!over()) {
      await delay(SAMPLE_EVERY_MS);
      samples.push(await residentMb(mesh.daemon.pid()));
      if (samples.length % SAY_EVERY === 0)
        progress(
          `${samples.length} s: ${samples.at(-1)?.toFixed(0) ?? ''} MB, ${edits} edits, ` +
            `${counts.connects} connects, ${counts.rejections} rejections`,
        );
    }
  };
  await Promise.all([editing(), sampling(), coming(mesh, { random, counts, over })]);
  const quarter = Math.floor(samples.length / 4);
  const earlierMb = mean(samples.slice(quarter, 2 * quarter));
  const laterMb = mean(samples.slice(3 * quarter));
  return { ...counts, edits, earlierMb, laterMb, flat: laterMb - earlierMb <= NOISE_MB };
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
    clients.push(connectChurnClient(at, { random, counts, service: random.pick(services) }));
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
