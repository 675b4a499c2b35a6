import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigResponse } from '../../../src/api/model.ts';
import {
  diffGroups,
  diffMeshes,
  meshOfConfig,
  type MeshConfig,
  type ServiceConfig,
} from '../../../src/cli/diff.ts';
import { renderDiff, summarize } from '../../../src/cli/render-diff.ts';
import { terminal } from '../../../src/cli/terminal.ts';
import type { CompiledType, Split } from '../../../src/snapshot/model.ts';

type Names = Partial<Record<CompiledType, Readonly<Record<string, string>>>>;

function config(names: Names, splits: readonly Split[] = []): ServiceConfig {
  const of = (type: CompiledType): Map<string, string> => new Map(Object.entries(names[type] ?? {}));
  return { resources: { lds: of('lds'), rds: of('rds'), cds: of('cds'), eds: of('eds') }, splits };
}

function split(weights: Readonly<Record<string, number>>): Split {
  return {
    target: 'resolver',
    runtimeKeyPrefix: 'split.resolver',
    weights: Object.entries(weights).map(([cluster, weight]) => ({ cluster, weight })),
  };
}

function mesh(services: Readonly<Record<string, ServiceConfig>>): MeshConfig {
  return new Map(Object.entries(services));
}

const plain = terminal({ write: () => undefined }, {});

describe('diffMeshes', () => {
  it('finds no difference between equal meshes', () => {
    const one = (): MeshConfig =>
      mesh({ gateway: config({ lds: { edge: 'a' } }, [split({ v1: 1, v2: 1 })]) });
    assert.deepEqual(diffMeshes(one(), one()), []);
    assert.deepEqual(renderDiff(plain, { services: [], groups: [], summary: summarize([], null) }), [
      'no difference',
    ]);
  });

  it('tells what is added, changed and removed, and that a changed or removed listener drains', () => {
    const before = mesh({ gateway: config({ lds: { edge: 'a', old: 'a' }, cds: { x: '1', y: '1' } }) });
    const after = mesh({ gateway: config({ lds: { edge: 'b', 'local/x': 'a' }, cds: { x: '1', z: '1' } }) });
    const [diff] = diffMeshes(before, after);
    assert.deepEqual(diff?.resources, [
      { type: 'lds', name: 'edge', change: 'changed' },
      { type: 'lds', name: 'local/x', change: 'added' },
      { type: 'lds', name: 'old', change: 'removed' },
      { type: 'cds', name: 'y', change: 'removed' },
      { type: 'cds', name: 'z', change: 'added' },
    ]);
    assert.deepEqual(diff.drains, ['edge', 'old']);
  });

  it('tells a weight change by shares, although no resource differs', () => {
    const before = mesh({ gateway: config({}, [split({ 'resolver/v1': 9500, 'resolver/v2': 500 })]) });
    const after = mesh({ gateway: config({}, [split({ 'resolver/v1': 1, 'resolver/v2': 1 })]) });
    const services = diffMeshes(before, after);
    assert.deepEqual(services[0]?.weights, [
      {
        target: 'resolver',
        before: { 'resolver/v1': 0.95, 'resolver/v2': 0.05 },
        after: { 'resolver/v1': 0.5, 'resolver/v2': 0.5 },
      },
    ]);
    const summary = summarize(services, new Map([['gateway', 3]]));
    assert.deepEqual(summary, { added: 0, changed: 0, removed: 0, services: 1, sidecars: 3, drains: false });
    assert.deepEqual(renderDiff(plain, { services: services, groups: [], summary: summary }), [
      'gateway',
      '  ~ weights resolver: resolver/v1 95 %, resolver/v2 5 % → resolver/v1 50 %, resolver/v2 50 %',
      '',
      '1 service: 0 added, 0 changed, 0 removed; 3 connected sidecars touched',
      'no listener would drain',
    ]);
  });

  it('takes weights that all are 0 for shares of 0', () => {
    const services = diffMeshes(
      mesh({ a: config({}, [split({ v1: 1 })]) }),
      mesh({ a: config({}, [split({ v1: 0 })]) }),
    );
    assert.deepEqual(services[0]?.weights[0]?.after, { v1: 0 });
  });

  it('tells services that come and go with everything they hold', () => {
    const services = diffMeshes(
      mesh({ a: config({ lds: { in: '1' } }) }),
      mesh({ b: config({ rds: { r: '1' } }) }),
    );
    assert.deepEqual(
      services.map(({ service, change, drains }) => ({ service, change, drains })),
      [
        { service: 'a', change: 'removed', drains: ['in'] },
        { service: 'b', change: 'added', drains: [] },
      ],
    );
    const lines = renderDiff(plain, { services: services, groups: [], summary: summarize(services, null) });
    assert.deepEqual(lines.slice(0, 2), ['a (service removed)', '  - lds in  drains its connections']);
    assert.equal(lines.at(-1), 'a listener would drain its connections');
  });

  it('reads what a daemon answers', () => {
    const resource = { version: 'h', resource: {} };
    const answer: ConfigResponse = {
      version: 'x',
      services: {
        a: {
          service: 'a',
          version: 'v',
          resources: { lds: { in: resource }, rds: {}, cds: {}, eds: {} },
          splits: [],
        },
      },
    };
    assert.deepEqual(diffMeshes(meshOfConfig(answer), mesh({ a: config({ lds: { in: 'h' } }) })), []);
  });
});

describe('diffGroups', () => {
  const rule = (name: string, version: string) => ({
    name,
    services: null,
    conditions: [{ path: 'metadata.labels.tier', values: [name] } as const],
    zones: [],
    pins: [{ target: 'resolver', version }],
  });

  it('tells which groups are new, give something else, or may have other nodes', () => {
    const before = {
      rules: [rule('canary', 'v1'), rule('last', 'v1'), rule('old', 'v1')],
      zones: ['a', 'b'],
    };
    const after = { rules: [rule('canary', 'v2'), rule('new', 'v1'), rule('last', 'v1')], zones: ['b', 'c'] };
    const groups = diffGroups(before, after);
    assert.deepEqual(
      groups.map(({ group, change }) => `${change} ${group}`),
      ['changed canary', 'changed last', 'added new', 'removed old', 'removed zone=a', 'added zone=c'],
    );
    const lines = renderDiff(plain, { services: [], groups, summary: summarize([], null) });
    assert.deepEqual(lines.slice(0, 2), ['groups and zones of sidecars', '  ~ canary']);
    assert.deepEqual(diffGroups(before, before), []);
  });
});
