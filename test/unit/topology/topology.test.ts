import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDiagnostic } from '../../../src/diagnostics/format.ts';
import type { Topology } from '../../../src/topology/model.ts';
import { parseTopology } from '../../../src/topology/parse.ts';

function parse(text: string): Topology {
  const { model, diagnostics } = parseTopology('mesh.yaml', text);
  assert.deepEqual(diagnostics.map(formatDiagnostic), []);
  assert.ok(model !== null);
  return model;
}

describe('parseTopology', () => {
  it('has a default for everything but services', () => {
    const mesh = parse('services:\n  a: {app: {port: 80}}\n');
    assert.deepEqual(
      [mesh.mesh, mesh.namespace, mesh.catalogs, mesh.edge],
      ['moniker-mesh', 'moniker.local', [], null],
    );
    assert.deepEqual([mesh.adapters.size, mesh.reusePort], [0, false]);
    assert.deepEqual([mesh.monikers.withoutAdapter, mesh.monikers.debugHeader], [501, false]);
    const { unboundOthers } = mesh.monikers;
    assert.equal(unboundOthers.kind === 'status' && unboundOthers.status, 404);
    const { at, loadBalancingAt, stableAt, ...service } = mesh.services.get('a') ?? assert.fail();
    assert.deepEqual([at, loadBalancingAt, stableAt], [at, at, at]);
    assert.deepEqual(service, {
      kind: 'service',
      name: 'a',
      connectTimeout: 5_000,
      requestTimeout: 15_000,
      loadBalancing: { kind: 'roundRobin' },
      resolution: 'eds',
      zonePreference: 'none',
      stable: null,
      sidecar: true,
      app: { address: '127.0.0.1', port: 80, protocol: 'http' },
      calls: [],
      callsAdapters: false,
      localPort: null,
      listeners: {
        inbound: { address: '0.0.0.0', port: 15006 },
        egress: { address: '127.0.0.1', port: 15001 },
      },
    });
  });

  it('lets defaults, services and adapters set the same fields, the nearest counting', () => {
    const mesh = parse(`
defaults:
  connectTimeout: 1s
  requestTimeout: 2m
  loadBalancing: leastRequest
  resolution: dns
  reusePort: true
  listeners: {inbound: '[::]:16000', egress: 127.0.0.2:16001}
services:
  plain: {app: {port: 80}}
  own:
    app: {port: 80, protocol: http2}
    connectTimeout: 250ms
    requestTimeout: 0s
    loadBalancing: {maglev: {header: X-Client-Id}}
    resolution: eds
    listeners: {egress: 127.0.0.1:17001}
  stream: {app: {port: 80, protocol: grpc}}
  unary: {app: {port: 80, protocol: grpc}, requestTimeout: 1h}
adapters:
  db: {sourceTypes: [Oracle, MSSQL], requestTimeout: 900s}
  rpc: {sourceTypes: [rpc], protocol: grpc}
`);
    const of = (name: string): unknown[] => {
      const target = mesh.services.get(name) ?? mesh.adapters.get(name) ?? assert.fail(name);
      return [target.connectTimeout, target.requestTimeout, target.loadBalancing, target.resolution];
    };
    const least = { kind: 'leastRequest' };
    assert.deepEqual(of('plain'), [1_000, 120_000, least, 'dns']);
    assert.deepEqual(of('own'), [250, 0, { kind: 'maglev', header: 'x-client-id' }, 'eds']);
    assert.deepEqual(of('stream'), [1_000, 0, least, 'dns']);
    assert.deepEqual(of('unary'), [1_000, 3_600_000, least, 'dns']);
    assert.deepEqual(of('db'), [1_000, 900_000, least, 'dns']);
    assert.deepEqual(of('rpc'), [1_000, 0, least, 'dns']);
    assert.equal(mesh.reusePort, true);
    assert.deepEqual(mesh.services.get('plain')?.listeners.inbound, { address: '::', port: 16000 });
    assert.deepEqual(mesh.services.get('own')?.listeners, {
      inbound: { address: '::', port: 16000 },
      egress: { address: '127.0.0.1', port: 17001 },
    });
    assert.deepEqual(
      mesh.adapters.get('db')?.sourceTypes.map(({ type }) => type),
      ['oracle', 'mssql'],
    );
  });

  it('keeps the place of what other files can be at odds with', () => {
    const mesh = parse(`services:
  a:
    app: {port: 80}
    calls: [b]
    stable: v1
  b: {app: {port: 80}}
edge:
  service: a
  listener: 0.0.0.0:8000
  routes:
    - {prefix: /x/, to: b}
catalogs:
  - {file: c.yaml, hierarchy: slash-and-dot}
adapters:
  db: {sourceTypes: [oracle]}
`);
    const a = mesh.services.get('a');
    const route = mesh.edge?.routes[0];
    const places = [a?.at, a?.calls[0]?.at, a?.stableAt, mesh.edge?.serviceAt, route?.at, route?.toAt];
    const rest = [mesh.catalogs[0]?.at, mesh.adapters.get('db')?.sourceTypes[0]?.at];
    assert.deepEqual(
      [...places, ...rest].map((at) => `${at?.line}:${at?.column}`),
      ['2:3', '4:13', '5:13', '8:12', '11:16', '11:25', '13:12', '15:22'],
    );
    assert.equal(mesh.catalogs[0]?.hierarchy, 'slash-and-dot');
  });

  it('does not take a broken service for an absent one', () => {
    const { diagnostics } = parseTopology(
      'mesh.yaml',
      'services: {a: {app: {port: 1}, calls: [b]}, b: {ap: 1}}\n',
    );
    assert.deepEqual(
      diagnostics.map((d) => d.code),
      ['MCP1005'],
    );
  });

  it('allows the unbound rule for others where the service it names has its own, or routes nothing by moniker', () => {
    const services = 'services:\n  a: {app: {port: 1}, callsAdapters: true}\n  b: {app: {port: 1}}\n';
    parse(`${services}monikers: {unbound: {others: b}}\n`);
    parse(`${services}monikers: {unbound: {others: a, a: 404}}\n`);
    parse(`${services}monikers: {unbound: {others: a, a: b}}\n`);
  });

  it('freezes what it returns', () => {
    const mesh = parse('services:\n  a: {app: {port: 80}, calls: [b]}\n  b: {app: {port: 80}}\n');
    const a = mesh.services.get('a');
    const parts = [mesh, a, a?.app, a?.calls, a?.calls[0], a?.listeners, mesh.monikers];
    assert.deepEqual(parts.map(Object.isFrozen), parts.map(() => true)); // prettier-ignore
  });

  it('takes none of the other inputs for a catalog', () => {
    for (const file of ['mesh.yaml', 'endpoints.yaml', 'rollouts/resolver.yaml', 'rollouts/a/b.yaml']) {
      const { diagnostics } = parseTopology(
        'mesh.yaml',
        `catalogs: [{file: ${file}}]\nservices:\n  a: {app: {port: 80}}\n`,
      );
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['MCP1018'],
        file,
      );
    }
    assert.equal(
      parse('catalogs: [{file: a/mesh.yaml}]\nservices:\n  a: {app: {port: 80}}\n').catalogs[0]?.file,
      'a/mesh.yaml',
    );
  });
});
