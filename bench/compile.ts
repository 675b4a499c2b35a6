import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { startCompileThread } from './compile-thread.ts';
import { catalogText, meshTexts } from './mesh-texts.ts';
import type { BenchRow, Suite } from './row.ts';
import { median } from './statistics.ts';

const SIZES = [
  { keys: 10_000, runs: 9, bound: 400 },
  { keys: 100_000, runs: 5, bound: 4_000 },
] as const;

/** Recompiles of everything, while the main loop's delay is watched. */
const RECOMPILES = 5;
const RESOLUTION_MS = 1;
const NANOSECONDS = 1e6;

interface FullCompile {
  readonly wall: number;
  readonly parse: number;
  readonly compile: number;
}

/** A thread is as cold as after the daemon's start; its first texts are all that it gets. */
async function compileOnce(texts: ReadonlyMap<string, string>): Promise<FullCompile> {
  const thread = await startCompileThread();
  try {
    const started = performance.now();
    const { seconds } = await thread.publish(texts);
    const wall = performance.now() - started;
    return { wall, parse: seconds.parse * 1000, compile: seconds.compile * 1000 };
  } finally {
    await thread.close();
  }
}

async function fullCompiles({ keys, runs, bound }: (typeof SIZES)[number]): Promise<readonly BenchRow[]> {
  const texts = meshTexts(keys);
  const all: FullCompile[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await compileOnce(texts));
  const label = keys.toLocaleString('en');
  const of = (pick: (one: FullCompile) => number): number => median(all.map(pick));
  return [
    { name: `${label} keys: texts to snapshot, cold thread`, measured: of((o) => o.wall), unit: 'ms', bound },
    { name: `${label} keys: of it parsing`, measured: of((o) => o.parse), unit: 'ms', bound: null },
    {
      name: `${label} keys: of it joining, compiling, encoding`,
      measured: of((o) => o.compile),
      unit: 'ms',
      bound: null,
    },
    {
      name: `${label} keys: of it to the thread and back`,
      measured: of((o) => o.wall - o.parse - o.compile),
      unit: 'ms',
      bound: null,
    },
  ];
}

interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

/** How late the main loop's timers are while `work` runs; the monitor's own interval is taken off. */
async function loopDelayDuring(work: () => Promise<void>): Promise<LoopDelay> {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  monitor.enable();
  await work();
  monitor.disable();
  const over = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS);
  return { p99: over(monitor.percentile(99)), max: over(monitor.max) };
}

async function recompiles(progress: (text: string) => void): Promise<readonly BenchRow[]> {
  const keys = 100_000;
  const thread = await startCompileThread();
  try {
    await thread.publish(meshTexts(keys));
    const walls: number[] = [];
    // Texts are made outside: making one stops the loop by itself.
    const catalogs = Array.from({ length: RECOMPILES }, (_, turn) => catalogText(keys, turn + 1));
    const idle = await loopDelayDuring(() => delay(2_000));
    const busy = await loopDelayDuring(async () => {
      for (const catalog of catalogs) {
        const started = performance.now();
        await thread.publish(new Map([['catalog.yaml', catalog]]));
        walls.push(performance.now() - started);
        progress(`recompiled in ${Math.round(walls.at(-1) ?? 0)} ms`);
      }
    });
    return [
      {
        name: '100,000 keys, each changed: text to snapshot, warm thread',
        measured: median(walls),
        unit: 'ms',
        bound: 4_000,
      },
      { name: 'main loop late meanwhile, p99', measured: busy.p99, unit: 'ms', bound: 10 },
      { name: 'main loop late meanwhile, longest', measured: busy.max, unit: 'ms', bound: null },
      { name: 'main loop late while idle, p99', measured: idle.p99, unit: 'ms', bound: null },
    ];
  } finally {
    await thread.close();
  }
}

export const COMPILE: Suite = {
  key: 'compile',
  title: 'From text to snapshot',
  method:
    'The compile thread as the daemon starts it (the bundle), given all texts of a mesh at once and timed until the ' +
    'snapshot cache on the main thread holds the result. Cold: a new thread each run, so nothing is optimised yet. ' +
    `The main loop’s lateness is monitorEventLoopDelay at ${RESOLUTION_MS} ms, less that millisecond.`,
  async run(progress) {
    const rows: BenchRow[] = [];
    for (const size of SIZES) {
      progress(`${size.keys.toLocaleString('en')} keys, ${size.runs} cold threads`);
      rows.push(...(await fullCompiles(size)));
    }
    progress('100,000 keys recompiled, the main loop watched');
    rows.push(...(await recompiles(progress)));
    return rows;
  },
};
