import assert from 'node:assert/strict';
import { it } from 'node:test';
import { messageOf } from '../../../src/grpc/framing.ts';
import type { SnapshotSource } from '../../../src/snapshot/cache.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { GroupSnapshot, ResourceSet } from '../../../src/snapshot/model.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import { NO_METRICS } from '../../../src/xds/ports.ts';
import { openStream } from '../../../src/xds/stream.ts';
import { newServer } from '../../support/xds/trio.ts';
import { plainRoutesOf, snapshotOf } from '../../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../../support/xds/wire.ts';

const spec = { targets: { a: { v1: 5_000, v2: 5_000 } }, listeners: { one: 'a' } };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a publication of a snapshot and its routes with weights is one step of a stream without a runtime layer', async () => {
  let give: (snapshot: GroupSnapshot | null) => void = () => undefined;
  let giveRoutes: (rds: ResourceSet) => void = () => undefined;
  const first = snapshotOf(spec);
  const snapshots: SnapshotSource = {
    acquire(_group, listener) {
      give = listener;
      return {
        current: () => first,
        awaits: () => false,
        accepted: () => undefined,
        refused: () => undefined,
        release: () => undefined,
        needPlainRoutes(told) {
          giveRoutes = told;
          told(plainRoutesOf(first));
        },
      };
    },
  };
  const fleet = createFleet({ now: () => 0, defer: setImmediate });
  let steps = 0;
  const frames: Buffer[] = [];
  const silent = (): void => undefined;
  const stream = openStream(
    { id: 1, protocol: 'delta' },
    { peer: 'p', write: (frame) => void frames.push(frame), reject: silent },
    {
      snapshots,
      fleet: {
        ...fleet,
        changed(member) {
          steps += 1;
          fleet.changed(member);
        },
      },
      log: { debug: silent, info: silent, warn: silent },
      metrics: NO_METRICS,
      ...newServer(),
    },
  );
  const names = [...first.sets.rds.byName.keys()];
  const node = { id: 'n', cluster: 'svc' };
  const last = () => decodeResponse('delta', messageOf(frames.at(-1) ?? Buffer.alloc(5)));
  stream.receive(encodeRequest('delta', { typeUrl: TYPE_URLS.cds, node }));
  await settled();
  stream.receive(encodeRequest('delta', { typeUrl: TYPE_URLS.cds, nonce: last().nonce }));
  stream.receive(encodeRequest('delta', { typeUrl: TYPE_URLS.rds, subscribe: names }));
  await settled();
  assert.equal(last().typeUrl, TYPE_URLS.rds);
  stream.receive(encodeRequest('delta', { typeUrl: TYPE_URLS.rds, nonce: last().nonce }));

  const next = snapshotOf({ ...spec, targets: { a: { v1: 9_000, v2: 1_000 } } });
  const before = { steps, frames: frames.length };
  queueMicrotask(() => {
    give(next);
  });
  giveRoutes(plainRoutesOf(next));
  await settled();
  assert.equal(frames.length, before.frames + 1);
  assert.deepEqual(
    last().resources.map(({ name, version }) => [name, version]),
    [...plainRoutesOf(next).byName.values()].map(({ name, version }) => [name, version]),
  );
  assert.equal(steps, before.steps + 1);

  giveRoutes(plainRoutesOf(first));
  await settled();
  assert.equal(steps, before.steps + 2, 'routes that come alone are given as well');
  stream.close();
});
