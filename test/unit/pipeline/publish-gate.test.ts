import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { compile } from '../../../src/compile/compile.ts';
import type { Compile, Compiled } from '../../../src/compile/model.ts';
import { createEngine } from '../../../src/pipeline/engine.ts';
import type { EngineAnswer } from '../../../src/pipeline/engine.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import { PARSERS } from '../../../src/pipeline/standard-engine.ts';
import { encodeAny } from '../../../src/proto/codec.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { GroupSnapshot, Resource, ResourceSet } from '../../../src/snapshot/model.ts';
import { ROOT } from '../../support/markdown.ts';

const FILES = ['mesh.yaml', 'sample_catalog.yaml', 'endpoints.yaml'];
const CONTENTS = new Map(
  FILES.map((file) => [file, textContent(readFileSync(join(ROOT, 'catalog', file), 'utf8'))] as const),
);

/** An engine whose compiler has a fault. */
function answer(fault: (snapshot: GroupSnapshot) => GroupSnapshot): EngineAnswer {
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
  const engine = createEngine({ parsers: PARSERS, compile: faulty, acceptLargeChanges: false });
  return engine.update({ changes: CONTENTS, groups: [], now: 0 });
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
});
