import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { StatusResponse } from '../src/api/model.ts';
import { startBenchDaemon } from './daemon.ts';
import type { BenchDaemon } from './daemon.ts';
import { startFleet } from './fleet/fleet.ts';
import type { Arrivals, BenchFleet } from './fleet/fleet.ts';
import { endpointsText, meshTexts, rolloutText } from './mesh-texts.ts';
import { cpuMillisecondsOf } from './process-usage.ts';
import { publishedAt } from './published-at.ts';
import type { BenchRow, Suite } from './row.ts';
import { median, percentile } from './statistics.ts';

const KEYS = 10_000;
const SIDECARS = 1_000;
const STEPS = 40;
/** The first ones find code that has never run. */
const WARM_UP = 5;
const LIMIT = 30_000;
/** Both call the target whose weights and endpoints change. */
const SERVICES = ['gateway', 'health-monitor'];

interface Sizes {
  readonly sidecars: number;
  readonly steps: number;
}

const SIZES: Sizes = { sidecars: SIDECARS, steps: STEPS };

/** Milliseconds of one change at all sidecars. */
interface Step {
  /** From the rename, and from the publish, until the response was there. */
  readonly fromRename: readonly number[];
  readonly fromPublish: readonly number[];
  readonly publish: number;
  /** Bytes received by each. */
  readonly bytes: number;
  /** Microseconds of CPU for each, of the daemon and of the sidecars. */
  readonly cpu: number;
  readonly ownCpu: number;
  /** From the publish until the daemon had the ACK of each. */
  readonly acked: readonly number[];
}

/** Writes all files of a mesh; returns the catalog directory in the folder. */
export function writeMesh(folder: string, keys: number): string {
  const catalog = join(folder, 'catalog');
  for (const [file, text] of meshTexts(keys)) {
    mkdirSync(dirname(join(catalog, file)), { recursive: true });
    writeFileSync(join(catalog, file), text);
  }
  return catalog;
}

interface Change {
  readonly file: string;
  readonly type: 'rtds' | 'eds';
  text(turn: number): string;
}

const WEIGHT: Change = {
  file: 'rollouts/resolver.yaml',
  type: 'rtds',
  text: (turn) => rolloutText('resolver', 10 + (turn % 80)),
};

const ENDPOINT: Change = {
  file: 'endpoints.yaml',
  type: 'eds',
  text: (turn) => endpointsText(`10.9.1.${1 + (turn % 200)}`),
};

interface Bench {
  readonly daemon: BenchDaemon;
  readonly fleet: BenchFleet;
  readonly catalog: string;
}

async function step({ daemon, fleet, catalog }: Bench, change: Change, turn: number): Promise<Step> {
  const half = join(catalog, '..', 'half');
  writeFileSync(half, change.text(turn));
  // Operators do not save twice within 50 ms.
  await delay(75 + ((turn * 13) % 50));
  const expected: Promise<Arrivals> = fleet.expect(change.type, LIMIT);
  const [cpu, own] = [await cpuMillisecondsOf(daemon.pid), process.cpuUsage()];
  const renamed = performance.now();
  renameSync(half, join(catalog, change.file));
  const { at, bytes } = await expected;
  // The last ACKs are on their way.
  await delay(50);
  const used = (await cpuMillisecondsOf(daemon.pid)) - cpu;
  const { user, system } = process.cpuUsage(own);
  const published = await publishedAt(daemon);
  return {
    cpu: (used * 1_000) / at.length,
    ownCpu: (user + system) / at.length,
    fromRename: at.map((one) => one - renamed),
    fromPublish: at.map((one) => one - published),
    publish: published - renamed,
    bytes,
    acked: await ackedAfterPublish(daemon, change.type),
  };
}

async function ackedAfterPublish({ ready }: BenchDaemon, type: 'rtds' | 'eds'): Promise<readonly number[]> {
  const status = (await (await fetch(`${ready.http}/status`)).json()) as StatusResponse;
  const since = status.publishedAt ?? 0;
  return status.sidecars.map(({ types }) => (types[type]?.ackedAt ?? Infinity) - since);
}

async function steps(bench: Bench, change: Change, count: number): Promise<readonly Step[]> {
  const taken: Step[] = [];
  for (let turn = 1; turn <= WARM_UP + count; turn += 1) {
    const one = await step(bench, change, turn);
    if (turn > WARM_UP) taken.push(one);
  }
  return taken;
}

/** The median over the changes of the p99 over the sidecars, as the fan-out has it. */
function p99(taken: readonly Step[], figure: (step: Step) => readonly number[]): number {
  return median(taken.map((one) => percentile(figure(one), 0.99)));
}

function rowsOf(
  what: string,
  taken: readonly Step[],
  bounds: Readonly<Record<string, number>>,
): readonly BenchRow[] {
  const row = (name: string, measured: number, unit: BenchRow['unit'] = 'ms'): BenchRow => ({
    name: `${what}, ${name}`,
    measured,
    unit,
    bound: bounds[name] ?? null,
  });
  const longest = Math.max(...taken.map(({ fromRename }) => percentile(fromRename, 0.99)));
  return [
    row('bytes a sidecar', Math.max(...taken.map(({ bytes }) => bytes)), 'bytes'),
    row(
      'rename to sidecars, p99',
      p99(taken, ({ fromRename }) => fromRename),
    ),
    row('rename to sidecars, p99 of the slowest change', longest),
    row('rename to publish', median(taken.map(({ publish }) => publish))),
    row(
      'publish to sidecars, p99',
      p99(taken, ({ fromPublish }) => fromPublish),
    ),
    row(
      'publish to ACKs, p99',
      p99(taken, ({ acked }) => acked),
    ),
    row('CPU of the daemon for each sidecar', median(taken.map(({ cpu }) => cpu)), 'µs'),
    row('CPU of a simulated sidecar', median(taken.map(({ ownCpu }) => ownCpu)), 'µs'),
  ];
}

async function measure(
  progress: (text: string) => void,
  { sidecars, steps: count }: Sizes,
): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'moniker-bench-'));
  const catalog = writeMesh(folder, KEYS);
  const daemon = await startBenchDaemon({ catalog });
  let fleet: BenchFleet | null = null;
  try {
    progress(`${sidecars} sidecars connect`);
    const { promise: lost, reject } = Promise.withResolvers<never>();
    fleet = startFleet({ address: daemon.ready.xds, services: SERVICES, count: sidecars, onLost: reject });
    const { bytes } = await Promise.race([fleet.storm(120_000), lost]);
    progress(
      `${Math.round(bytes / sidecars / 1024)} KiB each; ${count} weight steps, ${count} endpoint changes`,
    );
    await delay(1_000);
    const bench = { daemon, fleet, catalog };
    const weights = await Promise.race([steps(bench, WEIGHT, count), lost]);
    const endpoints = await Promise.race([steps(bench, ENDPOINT, count), lost]);
    return [
      ...rowsOf('weight step', weights, {
        'bytes a sidecar': 1_024,
        'rename to sidecars, p99': 40,
        'publish to sidecars, p99': 25,
      }),
      ...rowsOf('endpoint change', endpoints, { 'publish to ACKs, p99': 30 }),
    ];
  } finally {
    fleet?.close();
    await daemon.stop();
    await rm(folder, { recursive: true });
  }
}

export const WEIGHT_STEP: Suite = {
  key: 'weight-step',
  title: 'A weight step and an endpoint change at a thousand sidecars',
  method:
    `The daemon with ${KEYS.toLocaleString('en')} keys and its defaults, ${SIDECARS.toLocaleString('en')} sidecars with ` +
    `the runtime layer (over delta ADS, each on a connection of its own) in another process. ${STEPS} weight files, ` +
    'then as many endpoint files, are put in place by rename. A time is the median over the changes of the p99 over ' +
    'the sidecars: from the rename, or from the moment that the daemon tells as ' +
    'that of its publish, until the response was read, or until the daemon had the ACK.',
  run: (progress, { quick }) => measure(progress, quick ? { sidecars: SIDECARS, steps: 10 } : SIZES),
};
