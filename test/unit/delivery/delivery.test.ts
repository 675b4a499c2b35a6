import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDelivery } from '../../../src/delivery/delivery.ts';
import type { Delivery } from '../../../src/delivery/delivery.ts';
import { DEFAULT_WAVES } from '../../../src/delivery/settings.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import type { GroupHandle } from '../../../src/snapshot/cache.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../../../src/snapshot/model.ts';
import { nodeGroup, resource, resourceSet, snapshotOf } from '../../support/xds/mesh.ts';

const mesh = (revision: number, service = 'svc'): GroupSnapshot =>
  snapshotOf(
    { targets: { a: { v1: 10_000 } }, listeners: { one: 'a' }, clusterRevisions: { 'a/v1': revision } },
    service,
  );

interface Made {
  readonly delivery: Delivery;
  readonly cache: ReturnType<typeof createSnapshotCache>;
  now: number;
}

function make(): Made {
  const cache = createSnapshotCache();
  const silent = (): void => undefined;
  const made: Made = {
    now: 0,
    cache,
    delivery: createDelivery({
      cache,
      settings: DEFAULT_WAVES,
      clock: { now: () => made.now, after: () => silent },
      log: { info: silent, warn: silent },
      explain: () => Promise.resolve({ origins: [] }),
    }),
  };
  return made;
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A stream that keeps what it is told. */
class Holder {
  readonly handle: GroupHandle;
  held: GroupSnapshot | null | undefined;
  routes: ResourceSet | null = null;

  constructor(
    delivery: Delivery,
    id: number,
    options: { judges?: boolean; group?: NodeGroup; zone?: string } = {},
  ) {
    const { judges = true, group = nodeGroup('svc') } = options;
    const locality = { region: '', zone: options.zone ?? '', subZone: '' };
    const facts = { locality, metadata: new Map<string, string>() };
    const holder = { streamId: id, nodeId: `n${id}`, judges, envoyVersion: '1.40.2', facts };
    const tell = (snapshot: GroupSnapshot | null): void => {
      this.held = snapshot;
    };
    this.handle = delivery.acquire(group, tell, holder);
    this.held = this.handle.current();
  }

  accept(): void {
    if (this.held) this.handle.accepted(this.held.version);
  }

  refuse(revision: number): void {
    const version = mesh(revision).sets.cds.byName.get('a/v1')?.version ?? '';
    const suspects = new Map([['a/v1', version]]);
    this.handle.refused({ type: 'cds', message: 'bad', local: false, suspects });
  }
}

const publish = async (delivery: Delivery, ...groups: readonly GroupSnapshot[]): Promise<void> => {
  delivery.publish({ services: [...new Set(groups.map(({ group }) => group.service))], groups });
  await turn();
};

describe('the delivery of snapshots', () => {
  it('gives what is published where nothing was accepted before', async () => {
    const { delivery } = make();
    await publish(delivery, mesh(1));
    await publish(delivery, mesh(2));
    const one = new Holder(delivery, 1);
    assert.equal(one.held?.version, mesh(2).version);
    assert.deepEqual(delivery.status(), { waves: [], held: [] });
  });

  it('tells of a service that goes and of one that comes', async () => {
    const { delivery } = make();
    const one = new Holder(delivery, 1);
    const held = [one.held?.version];
    for (const service of ['svc', 'other', 'svc']) {
      await publish(delivery, mesh(1, service));
      held.push(one.held === null ? 'none' : one.held?.version);
    }
    assert.deepEqual(held, [undefined, mesh(1).version, 'none', mesh(1).version]);
  });

  it('keeps gRPC applications out of waves, and what sidecars hold away from them', async () => {
    const { delivery } = make();
    const ofApplications = (revision: number): GroupSnapshot => {
      const snapshot = mesh(revision);
      const version = `application ${snapshot.version}`;
      return { ...snapshot, version, group: { ...snapshot.group, client: 'proxyless' } };
    };
    await publish(delivery, mesh(1));
    const judge = new Holder(delivery, 1);
    const { group } = ofApplications(1);
    const application = new Holder(delivery, 2, { judges: false, group });
    const held = (): string | undefined => application.held?.version;
    judge.accept();
    // Compiled since: not what the sidecars had accepted before.
    await publish(delivery, mesh(1), ofApplications(1));
    assert.equal(held(), ofApplications(1).version);
    await publish(delivery, mesh(1), ofApplications(2));
    assert.deepEqual(delivery.status().waves, []);
    assert.equal(held(), ofApplications(2).version);

    // With a newer structure of the sidecars it waits for them.
    await publish(delivery, mesh(3), ofApplications(3));
    assert.equal(judge.held?.version, mesh(3).version);
    assert.equal(held(), ofApplications(2).version);
    judge.accept();
    await turn();
    assert.equal(held(), ofApplications(3).version);
  });

  it('lets clients that judge nothing follow those that do', async () => {
    const { delivery } = make();
    await publish(delivery, mesh(1));
    const judge = new Holder(delivery, 1);
    const follower = new Holder(delivery, 2, { judges: false });
    judge.accept();
    await publish(delivery, mesh(2));
    assert.equal(judge.held?.version, mesh(2).version);
    assert.equal(follower.held?.version, mesh(1).version);
    assert.ok(delivery.lags(2));
    judge.accept();
    await turn();
    assert.equal(follower.held.version, mesh(2).version);
    await publish(delivery, mesh(3));
    judge.refuse(3);
    await turn();
    assert.deepEqual([judge.held.version, follower.held.version], [mesh(2).version, mesh(2).version]);
  });

  it('gives clients that judge nothing the newest where nobody judges', async () => {
    const { delivery } = make();
    await publish(delivery, mesh(1));
    const one = new Holder(delivery, 1, { judges: false });
    await publish(delivery, mesh(2));
    assert.equal(one.held?.version, mesh(2).version);
  });

  it('keeps routes with weights back with the structure that they belong to', async () => {
    const { delivery, cache } = make();
    await publish(delivery, mesh(1));
    const judge = new Holder(delivery, 1);
    judge.accept();
    const plain = new Holder(delivery, 2, { judges: false });
    plain.handle.needPlainRoutes((rds) => {
      plain.routes = rds;
    });
    const routes = (content: string): ResourceSet => resourceSet([resource('rds', 'routes/a', { content })]);
    const [first, second] = [routes('1'), routes('2')];
    cache.publishPlainRoutes(nodeGroup('svc'), first);
    assert.equal(plain.routes, first);
    await publish(delivery, mesh(2));
    cache.publishPlainRoutes(nodeGroup('svc'), second);
    assert.equal(plain.routes, first);
    judge.accept();
    await turn();
    assert.equal(plain.routes, second);
  });

  it('holds what is known to be bad from another service as well', async () => {
    const { delivery } = make();
    await publish(delivery, mesh(1), mesh(1, 'other'));
    const one = new Holder(delivery, 1);
    const other = new Holder(delivery, 2, { group: nodeGroup('other') });
    one.accept();
    other.accept();
    await publish(delivery, mesh(2), mesh(1, 'other'));
    one.refuse(2);
    await publish(delivery, mesh(2), mesh(2, 'other'));
    assert.equal(other.held?.version, mesh(1, 'other').version);
    assert.deepEqual(
      delivery.status().held.map(({ service, by }) => [service, by]),
      [
        ['svc', ['n1']],
        ['other', ['n1']],
      ],
    );
  });

  it('gives a group that is new while a snapshot is held its own listeners with what was accepted', async () => {
    const { delivery } = make();
    await publish(delivery, mesh(1));
    const one = new Holder(delivery, 1);
    one.accept();
    await publish(delivery, mesh(2));
    one.refuse(2);
    const group = { service: 'svc', overrides: { ...nodeGroup('svc').overrides, inboundPort: 7 } };
    const two = new Holder(delivery, 2, { group });
    const listeners = resourceSet([resource('lds', 'one', { content: 'a:7' })]);
    const own = mesh(2);
    await publish(delivery, own, { ...own, group, version: 'own', sets: { ...own.sets, lds: listeners } });
    assert.equal(two.held?.sets.lds, listeners);
    assert.equal(
      two.held.sets.cds,
      mesh(1).sets.cds.version === two.held.sets.cds.version ? two.held.sets.cds : null,
    );
    assert.equal(two.held.group, group);
  });

  it('after a restart begins with what was accepted before', async () => {
    const { delivery } = make();
    delivery.restore({ groups: [mesh(1)], verdicts: [] });
    await publish(delivery, mesh(2));
    const one = new Holder(delivery, 1);
    await turn();
    assert.equal(delivery.status().waves[0]?.canary, 'n1');
    const two = new Holder(delivery, 2);
    assert.equal(two.held?.version, mesh(1).version);
    assert.deepEqual(
      delivery.accepted().groups.map(({ version }) => version),
      [mesh(1).version],
    );
    one.accept();
    two.accept();
    await turn();
    two.accept();
    await turn();
    assert.equal(two.held.version, mesh(2).version);
    assert.deepEqual(
      delivery.accepted().groups.map(({ version }) => version),
      [mesh(2).version],
    );
  });

  it('after a restart knows since when something is held, until the service has moved on', async () => {
    const before = make();
    await publish(before.delivery, mesh(1));
    const one = new Holder(before.delivery, 1);
    one.accept();
    before.now = 1_000;
    await publish(before.delivery, mesh(2));
    one.refuse(2);
    await turn();
    const heldOf = ({ delivery }: Made) => delivery.status().held.map(({ reason, since }) => [reason, since]);
    assert.deepEqual(heldOf(before), [['quarantined', 1_000]]);

    const after = make();
    after.now = 5_000;
    after.delivery.restore(before.delivery.accepted());
    await publish(after.delivery, mesh(2));
    const again = new Holder(after.delivery, 2);
    await turn();
    assert.deepEqual(heldOf(after), [['quarantined', 1_000]]);
    // What sidecars accept while it is held changes nothing about it.
    again.accept();
    await turn();
    assert.deepEqual(heldOf(after), [['quarantined', 1_000]]);

    after.now = 6_000;
    await publish(after.delivery, mesh(3));
    again.accept();
    await turn();
    assert.deepEqual(heldOf(after), []);
    after.now = 9_000;
    await publish(after.delivery, mesh(2));
    assert.deepEqual(heldOf(after), [['quarantined', 9_000]]);
  });

  it('after a restart tells what a client may hold from before it', async () => {
    const { delivery } = make();
    delivery.restore({ groups: [mesh(1)], verdicts: [] });
    await publish(delivery, mesh(2));
    const one = new Holder(delivery, 1);
    const versions = one.handle.others?.().map(({ version }) => version);
    assert.deepEqual(versions, [mesh(1).version, mesh(2).version]);
  });
});

describe('the delivery of variants', () => {
  /** With endpoints of its own: what differs is live. */
  const zoned = (zone: string, revision: number): GroupSnapshot => {
    const snapshot = mesh(revision);
    const eds = resourceSet([...snapshot.sets.eds.byName.values(), resource('eds', `only in ${zone}`)]);
    const sets = { ...snapshot.sets, eds };
    return { ...snapshot, group: variantGroup(zone), sets, version: `${zone} ${snapshot.version}` };
  };
  const variantGroup = (zone: string): NodeGroup => ({ ...nodeGroup('svc'), variant: `zone=${zone}` });
  const rules = (...zones: string[]) => ({ rules: [], zones });
  const give = async (
    delivery: Delivery,
    zones: readonly string[],
    ...groups: readonly GroupSnapshot[]
  ): Promise<void> => {
    delivery.publish({ services: ['svc'], variants: rules(...zones), groups });
    await turn();
  };

  it('puts each node where the rules have it', async () => {
    const { delivery } = make();
    await give(delivery, ['a'], mesh(1));
    const one = new Holder(delivery, 1, { zone: 'a' });
    const two = new Holder(delivery, 2, { zone: 'b' });
    await give(delivery, ['a'], zoned('a', 1));
    assert.deepEqual([one.held, two.held], [zoned('a', 1), mesh(1)]);
    assert.deepEqual([delivery.variant(1), delivery.variant(2)], ['zone=a', null]);
  });

  it('moves nodes when the rules change, and leaves them what they hold until theirs is compiled', async () => {
    const { delivery, cache } = make();
    await give(delivery, [], mesh(1));
    const one = new Holder(delivery, 1, { zone: 'a' });
    const needs: NodeGroup[] = [];
    cache.onNeed(({ group }) => needs.push(group));
    await give(delivery, ['a'], mesh(1));
    assert.deepEqual(needs, [variantGroup('a')]);
    assert.deepEqual([one.held, delivery.lags(1)], [mesh(1), true]);
    await give(delivery, ['a'], zoned('a', 1));
    assert.deepEqual([one.held, delivery.lags(1)], [zoned('a', 1), false]);
    await give(delivery, [], mesh(1));
    assert.deepEqual([one.held, delivery.variant(1)], [mesh(1), null]);
    assert.deepEqual(delivery.groups(), [nodeGroup('svc')]);
  });

  it('moves a node in the middle of a wave without a change of its structure', async () => {
    const { delivery } = make();
    await give(delivery, ['a', 'b'], mesh(1), zoned('a', 1), zoned('b', 1));
    const all = [1, 2].map((id) => new Holder(delivery, id, { zone: id === 1 ? 'a' : 'b' }));
    for (const one of all) one.accept();
    await turn();
    await give(delivery, ['a', 'b'], mesh(2), zoned('a', 2), zoned('b', 2));
    const [canary, other] = all[0]?.held?.version === zoned('a', 2).version ? all : all.toReversed();
    assert.ok(canary?.held && other?.held);
    const clusters = ({ sets }: GroupSnapshot): string => sets.cds.version;
    await give(delivery, [], mesh(2));
    assert.equal(clusters(canary.held), mesh(2).sets.cds.version, 'the canary keeps the new structure');
    assert.equal(clusters(other.held), mesh(1).sets.cds.version, 'the other one the old');
    assert.equal(other.held.sets.eds.version, mesh(1).sets.eds.version);
    canary.accept();
    await turn();
    assert.equal(clusters(other.held), mesh(2).sets.cds.version);
  });

  it('after a restart gives the variants that were accepted before, and no others', async () => {
    const { delivery } = make();
    delivery.restore({ groups: [mesh(1), zoned('a', 1)], verdicts: [], variants: rules('a', 'b') });
    const held = (['a', 'b'] as const).map((zone, id) => new Holder(delivery, id, { zone }).held);
    assert.deepEqual(held, [zoned('a', 1), mesh(1)]);
    assert.deepEqual(delivery.accepted().variants, rules('a', 'b'));
    await give(delivery, ['b'], mesh(1));
    assert.deepEqual([delivery.variant(0), delivery.variant(1)], [null, 'zone=b']);
  });
});
