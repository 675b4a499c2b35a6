import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Origin } from '../../src/delivery/ports.ts';
import type { WaveSettings } from '../../src/delivery/settings.ts';
import { startFleet } from '../support/xds/fleet.ts';
import type { SidecarOptions, TestFleet, TestSidecar } from '../support/xds/fleet.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import { onThreads, THREADS } from '../support/xds/serve-xds.ts';

const CLUSTER = 'a/v1';

/** The mesh with a revision of its cluster, of its endpoints, and a weight. */
function mesh(cluster: number, { endpoints = 0, v1 = 10_000 } = {}) {
  return snapshotOf({
    targets: { a: { v1, v2: 10_000 - v1 } },
    clusterRevisions: { [CLUSTER]: cluster },
    endpointRevisions: { [CLUSTER]: endpoints },
    listeners: { one: 'a' },
  });
}

interface Options {
  readonly threads: number;
  readonly settings?: Partial<WaveSettings>;
  readonly origins?: readonly Origin[];
}

async function fleetOf(t: TestContext, { threads, settings, origins }: Options): Promise<TestFleet> {
  const fleet = await startFleet(settings, origins, { threads });
  t.after(() => fleet.close());
  fleet.delivery.publish({ services: ['svc'], groups: [mesh(1)] });
  return fleet;
}

async function sidecars(fleet: TestFleet, all: readonly SidecarOptions[]): Promise<readonly TestSidecar[]> {
  const connected: TestSidecar[] = [];
  for (const one of all) {
    const sidecar = fleet.connect(one);
    connected.push(sidecar);
    // One after the other, so that the oldest is known.
    if (!one.silent) await fleet.until(`${one.id} to be served`, () => sidecar.content(CLUSTER) === '1');
  }
  return connected;
}

const publish = (fleet: TestFleet, snapshot: ReturnType<typeof mesh>): void => {
  fleet.delivery.publish({ services: ['svc'], groups: [snapshot] });
};
const contents = (all: readonly TestSidecar[]): (string | undefined)[] =>
  all.map((one) => one.content(CLUSTER));
const names = ['n1', 'n2', 'n3', 'n4', 'n5'];

for (const threads of THREADS)
  describe(`waves over gRPC${onThreads(threads)}`, () => {
    for (const protocol of ['sotw', 'delta'] as const) {
      it(`${protocol}: bring a new structure to every sidecar`, async (t) => {
        const fleet = await fleetOf(t, { threads });
        const all = await sidecars(
          fleet,
          names.map((id) => ({ id, protocol })),
        );
        publish(fleet, mesh(2));
        await fleet.until('all to have it', () => contents(all).every((content) => content === '2'));
        await fleet.until('the end of the wave', () => fleet.delivery.status().waves.length === 0);
        assert.deepEqual(fleet.delivery.status().held, []);
      });

      it(`${protocol}: what the canary rejects reaches nobody else, and what is live goes on`, async (t) => {
        const fleet = await fleetOf(t, { threads, origins: [{ file: 'mesh.yaml', line: 12 }] });
        const poison = [`cds:${CLUSTER}:2`];
        const all = await sidecars(
          fleet,
          names.map((id) => ({ id, protocol, poison })),
        );
        publish(fleet, mesh(2));
        await fleet.until('the quarantine', () => fleet.delivery.status().held.length > 0);
        publish(fleet, mesh(2, { endpoints: 7, v1: 4_000 }));
        const live = (one: TestSidecar): boolean =>
          one.model.assignments.get(CLUSTER) === '7' && one.model.weights.get(`split.a.${CLUSTER}`) === 4_000;
        await fleet.until('endpoints and weights', () => all.every(live));
        await fleet.until('the canary to be back', () => contents(all).every((content) => content === '1'));
        assert.deepEqual(
          all.map(({ seen }) => seen.has(`cds:${CLUSTER}:2`)),
          [true, false, false, false, false],
        );
        const [held] = fleet.delivery.status().held;
        assert.ok(held);
        const { since, ...rest } = held;
        assert.ok(since > 0);
        assert.deepEqual(rest, {
          service: 'svc',
          envoy: '1.40',
          reason: 'quarantined',
          by: ['n1'],
          type: 'cds',
          resources: [CLUSTER],
          error: `bad resource ${CLUSTER}`,
          origins: [{ file: 'mesh.yaml', line: 12 }],
          retryAt: null,
          sidecars: 5,
        });
        assert.match(fleet.log.at(-1)?.message ?? '', /rejected the newest snapshot/);
        assert.ok(fleet.delivery.lags(1));

        // A sidecar that comes now gets what the fleet accepted.
        const late = fleet.connect({ id: 'late', protocol, poison });
        await fleet.until('the late one', () => late.content(CLUSTER) === '1');
        assert.ok(!late.seen.has(`cds:${CLUSTER}:2`));

        publish(fleet, mesh(3));
        await fleet.until('the fix', () => contents([...all, late]).every((content) => content === '3'));
        assert.deepEqual(fleet.delivery.status().held, []);

        // A revert to what was rejected is known.
        publish(fleet, mesh(2));
        assert.equal(fleet.delivery.status().held.length, 1);
        assert.equal(all.slice(1).filter(({ seen }) => seen.has(`cds:${CLUSTER}:2`)).length, 0);
      });
    }

    it('release tries again, from the canary on', async (t) => {
      const fleet = await fleetOf(t, { threads });
      const all = await sidecars(
        fleet,
        names.map((id) => ({ id, poison: [`cds:${CLUSTER}:2`] })),
      );
      publish(fleet, mesh(2));
      await fleet.until('the quarantine', () => fleet.delivery.status().held.length > 0);
      for (const { model } of all) model.poison.clear();
      assert.deepEqual(fleet.delivery.release('other'), []);
      assert.deepEqual(fleet.delivery.release(), ['svc']);
      await fleet.until('all to have it', () => contents(all).every((content) => content === '2'));
      assert.deepEqual(fleet.delivery.status().held, []);
      assert.deepEqual(fleet.delivery.release(), []);
    });

    it('each minor version of Envoy is judged by itself', async (t) => {
      const fleet = await fleetOf(t, { threads });
      const old = { minor: 36, poison: [`cds:${CLUSTER}:2`] };
      const all = await sidecars(fleet, [
        { id: 'n1' },
        { id: 'n2' },
        { id: 'o1', ...old },
        { id: 'o2', ...old },
      ]);
      publish(fleet, mesh(2));
      await fleet.until('both verdicts', () => {
        const { held, waves } = fleet.delivery.status();
        return held.length === 1 && waves.length === 0;
      });
      await fleet.until('their states', () => contents(all).join() === '2,2,1,1');
      assert.deepEqual(
        fleet.delivery.status().held.map(({ envoy, by }) => [envoy, by]),
        [['1.36', ['o1']]],
      );
    });

    it('a local error is no verdict: another sidecar is asked', async (t) => {
      const fleet = await fleetOf(t, { threads });
      const complaint = 'cannot bind 127.0.0.1:80: Address already in use';
      const all = await sidecars(fleet, [
        { id: 'n1', poison: [`cds:${CLUSTER}:2`], complaint },
        { id: 'n2' },
        { id: 'n3' },
      ]);
      publish(fleet, mesh(2));
      await fleet.until('the others', () => contents(all.slice(1)).every((content) => content === '2'));
      await fleet.until('the end of the wave', () => fleet.delivery.status().waves.length === 0);
      assert.deepEqual(fleet.delivery.status().held, []);
    });

    it('a canary that goes is replaced, and one that is silent after the time-out', async (t) => {
      const fleet = await fleetOf(t, { threads, settings: { timeout: 300 } });
      const all = await sidecars(fleet, [{ id: 'n1' }, { id: 'n2' }, { id: 'n3' }]);
      const [first, second, third] = all;
      assert.ok(first && second && third);
      first.silent = second.silent = true;
      publish(fleet, mesh(2));
      await fleet.until('the first to be asked', () => fleet.delivery.status().waves[0]?.canary === 'n1');
      first.close();
      await fleet.until('the second to be asked', () => fleet.delivery.status().waves[0]?.canary === 'n2');
      await fleet.until('the third to have it', () => third.content(CLUSTER) === '2');
    });

    it('without answers it goes back, and is tried again', async (t) => {
      const fleet = await fleetOf(t, { threads, settings: { timeout: 200 } });
      const [only] = await sidecars(fleet, [{ id: 'n1' }]);
      assert.ok(only);
      only.silent = true;
      publish(fleet, mesh(2));
      await fleet.until('the hold', () => fleet.delivery.status().held[0]?.reason === 'unanswered');
      assert.ok(fleet.delivery.status().held[0]?.retryAt);
      only.close();
      const next = fleet.connect({ id: 'n1' });
      await fleet.until('the retry', () => next.content(CLUSTER) === '2');
    });

    it('off gives it to all at once, and two that reject it are a verdict', async (t) => {
      const fleet = await fleetOf(t, { threads, settings: { canary: false, shares: [100] } });
      const all = await sidecars(
        fleet,
        names.map((id) => ({ id, poison: [`cds:${CLUSTER}:2`] })),
      );
      publish(fleet, mesh(2));
      await fleet.until('the quarantine', () => fleet.delivery.status().held.length > 0);
      await fleet.until('all to be back', () => contents(all).every((content) => content === '1'));
      assert.ok((fleet.delivery.status().held[0]?.by.length ?? 0) >= 2);
    });
  });
