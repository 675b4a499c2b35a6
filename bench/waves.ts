import { performance } from 'node:perf_hooks';
import { startFleet } from '../test/support/xds/fleet.ts';
import { snapshotOf } from '../test/support/xds/mesh.ts';
import type { WaveSettings } from '../src/delivery/settings.ts';
import type { BenchRow, Suite } from './row.ts';
import { median } from './statistics.ts';

const SIDECARS = 100;
const CHANGES = 60;
const WARM_UP = 10;
const CLUSTER = 'a/v1';

/** From the publish of a changed cluster until every sidecar has it warm; milliseconds. */
async function changes(settings: Partial<WaveSettings>): Promise<readonly number[]> {
  const fleet = await startFleet(settings);
  const publish = (revision: number): void => {
    const spec = {
      targets: { a: { v1: 10_000 } },
      clusterRevisions: { [CLUSTER]: revision },
      listeners: { one: 'a' },
    };
    fleet.delivery.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
  };
  try {
    publish(0);
    const all = Array.from({ length: SIDECARS }, (_, index) => fleet.connect({ id: `n${index}` }));
    const have = (revision: number) => () => all.every((one) => one.content(CLUSTER) === String(revision));
    await fleet.until('the first snapshot', have(0));
    const took: number[] = [];
    for (let turn = 1; turn <= WARM_UP + CHANGES; turn += 1) {
      const started = performance.now();
      publish(turn);
      await fleet.until('the change', have(turn));
      if (turn > WARM_UP) took.push(performance.now() - started);
      await fleet.until('the end of the wave', () => fleet.delivery.status().waves.length === 0);
    }
    return took;
  } finally {
    await fleet.close();
  }
}

export const WAVES: Suite = {
  key: 'waves',
  title: 'What waves add',
  method:
    `${SIDECARS} delta streams of one service over gRPC in this process, each with a small model of Envoy behind it ` +
    `that answers at once. ${CHANGES} changes of a cluster, each timed from the publish until all have it, first all ` +
    'at once, then by a canary, 10, 50 and 100 %.',
  async run(progress) {
    progress('all at once');
    const without = median(await changes({ canary: false, shares: [100] }));
    progress('in waves');
    const waves = median(await changes({}));
    const rows: readonly BenchRow[] = [
      {
        name: `a cluster changed at ${SIDECARS} sidecars, all at once`,
        measured: without,
        unit: 'ms',
        bound: null,
      },
      {
        name: `a cluster changed at ${SIDECARS} sidecars, in waves`,
        measured: waves,
        unit: 'ms',
        bound: null,
      },
      { name: 'what the waves add', measured: Math.max(0, waves - without), unit: 'ms', bound: 25 },
    ];
    return rows;
  },
};
