import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import type { GroupSnapshot, ResourceSet } from '../../../src/snapshot/model.ts';
import { nodeGroup, resourceSet, snapshotOf } from '../../support/xds/mesh.ts';

const spec = { targets: { a: { v1: 1 } }, listeners: { one: 'a' } };
const group = nodeGroup('svc');
const overridden = { service: 'svc', overrides: { ...group.overrides, inboundPort: 1 } };

describe('the snapshot cache', () => {
  it('tells streams of changes, of a service that goes, and of one that comes', () => {
    const cache = createSnapshotCache();
    const told: (string | null)[] = [];
    assert.equal(cache.current(group), undefined);
    const handle = cache.acquire(group, (snapshot) => told.push(snapshot?.version ?? null));
    const snapshot = snapshotOf(spec);
    cache.publish({ services: ['svc'], groups: [snapshot] });
    cache.publish({ services: ['svc'], groups: [snapshot] });
    cache.publish({ services: [], groups: [] });
    assert.equal(cache.current(group), null);
    cache.publish({ services: ['svc'], groups: [snapshot] });
    assert.deepEqual(told, [snapshot.version, null, snapshot.version]);
    handle.release();
    cache.publish({ services: [], groups: [] });
    assert.equal(told.length, 3);
  });

  it('asks for a group that nobody has compiled, again when its service comes back', () => {
    const cache = createSnapshotCache();
    const needs: string[] = [];
    cache.onNeed((need) => needs.push(`${need.kind} ${need.group.overrides.inboundPort ?? 'default'}`));
    cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
    const handle = cache.acquire(overridden, () => undefined);
    assert.deepEqual(needs, ['group 1']);
    assert.deepEqual(cache.groups(), [overridden]);
    cache.publish({ services: [], groups: [] });
    cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
    assert.deepEqual(needs, ['group 1', 'group 1']);
    handle.release();
    assert.deepEqual(cache.groups(), []);
    assert.equal(cache.current(overridden), undefined);
  });

  it('knows at once that a service is unknown, and does not ask for it', () => {
    const cache = createSnapshotCache();
    const needs: unknown[] = [];
    cache.onNeed((need) => needs.push(need));
    cache.publish({ services: [], groups: [] });
    cache.acquire(group, () => undefined);
    assert.equal(cache.current(group), null);
    assert.deepEqual(needs, []);
  });

  it('asks for plain routes when a stream wants them, and with each change after that', () => {
    const cache = createSnapshotCache();
    const needs: string[] = [];
    cache.onNeed((need) => needs.push(need.kind));
    const first = snapshotOf(spec);
    cache.publish({ services: ['svc'], groups: [first] });
    const routes: ResourceSet[] = [];
    cache.acquire(group, () => undefined).needPlainRoutes((rds) => routes.push(rds));
    assert.deepEqual(needs, ['plainRoutes']);
    const set = resourceSet([]);
    cache.publishPlainRoutes(group, set);
    cache.acquire(group, () => undefined).needPlainRoutes((rds) => routes.push(rds));
    assert.deepEqual(routes, [set, set]);
    cache.publish({ services: ['svc'], groups: [first] });
    assert.equal(needs.length, 1);
    cache.publish({ services: ['svc'], groups: [snapshotOf({ ...spec, listeners: {} })] });
    assert.deepEqual(needs, ['plainRoutes', 'plainRoutes']);
  });

  it('survives a listener that releases its hold while it is told', () => {
    const cache = createSnapshotCache();
    const told: (GroupSnapshot | null)[] = [];
    const handle = cache.acquire(group, (snapshot) => {
      told.push(snapshot);
      handle.release();
    });
    cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
    cache.publish({ services: [], groups: [] });
    assert.equal(told.length, 1);
  });
});
