import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { addCount, createCounter } from '../../../src/threads/counts.ts';
import { createFleetProxy } from '../../../src/threads/fleet-proxy.ts';
import { createLender } from '../../../src/threads/lender.ts';
import { createOutbox } from '../../../src/threads/outbox.ts';
import type { Batch, Goods, Tell } from '../../../src/threads/protocol.ts';
import { createRemoteStreams } from '../../../src/threads/remote-streams.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import type { FleetMember, SidecarView } from '../../../src/xds/fleet.ts';
import { NO_METRICS } from '../../../src/xds/ports.ts';
import { defaultGroup } from '../../../src/snapshot/groups.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';

const group = defaultGroup('svc');

function view(streamId: number): SidecarView {
  return {
    streamId,
    nodeId: `n${streamId}`,
    service: 'svc',
    known: true,
    peer: '127.0.0.1:1',
    zone: null,
    connectedAt: 0,
    protocol: 'delta',
    client: 'runtime',
    envoyVersion: null,
    contract: 1,
    state: 'SYNCED',
    types: {},
  };
}

describe("a thread's part of the fleet", () => {
  function member(id: number) {
    const state = { version: null as string | null };
    const one: FleetMember = { id, group, view: () => view(id), syncedVersion: () => state.version };
    return { state, one };
  }

  it('tells which snapshots were accepted, all streams of a turn at once, and nothing twice', () => {
    let noted = 0;
    const fleet = createFleetProxy(() => (noted += 1));
    const [a, b] = [member(1), member(2)];
    for (const { one } of [a, b]) fleet.join(one);
    assert.equal(fleet.synced(), null);
    a.state.version = b.state.version = 'v1';
    for (const { one } of [a, b]) fleet.changed(one);
    assert.deepEqual(fleet.synced(), new Map([['v1', [1, 2]]]));
    for (const { one } of [a, b]) fleet.changed(one);
    assert.equal(fleet.synced(), null);
    a.state.version = null;
    fleet.changed(a.one);
    assert.deepEqual(fleet.synced(), new Map([[null, [1]]]));
    assert.ok(noted > 0);
  });

  it('tells again what was accepted after another snapshot was given', () => {
    const fleet = createFleetProxy(() => undefined);
    const { state, one } = member(1);
    state.version = 'v1';
    fleet.join(one);
    assert.deepEqual(fleet.synced(), new Map([['v1', [1]]]));
    // The same one once more, as after an edit and its revert.
    fleet.telling(1);
    assert.deepEqual(fleet.synced(), new Map([['v1', [1]]]));
  });

  it('announces a change once, until its views are asked for', () => {
    const fleet = createFleetProxy(() => undefined);
    const [a, b] = [member(1), member(2)];
    for (const { one } of [a, b]) fleet.join(one);
    assert.equal(fleet.news(), 1);
    fleet.changed(b.one);
    assert.equal(fleet.news(), null);
    assert.deepEqual(
      fleet.changedViews().map(({ streamId }) => streamId),
      [1, 2],
    );
    assert.deepEqual(fleet.changedViews(), []);
    assert.equal(fleet.news(), null);
    fleet.changed(b.one);
    assert.equal(fleet.news(), 2);
    fleet.leave(b.one);
    assert.deepEqual(fleet.changedViews(), []);
    assert.equal(fleet.view(2), null);
    assert.deepEqual(fleet.view(1), view(1));
  });
});

describe('what a thread reports', () => {
  it('goes in one batch a turn', () => {
    const [sent, tasks]: [Batch[], (() => void)[]] = [[], []];
    const outbox = createOutbox({
      send: (batch) => void sent.push(batch),
      rest: () => ({ changed: 5 }),
      defer: (task) => void tasks.push(task),
      later: (task) => void tasks.push(task),
    });
    outbox.add('closed', 1);
    outbox.add('closed', 2);
    outbox.add('plainRoutes', 3);
    assert.equal(tasks.length, 1);
    tasks.shift()?.();
    assert.deepEqual(sent, [{ closed: [1, 2], plainRoutes: [3], changed: 5 }]);
    outbox.wakeLater();
    outbox.wakeLater();
    assert.equal(tasks.length, 1);
    outbox.add('closed', 4);
    assert.equal(tasks.length, 2);
  });

  it('is counted by event and label, and added up on the other side', () => {
    let noted = 0;
    const counter = createCounter(() => (noted += 1));
    counter.streamOpened({ protocol: 'sotw' });
    counter.push({ type: 'rds' }, 100);
    counter.push({ type: 'rds' }, 50);
    counter.push({ type: 'eds' }, 1);
    counter.clientCut({ reason: 'silent' });
    counter.badRequest();
    assert.equal(noted, 1);
    const told: unknown[][] = [];
    const note =
      (event: string) =>
      (...values: unknown[]): void =>
        void told.push([event, ...values]);
    const metrics = {
      ...NO_METRICS,
      ...Object.fromEntries(Object.keys(NO_METRICS).map((event) => [event, note(event)])),
    };
    for (const count of counter.take()) addCount(metrics, count);
    assert.deepEqual(told, [
      ['streamOpened', { protocol: 'sotw' }, 1],
      ['push', { type: 'rds' }, 150, 2],
      ['push', { type: 'eds' }, 1, 1],
      ['clientCut', { reason: 'silent' }, 1],
      ['badRequest', 1],
    ]);
    assert.deepEqual(counter.take(), []);
  });
});

describe('the streams of a thread', () => {
  function setUp(others: readonly GroupSnapshot[] = []) {
    const cache = createSnapshotCache();
    const fleet = createFleet({ now: () => 7, defer: queueMicrotask });
    const messages: { readonly goods: Goods; readonly tells: readonly Tell[] }[] = [];
    const streams = createRemoteStreams({
      snapshots: {
        acquire: (...given) => Object.assign(cache.acquire(...given), { others: () => others }),
      },
      fleet,
      lender: createLender((resource) => resource),
      send: (goods, tells) => void messages.push({ goods, tells }),
    });
    const opening = (id: number) => ({
      id,
      group,
      holder: { streamId: id, nodeId: `n${id}`, judges: false, envoyVersion: null },
      view: view(id),
    });
    const publish = (snapshot: GroupSnapshot): void => {
      cache.publish({ services: ['svc'], groups: [snapshot] });
    };
    return { cache, fleet, messages, streams, opening, publish };
  }
  const mesh = (revision: number) =>
    snapshotOf({
      targets: { a: { v1: 1 } },
      clusterRevisions: { 'a/v1': revision },
      listeners: { one: 'a' },
    });

  it('are told of a publish in one message, and of an unknown service', async () => {
    const { messages, streams, opening, publish, cache } = setUp();
    streams.apply({ opened: [opening(1), opening(2), opening(3)] });
    await Promise.resolve();
    assert.equal(messages.length, 0);
    publish(mesh(1));
    await Promise.resolve();
    assert.equal(messages.length, 1);
    assert.deepEqual(messages[0]?.tells, [{ kind: 'snapshot', id: 1, streams: [1, 2, 3] }]);
    cache.publish({ services: [], groups: [] });
    await Promise.resolve();
    assert.deepEqual(messages[1]?.tells, [{ kind: 'snapshot', id: null, streams: [1, 2, 3] }]);
    assert.ok(messages[1].goods.forget.length > 4);
  });

  it('are told what their clients may hold from before, which is forgotten behind it', async () => {
    const [before, now] = [mesh(1), mesh(2)];
    const { messages, streams, opening, publish } = setUp([before, now]);
    publish(now);
    streams.apply({ opened: [opening(1), opening(2)] });
    await Promise.resolve();
    const [message] = messages;
    const [others, snapshot] = message?.tells ?? [];
    assert.ok(message && others?.kind === 'others' && snapshot?.kind === 'snapshot');
    assert.deepEqual(
      [others.streams, snapshot.streams],
      [
        [1, 2],
        [1, 2],
      ],
    );
    const versionOf = (id: number | null | undefined) =>
      message.goods.snapshots.find((one) => one.id === id)?.version;
    assert.deepEqual([others.ids.map(versionOf), versionOf(snapshot.id)], [[before.version], now.version]);
    assert.ok(message.goods.forget.includes(others.ids[0] ?? 0));
    assert.ok(!message.goods.forget.includes(snapshot.id ?? 0));
  });

  it('converge when the last has accepted, and are members of the fleet until they end', async () => {
    const { fleet, streams, opening, publish } = setUp();
    const converged: string[] = [];
    fleet.onConverged(({ version }) => void converged.push(version));
    const [first, second] = [mesh(1), mesh(2)];
    publish(first);
    streams.apply({ opened: [opening(1), opening(2)] });
    streams.apply({ synced: new Map([[first.version, [1]]]) });
    await Promise.resolve();
    assert.deepEqual(converged, []);
    streams.apply({ synced: new Map([[first.version, [2]]]) });
    await Promise.resolve();
    assert.deepEqual(converged, [first.version]);
    publish(second);
    // About what it is no longer to have.
    streams.apply({
      synced: new Map([
        [first.version, [1]],
        [second.version, [2]],
      ]),
    });
    await Promise.resolve();
    assert.deepEqual(converged, [first.version]);
    streams.show([{ ...view(1), nodeId: 'renamed' }, view(99)]);
    assert.deepEqual(
      fleet.list().map(({ nodeId }) => nodeId),
      ['renamed', 'n2'],
    );
    streams.apply({ closed: [1, 99] });
    await Promise.resolve();
    assert.deepEqual(converged, [first.version, second.version]);
    streams.end();
    assert.deepEqual(fleet.list(), []);
  });
});
