import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StatusResponse } from '../src/api/model.ts';
import { SAMPLE_CATALOG, startBenchDaemon } from './daemon.ts';
import type { BenchDaemon } from './daemon.ts';
import { cpuSecondsOf, memoryOf } from './process-usage.ts';
import type { Memory } from './process-usage.ts';
import type { BenchRow, Suite } from './row.ts';

const SIDECARS = 100;
const IDLE_SECONDS = 20;
const EDIT_SECONDS = 60;
const EDITED = 'sample_catalog.yaml';
const ROLLOUT = 'rollouts/resolver.yaml';
const SIDECAR_PROCESS = join(import.meta.dirname, 'sidecars', 'main.ts');
const SERVICES = [
  'gateway',
  'resolver',
  'telemetry-collector',
  'cache-manager',
  'policy-engine',
  'health-monitor',
];

async function statusOf({ ready }: BenchDaemon): Promise<StatusResponse> {
  const response = await fetch(`${ready.http}/status`);
  return (await response.json()) as StatusResponse;
}

/** Everyone holds what is published now; looked at twice a second: each look makes the daemon describe them all. */
async function allSynced(daemon: BenchDaemon): Promise<void> {
  for (let looks = 0; looks < 60; looks += 1) {
    const { sidecars } = await statusOf(daemon);
    if (sidecars.length === SIDECARS && sidecars.every(({ state }) => state === 'SYNCED')) return;
    await delay(500);
  }
  throw new Error(`${SIDECARS} simulated sidecars were not in sync within 30 s`);
}

function connectSidecars({ ready }: BenchDaemon): ChildProcess {
  const words = ['--address', ready.xds, '--services', SERVICES.join(','), '--count', String(SIDECARS)];
  return spawn(process.execPath, [SIDECAR_PROCESS, ...words], { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function save(catalog: string, file: string, text: string): Promise<void> {
  const half = join(catalog, '..', 'half');
  await writeFile(half, text);
  await rename(half, join(catalog, file));
}

/** One edit a second: a weight each time, and with every second one the catalog, which sends new routes to all. */
async function editFor(catalog: string, seconds: number): Promise<void> {
  const text = await readFile(join(catalog, EDITED), 'utf8');
  for (let second = 0; second < seconds; second += 1) {
    const started = performance.now();
    const v2 = 5 + (second % 50);
    await save(catalog, ROLLOUT, `target: resolver\nweights: {v1: ${100 - v2}, v2: ${v2}}\n`);
    if (second % 2 === 0) {
      const key = `bench.added${second}:\n  domain: bench\n  source_binding: {type: oracle}\n`;
      await save(catalog, EDITED, `${text}\n${key}`);
    }
    await delay(Math.max(0, 1000 - (performance.now() - started)));
  }
}

/** CPU of a process while `work` runs, in percent of one core. */
async function shareDuring(pid: number, work: () => Promise<void>): Promise<number> {
  const [started, before] = [performance.now(), await cpuSecondsOf(pid)];
  await work();
  return (((await cpuSecondsOf(pid)) - before) / ((performance.now() - started) / 1000)) * 100;
}

interface Parts {
  readonly alone: Memory;
  readonly bare: Memory;
  readonly connected: Memory;
  readonly edited: Memory;
}

async function bareNode(): Promise<Memory> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await delay(1_000);
  const memory = await memoryOf(child.pid ?? 0);
  const exit = once(child, 'exit');
  child.kill();
  await exit;
  return memory;
}

function memoryRows({ alone, bare, connected, edited }: Parts): readonly BenchRow[] {
  const row = (name: string, measured: number, bound: number | null = null): BenchRow => ({
    name,
    measured,
    unit: 'MB',
    bound,
  });
  return [
    row(`resident with ${SIDECARS} sidecars in sync`, connected.rss, 150),
    row(`resident with ${SIDECARS} sidecars after ${EDIT_SECONDS} s of edits`, edited.rss, 150),
    row('of it the program’s own pages', edited.anonymous),
    row('of it Node’s binary and libraries', edited.file),
    row('resident without sidecars', alone.rss),
    row('a bare Node', bare.rss),
    row('of a bare Node its binary and libraries', bare.file),
    row('a sidecar, once in sync', (connected.rss - alone.rss) / SIDECARS),
  ];
}

async function measure(progress: (text: string) => void): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'moniker-bench-'));
  const catalog = join(folder, 'catalog');
  await cp(SAMPLE_CATALOG, catalog, { recursive: true });
  const bare = await bareNode();
  const daemon = await startBenchDaemon({ catalog });
  let sidecars: ChildProcess | null = null;
  try {
    const { pid } = daemon;
    await delay(3_000);
    const alone = await memoryOf(pid);
    progress(`${SIDECARS} sidecars connect, then ${EDIT_SECONDS} s with an edit a second`);
    let connected = alone;
    const serving = await shareDuring(pid, async () => {
      sidecars = connectSidecars(daemon);
      await allSynced(daemon);
      connected = await memoryOf(pid);
      await editFor(catalog, EDIT_SECONDS);
    });
    await allSynced(daemon);
    const edited = await memoryOf(pid);
    progress(`${IDLE_SECONDS} s without an edit`);
    const idle = await shareDuring(pid, () => delay(IDLE_SECONDS * 1000));
    return [
      ...memoryRows({ alone, bare, connected, edited }),
      {
        name: `CPU: ${SIDECARS} sidecars connect, then an edit a second`,
        measured: serving,
        unit: '% of a core',
        bound: 25,
      },
      { name: `CPU: ${SIDECARS} sidecars, no edit`, measured: idle, unit: '% of a core', bound: 25 },
    ];
  } finally {
    // Ended first, or it would tell of its lost connections.
    (sidecars as ChildProcess | null)?.kill('SIGKILL');
    await daemon.stop();
    await rm(folder, { recursive: true });
  }
}

export const MEMORY: Suite = {
  key: 'memory',
  title: 'Memory and CPU while serving',
  method:
    `The sample catalog and ${SIDECARS} simulated sidecars in another process, each on a connection of its own over ` +
    'delta ADS, subscribed to all that a real one is and accepting it all. A weight file is saved each second, and ' +
    'the catalog every other second, so that new routes go to everyone. The CPU figure begins before they connect.',
  run: measure,
};
