import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StatusResponse } from '../src/api/model.ts';
import { ADMIT_PER_SECOND } from '../src/xds/server.ts';
import { startBenchDaemon } from './daemon.ts';
import type { BenchDaemon } from './daemon.ts';
import { scoutHoldings, startFleet } from './fleet/fleet.ts';
import type { FleetOptions, Storm } from './fleet/fleet.ts';
import { cpuMillisecondsOf } from './process-usage.ts';
import type { BenchRow, Suite } from './row.ts';
import { median, percentile } from './statistics.ts';
import { writeMesh } from './steps.ts';

const KEYS = 10_000;
const SIDECARS = 5_000;
const SERVICES = ['gateway', 'resolver', 'cache-manager', 'health-monitor'];
const STORMS = 5;
const LIMIT = 60_000;

interface Measured extends Storm {
  /** Milliseconds of the daemon's CPU. */
  readonly cpu: number;
  /** Sidecars that the daemon takes for synced afterwards. */
  readonly synced: number;
}

async function synced({ ready }: BenchDaemon): Promise<number> {
  const { sidecars } = (await (await fetch(`${ready.http}/status`)).json()) as StatusResponse;
  return sidecars.filter(({ state }) => state === 'SYNCED').length;
}

/** They all come at once, are settled, and go at once. */
async function storm(daemon: BenchDaemon, options: Omit<FleetOptions, 'onLost'>): Promise<Measured> {
  const { promise: lost, reject } = Promise.withResolvers<never>();
  const cpu = await cpuMillisecondsOf(daemon.pid);
  const fleet = startFleet({ ...options, onLost: reject });
  try {
    const result = await Promise.race([fleet.storm(LIMIT), lost]);
    return { ...result, cpu: (await cpuMillisecondsOf(daemon.pid)) - cpu, synced: await synced(daemon) };
  } finally {
    fleet.close();
  }
}

async function run(progress: (text: string) => void, storms: number): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'moniker-bench-'));
  const daemon = await startBenchDaemon({ catalog: writeMesh(folder, KEYS) });
  try {
    const address = daemon.ready.xds;
    const found = await Promise.all(
      SERVICES.map(async (service) => [service, await scoutHoldings(address, service)] as const),
    );
    const all: Measured[] = [];
    // The first storm finds code that has never run, and is the one after which they are back.
    for (let turn = 0; turn <= storms; turn += 1) {
      const options = { address, services: SERVICES, count: SIDECARS, holdings: new Map(found) };
      const one = await storm(daemon, options);
      progress(`${SIDECARS} sidecars settled within ${Math.round(percentile(one.settled, 1))} ms`);
      if (turn > 0) all.push(one);
      // The daemon sees them go.
      await delay(1_000);
    }
    const of = (pick: (one: Measured) => number): number => median(all.map(pick));
    const row = (name: string, measured: number, rest: Pick<BenchRow, 'unit' | 'bound'>): BenchRow => ({
      name,
      measured,
      ...rest,
    });
    return [
      row('resources sent', Math.max(...all.map(({ resources }) => resources)), { unit: '', bound: 0 }),
      row(
        'all are settled',
        of(({ settled }) => percentile(settled, 1)),
        { unit: 'ms', bound: 1_500 },
      ),
      row(
        'the median sidecar is settled',
        of(({ settled }) => median(settled)),
        { unit: 'ms', bound: null },
      ),
      row('sidecars not in sync then', SIDECARS - Math.min(...all.map((one) => one.synced)), {
        unit: '',
        bound: 0,
      }),
      row(
        'bytes a sidecar',
        of(({ bytes }) => bytes / SIDECARS),
        { unit: 'bytes', bound: null },
      ),
      row(
        'CPU of the daemon for each sidecar',
        of(({ cpu }) => (cpu * 1_000) / SIDECARS),
        {
          unit: 'µs',
          bound: null,
        },
      ),
    ];
  } finally {
    await daemon.stop();
    await rm(folder, { recursive: true });
  }
}

export const RECONNECT: Suite = {
  key: 'reconnect',
  title: 'Sidecars that come back with what they had',
  method:
    `The daemon with ${KEYS.toLocaleString('en')} keys and its defaults (it admits ${ADMIT_PER_SECOND.toLocaleString('en')} streams a second); ` +
    `${SIDECARS.toLocaleString('en')} sidecars of four services connect at the same moment, in plaintext, each on a ` +
    'connection of its own over delta ADS, and say which versions they hold of all that they ask for: the current ' +
    'ones. A sidecar is settled when the daemon has dealt with its last request, which it shows by its answer to one ' +
    `more, for a name that does not exist. ${STORMS} times, after one that is not counted; they leave in between.`,
  run: (progress, { quick }) => run(progress, quick ? 1 : STORMS),
};
