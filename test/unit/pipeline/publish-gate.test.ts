import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { compile } from '../../../src/compile/compile.ts';
import type { Compile, Compiled } from '../../../src/compile/model.ts';
import { hostInline } from '../../../src/pipeline/engine-host.ts';
import { createEngine } from '../../../src/pipeline/engine.ts';
import type { Engine, EngineAnswer } from '../../../src/pipeline/engine.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import { createPipeline } from '../../../src/pipeline/pipeline.ts';
import type { PublishTarget } from '../../../src/pipeline/ports.ts';
import { PARSERS } from '../../../src/pipeline/standard-engine.ts';
import { encodeAny } from '../../../src/proto/codec.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { GroupSnapshot, Resource, ResourceSet } from '../../../src/snapshot/model.ts';
import { SILENT } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { NO_TRACING } from '../../../src/telemetry/tracing.ts';
import { ROOT } from '../../support/markdown.ts';
import { stillWatcher } from '../../support/still-watcher.ts';

const FILES = ['mesh.yaml', 'sample_catalog.yaml', 'endpoints.yaml'];
const CONTENTS = new Map(
  FILES.map((file) => [file, textContent(readFileSync(join(ROOT, 'catalog', file), 'utf8'))] as const),
);

/** An engine whose compiler has a fault. */
function answer(fault: (snapshot: GroupSnapshot) => GroupSnapshot): EngineAnswer {
  return engineWith(fault).update({ changes: CONTENTS, groups: [], now: 0 });
}

function engineWith(fault: (snapshot: GroupSnapshot) => GroupSnapshot): Engine {
  const faulty: Compile = (inputs, previous) => {
    const made = pass(compile(inputs, previous));
    return {
      ...made,
      group: (group) => {
        const snapshot = made.group(group);
        return snapshot && fault(snapshot);
      },
    };
  };
  return createEngine({ parsers: PARSERS, compile: faulty, acceptLargeChanges: false });
}

/** The compiled mesh with its methods bound. */
function pass(compiled: ReturnType<typeof compile>): Compiled {
  const { diagnostics, publishable, counts, services, withoutSidecar, knownVersions, variants } = compiled;
  return {
    ...{ diagnostics, publishable, counts, services, withoutSidecar, knownVersions, variants },
    group: (group) => compiled.group(group),
    plainRoutes: (group) => compiled.plainRoutes(group),
  };
}

function withSet(
  snapshot: GroupSnapshot,
  type: 'cds' | 'eds',
  edit: (all: Resource[]) => Resource[],
): GroupSnapshot {
  const set: ResourceSet = {
    version: 'edited',
    byName: new Map(edit([...snapshot.sets[type].byName.values()]).map((one) => [one.name, one])),
  };
  return { ...snapshot, sets: { ...snapshot.sets, [type]: set } };
}

describe('the gate before publishing', () => {
  it('lets the sample catalog pass', () => {
    const { publication, status } = answer((snapshot) => snapshot);
    assert.ok(publication);
    assert.equal(status.joinRefused, false);
  });

  it('publishes nothing where routes name a cluster that is not there, and says where it comes from', () => {
    const { publication, status } = answer((snapshot) =>
      withSet(snapshot, 'cds', (all) => all.filter(({ name }) => !name.startsWith('oracle'))),
    );
    assert.equal(publication, null);
    assert.equal(status.joinRefused, true);
    const found = status.diagnostics.filter(({ code }) => code === 'MCP1901');
    assert.ok(found.length > 0);
    assert.match(found[0]?.message ?? '', /names the cluster oracle/);
    assert.equal(found[0]?.file, 'mesh.yaml');
    assert.ok(found[0].line > 1);
  });

  it('publishes nothing with a host name where an address belongs', () => {
    const assignment = {
      '@type': TYPE_URLS.eds,
      cluster_name: 'oracle',
      endpoints: [
        {
          lb_endpoints: [
            { endpoint: { address: { socket_address: { address: 'oracle.internal', port_value: 80 } } } },
          ],
        },
      ],
    };
    const { publication, status } = answer((snapshot) =>
      withSet(snapshot, 'eds', (all) =>
        all.map((one) => (one.name === 'oracle' ? { ...one, any: encodeAny(assignment) } : one)),
      ),
    );
    assert.equal(publication, null);
    assert.ok(
      status.diagnostics.some(
        ({ code, message }) => code === 'MCP1904' && message.includes('oracle.internal'),
      ),
    );
  });

  it('lets all endpoints go', () => {
    const { publication } = answer((snapshot) =>
      withSet(snapshot, 'eds', (all) =>
        all.map((one) => ({ ...one, any: encodeAny({ '@type': TYPE_URLS.eds, cluster_name: one.name }) })),
      ),
    );
    assert.ok(publication);
  });

  it('looks at what is made on demand as well: groups of their own, and plain routes', () => {
    const own = { bindAddress: '127.0.0.9', inboundPort: null, egressPort: null, edgePort: null };
    const group = { service: 'gateway', overrides: own };
    const engine = engineWith((snapshot) =>
      snapshot.group.overrides.bindAddress === null
        ? snapshot
        : withSet(snapshot, 'cds', (all) => all.filter(({ name }) => name !== 'oracle')),
    );
    const { publication } = engine.update({ changes: CONTENTS, groups: [], now: 0 });
    assert.ok(publication);
    assert.notEqual(engine.plainRoutes({ ...group, overrides: { ...own, bindAddress: null } }), null);
    assert.equal(engine.group(group), null);
    assert.equal(engine.plainRoutes(group), null);
    const { status } = engine.update({ changes: new Map(), groups: [], now: 0 });
    assert.ok(status.diagnostics.some(({ code }) => code === 'MCP1901'));
    assert.equal(status.joinRefused, false);
  });

  it('says at once what it refuses of what sidecars ask for, and once', async () => {
    const engine = engineWith((snapshot) =>
      snapshot.group.overrides.bindAddress === null
        ? snapshot
        : withSet(snapshot, 'cds', (all) => all.filter(({ name }) => name !== 'oracle')),
    );
    const logged: object[] = [];
    const given: GroupSnapshot[] = [];
    const needs: Parameters<PublishTarget['onNeed']>[0][] = [];
    const pipeline = createPipeline({
      host: hostInline(engine),
      watcher: () => stillWatcher(CONTENTS),
      target: {
        publish: ({ groups }) => given.push(...groups),
        publishPlainRoutes: () => undefined,
        groups: () => [],
        onNeed: (listener) => needs.push(listener),
      },
      store: null,
      log: { ...SILENT, error: (fields) => logged.push(fields) },
      metrics: createMetrics('test', null),
      tracing: NO_TRACING,
    });
    assert.deepEqual(await pipeline.start(), { published: true });
    const told: (readonly string[])[] = [];
    const first = Promise.withResolvers<undefined>();
    pipeline.onChange(() => {
      told.push(pipeline.status().diagnostics.map(({ code }) => code));
      first.resolve(undefined);
    });
    const own = { bindAddress: '127.0.0.9', inboundPort: null, egressPort: null, edgePort: null };
    const ask = (): void => {
      for (const need of needs) need({ kind: 'group', group: { service: 'gateway', overrides: own } });
    };
    const before = given.length;
    ask();
    await first.promise;
    ask();
    await new Promise((resolve) => setImmediate(resolve));
    await pipeline.close();
    assert.equal(told.length, 1);
    assert.ok(told[0]?.includes('MCP1901'));
    assert.equal(logged.length, 1);
    assert.match(JSON.stringify(logged), /"service":"gateway".*MCP1901/);
    assert.equal(given.length, before);
  });

  it('reads from the resources what they ask the control plane for, and finds what is not there', () => {
    const secret = { name: 'spiffe', sds_config: { ads: {} } };
    const TLS = 'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext';
    const cluster = {
      '@type': TYPE_URLS.cds,
      name: 'secured',
      transport_socket: {
        name: 'tls',
        typed_config: {
          '@type': `type.googleapis.com/${TLS}`,
          common_tls_context: { tls_certificate_sds_secret_configs: [secret] },
        },
      },
    };
    const resource: Resource = {
      type: 'cds',
      name: 'secured',
      version: 's',
      any: encodeAny(cluster),
      references: {},
    };
    const { publication, status } = answer((snapshot) =>
      withSet(snapshot, 'cds', (all) => [...all, resource]),
    );
    assert.equal(publication, null);
    const [found] = status.diagnostics.filter(({ code }) => code === 'MCP1901');
    assert.match(found?.message ?? '', /the cluster secured names the secret spiffe, which is not there/);
  });

  it('takes an assignment without endpoints: a loss of them blocks nothing', () => {
    const { publication } = answer((snapshot) =>
      withSet(snapshot, 'eds', (all) =>
        all.map((one) => ({
          ...one,
          any: encodeAny({ '@type': TYPE_URLS.eds, cluster_name: one.name }),
          references: { empty: true },
        })),
      ),
    );
    assert.ok(publication);
  });
});
