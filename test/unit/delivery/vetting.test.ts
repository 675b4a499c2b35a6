import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findings } from '../../../src/delivery/findings.ts';
import { createVetting } from '../../../src/delivery/vetting.ts';
import type { OnRejected, Vetting } from '../../../src/delivery/vetting-model.ts';
import { decodeAny } from '../../../src/proto/codec.ts';
import { snapshotProblems } from '../../../src/snapshot/check.ts';
import { groupKey } from '../../../src/snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../../../src/snapshot/model.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { compileFiles, groupOf } from '../../support/compile.ts';
import type { InputFiles } from '../../support/compile.ts';
import { fakeEnvoy } from '../../support/fake-envoy.ts';
import type { FakeEnvoy } from '../../support/fake-envoy.ts';
import { SMALL_CATALOG, SMALL_FILES, SMALL_MESH, smallEndpoints } from '../../support/mesh-files.ts';

interface Fixture {
  readonly vetting: Vetting;
  readonly envoy: FakeEnvoy;
  /** What each group was given last. */
  readonly given: Map<string, GroupSnapshot>;
  readonly plain: Map<string, ResourceSet>;
  readonly log: string[];
  accepted: GroupSnapshot | undefined;
  readonly publish: (files: InputFiles) => GroupSnapshot;
  /** What the gateway was given last. */
  readonly gateway: () => GroupSnapshot;
}

const GATEWAY = groupOf('gateway');

function fixture(
  options: {
    onRejected?: OnRejected;
    words?: readonly string[];
    checked?: boolean;
    signal?: AbortSignal;
  } = {},
): Fixture {
  const { onRejected = 'hold', words = ['POISON'], checked = true, signal } = options;
  const envoy = fakeEnvoy(...words);
  const given = new Map<string, GroupSnapshot>();
  const plain = new Map<string, ResourceSet>();
  const log: string[] = [];
  const vetting = createVetting({
    validator: checked ? createValidator(envoy) : null,
    clock: { now: () => 7 },
    ...(signal && { signal }),
    log: { info: () => undefined, warn: (_, message) => log.push(message) },
    origins: ({ resource }) => Promise.resolve([{ file: `${resource.name}.yaml`, line: 3 }]),
    target: {
      publish: ({ groups }) => {
        for (const snapshot of groups) given.set(groupKey(snapshot.group), snapshot);
      },
      publishPlainRoutes: (group: NodeGroup, rds) => plain.set(groupKey(group), rds),
      groups: () => [],
      lastAccepted: () => made.accepted,
      sidecars: () => 2,
    },
  });
  const made: Fixture = {
    vetting,
    envoy,
    given,
    plain,
    log,
    accepted: undefined,
    publish(files) {
      const compiled = compileFiles(files);
      assert.ok(compiled.publishable);
      const groups = compiled.services.flatMap((service) => compiled.group(groupOf(service)) ?? []);
      vetting.publish({ services: compiled.services, groups, onRejected });
      const rds = compiled.plainRoutes(GATEWAY);
      assert.ok(rds);
      vetting.publishPlainRoutes(GATEWAY, rds);
      const gateway = compiled.group(GATEWAY);
      assert.ok(gateway);
      return gateway;
    },
    gateway() {
      const snapshot = given.get(groupKey(GATEWAY));
      assert.ok(snapshot);
      return snapshot;
    },
  };
  return made;
}

/** A source type that nobody serves stands in the answer of its keys, and so in their route. */
const withPoison = (key: string): InputFiles => ({
  ...SMALL_FILES,
  'catalog.yaml': `${SMALL_CATALOG}${key}:\n  source_binding: {type: POISON}\n`,
});
const POISON = ['"sourceType":"POISON"'];
const withGood = (key: string): InputFiles => ({
  ...SMALL_FILES,
  'catalog.yaml': `${SMALL_CATALOG}${key}:\n  source_binding: {type: unserved}\n`,
});
const egress = (snapshot: GroupSnapshot): string =>
  JSON.stringify(decodeAny(snapshot.sets.rds.byName.get('gateway/egress')?.any ?? new Uint8Array()));
const moved = (n: number): InputFiles => ({
  ...SMALL_FILES,
  'endpoints.yaml': smallEndpoints((host) => `10.${n}.0.${host}`),
});

describe('vetting', () => {
  it('lets everything pass at once where nobody is to be asked', () => {
    const { publish, gateway, plain } = fixture({ checked: false });
    const newest = publish(SMALL_FILES);
    assert.equal(gateway(), newest);
    assert.equal(plain.size, 1);
  });

  it('gives nothing that nobody has looked at when it ends', async () => {
    const ending = new AbortController();
    const { vetting, envoy, publish, given, log } = fixture({ signal: ending.signal });
    publish(SMALL_FILES);
    envoy.broken = 'it was ended';
    ending.abort();
    await vetting.settled();
    assert.deepEqual([given.size, log.length], [0, 0]);
  });

  it('gives nothing before Envoy has taken it, and endpoints at once after that', async () => {
    const { vetting, envoy, publish, gateway, given, plain } = fixture();
    const first = publish(SMALL_FILES);
    assert.equal(given.size, 0);
    assert.ok(vetting.status().checking > 0);
    await vetting.settled();
    assert.equal(gateway(), first);
    assert.equal(plain.size, 1);
    assert.equal(vetting.status().checking, 0);
    const runs = envoy.runs.length;
    const second = publish(moved(2));
    assert.equal(gateway(), second);
    await vetting.settled();
    assert.equal(envoy.runs.length, runs, 'endpoints are nothing to ask about');
  });

  it('holds the whole structure of what is rejected, while what is live in it goes on', async () => {
    const { vetting, envoy, publish, gateway, plain, log } = fixture({ words: POISON });
    const first = publish(SMALL_FILES);
    await vetting.settled();
    const routes = plain.get(groupKey(GATEWAY));
    const newest = publish({ ...withPoison('new.key'), 'endpoints.yaml': moved(2)['endpoints.yaml'] ?? '' });
    assert.notEqual(gateway().version, newest.version);
    assert.deepEqual(
      [...gateway().sets.eds.byName.values()].map(({ version }) => version),
      [...newest.sets.eds.byName.values()].map(({ version }) => version),
      'endpoints do not wait',
    );
    await vetting.settled();
    assert.equal(gateway().sets.rds, first.sets.rds);
    assert.equal(plain.get(groupKey(GATEWAY)), routes);
    const { held, isolated } = vetting.status();
    assert.deepEqual(isolated, []);
    const [view] = held.filter(({ resources }) => resources.includes('gateway/egress'));
    assert.ok(view);
    assert.deepEqual([view.reason, view.type, view.sidecars, view.since], ['invalid', 'rds', 2, 7]);
    assert.deepEqual(view.origins, [{ file: 'gateway/egress.yaml', line: 3 }]);
    assert.match(view.error ?? '', /POISON/);
    const told = findings(vetting.status());
    assert.ok(told.every(({ code }) => code === 'MCP1905'));
    assert.ok(told.some(({ file, line }) => file === 'gateway/egress.yaml' && line === 3));
    assert.ok(log.every((message) => /last good one/.test(message)));
    assert.ok(log.length > 0);

    const fixed = publish(withGood('new.key'));
    await vetting.settled();
    assert.equal(gateway(), fixed);
    assert.deepEqual([vetting.status().held, findings(vetting.status())], [[], []]);
    const runs = envoy.runs.length;
    publish(withPoison('new.key'));
    await vetting.settled();
    assert.ok(vetting.status().held.length > 0, 'it is still known');
    assert.equal(envoy.runs.length, runs, 'and nobody is asked again');
  });

  it('isolates a key: it keeps its last good form, or answers 503, and all else goes out', async () => {
    const { vetting, publish, gateway, plain } = fixture({ words: POISON, onRejected: 'isolate' });
    publish(withGood('old.key'));
    await vetting.settled();
    const files = withPoison('old.key');
    const catalog = `${files['catalog.yaml'] ?? ''}fresh.key:\n  source_binding: {type: POISON}\n`;
    const newest = publish({
      ...files,
      'catalog.yaml': `${catalog}good.key:\n  source_binding: {type: oracle}\n`,
    });
    await vetting.settled();
    const text = egress(gateway());
    assert.match(text, /"good.key\/"/);
    assert.doesNotMatch(text, /POISON/);
    assert.match(text, /\\"key\\":\\"old.key\\",\\"sourceType\\":\\"unserved\\"/);
    assert.match(text, /this route is isolated[^}]*\\"key\\":\\"fresh.key\\"/);
    assert.deepEqual(snapshotProblems(gateway()), []);
    assert.equal(gateway().sets.cds.version, newest.sets.cds.version);
    const [view] = vetting.status().isolated.filter(({ resource }) => resource === 'gateway/egress');
    assert.ok(view);
    assert.deepEqual(view.entries.toSorted(), ['fresh.key', 'old.key']);
    assert.equal(view.serves, 'mixed');
    assert.deepEqual(vetting.status().held, []);
    const routes = [...(plain.get(groupKey(GATEWAY))?.byName.values() ?? [])];
    assert.ok(routes.length > 0);
    for (const { any } of routes) assert.doesNotMatch(JSON.stringify(decodeAny(any)), /POISON/);
    assert.ok(
      findings(vetting.status()).every(({ code, severity }) => code === 'MCP1906' && severity === 'warning'),
    );
  });

  it('isolates a cluster: its last good form with the newest endpoints, else none and no weight', async () => {
    const split = { 'rollouts/snowflake.yaml': 'target: snowflake\nweights: {v1: 60, v2: 40}\n' };
    const { vetting, publish, gateway } = fixture({ words: ['BAD'], onRejected: 'isolate' });
    const first = publish({ ...SMALL_FILES, ...split });
    await vetting.settled();
    const renamed = SMALL_MESH.replace(
      'oracle: {sourceTypes: [oracle], ',
      'oracle: {sourceTypes: [oracle], connectTimeout: 9s, ',
    );
    const files = { ...moved(3), ...split, 'mesh.yaml': renamed };
    const bad = fixture({ words: ['\x22\x02\x08\x09'], onRejected: 'isolate' });
    bad.publish({ ...SMALL_FILES, ...split });
    await bad.vetting.settled();
    const newest = bad.publish(files);
    await bad.vetting.settled();
    const given = bad.gateway();
    assert.equal(given.sets.cds.byName.get('oracle')?.version, first.sets.cds.byName.get('oracle')?.version);
    assert.equal(given.sets.eds.byName.get('oracle')?.version, newest.sets.eds.byName.get('oracle')?.version);
    assert.equal(bad.vetting.status().isolated[0]?.serves, 'last good');

    // A version that never had a good form takes no traffic, as the other one can.
    const fresh = fixture({ words: ['snowflake/v2'], onRejected: 'isolate', checked: false });
    const snapshot = fresh.publish({ ...SMALL_FILES, ...split });
    const [culprit] = [...snapshot.sets.cds.byName.values()].filter(({ name }) => name === 'snowflake/v2');
    assert.ok(culprit);
    const fault = { type: 'cds', batch: new Map([[culprit.name, culprit.version]]), error: 'no' } as const;
    assert.deepEqual(await fresh.vetting.faulted({ service: 'gateway', fault, by: ['n1'] }), [
      'snowflake/v2',
    ]);
    const without = fresh.gateway();
    assert.equal(without.sets.cds.byName.has('snowflake/v2'), false);
    assert.deepEqual(without.splits.find(({ target }) => target === 'snowflake')?.weights, [
      { cluster: 'snowflake/v1', weight: 10_000 },
      { cluster: 'snowflake/v2', weight: 0 },
    ]);
    assert.deepEqual(snapshotProblems(without), []);
    const [table] = without.sets.rds.byName.values();
    assert.ok(!table?.references.clusters?.includes('snowflake/v2'));
    const [view] = fresh.vetting.status().isolated;
    assert.deepEqual([view?.serves, view?.by, view?.error], ['503', ['n1'], 'no']);

    assert.deepEqual(fresh.vetting.release(), ['gateway', 'resolver']);
    assert.equal(fresh.gateway().version, snapshot.version);
    assert.deepEqual(fresh.vetting.status().isolated, []);
    assert.deepEqual(fresh.vetting.release(), []);
    publish({ ...SMALL_FILES, ...split });
    assert.equal(gateway().version, first.version);
  });

  it('holds what cannot be isolated: nobody answers in the place of a listener', async () => {
    const { vetting, publish, gateway } = fixture({ onRejected: 'isolate', checked: false });
    const first = publish(SMALL_FILES);
    const newest = publish({
      ...SMALL_FILES,
      'mesh.yaml': SMALL_MESH.replace('0.0.0.0:8000', '0.0.0.0:8001'),
    });
    assert.equal(gateway(), newest);
    const listener = newest.sets.lds.byName.get('edge');
    assert.ok(listener);
    const fault = { type: 'lds', batch: new Map([['edge', listener.version]]), error: 'no' } as const;
    await vetting.faulted({ service: 'gateway', fault, by: ['n1'] });
    const [view] = vetting.status().held;
    assert.deepEqual(
      [view?.service, view?.type, view?.resources, view?.by],
      ['gateway', 'lds', ['edge'], ['n1']],
    );
    publish(SMALL_FILES);
    assert.equal(gateway().version, first.version);
    assert.deepEqual(vetting.status().held, []);
  });

  it('narrows what a sidecar rejected by asking Envoy, and holds by itself nothing where mesh.yaml says hold', async () => {
    const { vetting, envoy, publish } = fixture({ words: ['oracle'] });
    envoy.broken = 'busy';
    const snapshot = publish(SMALL_FILES);
    await vetting.settled();
    envoy.broken = null;
    const batch = new Map([...snapshot.sets.cds.byName.values()].map(({ name, version }) => [name, version]));
    assert.ok(batch.size > 5);
    const fault = { type: 'cds', batch, error: 'something is wrong' } as const;
    assert.deepEqual(await vetting.faulted({ service: 'gateway', fault, by: ['n1'] }), ['oracle']);
  });

  it('publishes unchecked, and says so, when Envoy cannot be run', async () => {
    const { vetting, envoy, publish, gateway, log } = fixture();
    envoy.broken = 'no such program';
    const first = publish(SMALL_FILES);
    await vetting.settled();
    assert.equal(gateway(), first);
    assert.equal(vetting.status().unchecked, 'no such program');
    assert.deepEqual(
      findings(vetting.status()).map(({ code }) => code),
      ['MCP1907'],
    );
    assert.equal(log.length, 1);
    envoy.broken = null;
    const second = publish(withGood('new.key'));
    await vetting.settled();
    assert.equal(gateway(), second);
    assert.deepEqual(findings(vetting.status()), []);
  });

  it('asks again on release', async () => {
    const { vetting, envoy, publish, gateway } = fixture({ words: POISON });
    publish(SMALL_FILES);
    await vetting.settled();
    const newest = publish(withPoison('new.key'));
    await vetting.settled();
    const runs = envoy.runs.length;
    assert.deepEqual(vetting.release('resolver'), ['resolver']);
    await vetting.settled();
    assert.ok(envoy.runs.length > runs);
    assert.notEqual(gateway().version, newest.version);
    assert.ok(vetting.status().held.length > 0);
  });

  it('starts from what sidecars accepted before a restart, where what is there now is rejected', async () => {
    const made = fixture({ words: POISON });
    const older = compileFiles(moved(2)).group(GATEWAY);
    assert.ok(older);
    made.accepted = older;
    const newest = made.publish(withPoison('new.key'));
    await made.vetting.settled();
    assert.equal(made.gateway().sets.rds, older.sets.rds);
    const [oracle] = [made.gateway(), newest].map(({ sets }) => sets.eds.byName.get('oracle')?.version);
    assert.equal(oracle, newest.sets.eds.byName.get('oracle')?.version, 'with the endpoints of now');
  });
});
