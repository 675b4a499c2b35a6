import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode } from '../../../src/proto/codec.ts';
import type { Resource } from '../../../src/snapshot/model.ts';
import { validationBootstrap } from '../../../src/validate/bootstrap.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { compileFiles, groupOf } from '../../support/compile.ts';
import type { InputFiles } from '../../support/compile.ts';
import { fakeEnvoy } from '../../support/fake-envoy.ts';
import { SMALL_CATALOG, SMALL_FILES } from '../../support/mesh-files.ts';
import { real } from '../../support/xds/real-resources.ts';

const MANY = 500;
const manyKeys = Array.from({ length: MANY }, (_, n) => `many.k${n}:\n  source_binding: {type: Oracle}\n`);

function contents(files: InputFiles = SMALL_FILES): readonly Resource[] {
  const snapshot = compileFiles(files).group(groupOf('gateway'));
  assert.ok(snapshot);
  return Object.values(snapshot.sets).flatMap(({ byName }) => [...byName.values()]);
}

const cluster = (name: string): Resource => real('cds', { name, connect_timeout: '1s' });

describe('a validator', () => {
  it('asks once for all, and never again for what it knows', async () => {
    const envoy = fakeEnvoy();
    const validator = createValidator(envoy);
    const resources = contents();
    assert.deepEqual(await validator.check(resources), { rejected: [], unknown: null });
    assert.equal(envoy.runs.length, 1);
    await validator.check(resources);
    assert.equal(envoy.runs.length, 1);
    await validator.check([...resources, cluster('another')]);
    assert.equal(envoy.runs.length, 2);
    const [, second = new Uint8Array()] = envoy.runs;
    const { static_resources: own } = decode('envoy.config.bootstrap.v3.Bootstrap', second);
    assert.deepEqual(
      own?.clusters?.map(({ name }) => name),
      ['moniker-validate', 'another'],
      'only what is new',
    );
  });

  it('finds the clusters at fault among many', async () => {
    const envoy = fakeEnvoy('poison', 'venom');
    const good = Array.from({ length: 100 }, (_, n) => cluster(`c${n}`));
    const { rejected } = await createValidator(envoy).check([...good, cluster('poison'), cluster('venom')]);
    assert.deepEqual(
      rejected.map(({ resource, error }) => `${resource.name}: ${error}`),
      ['poison: found poison', 'venom: found venom'],
    );
    assert.ok(envoy.runs.length < 40, `${envoy.runs.length} runs`);
  });

  it('finds the key at fault in a route table, by its own route', async () => {
    const files = { ...SMALL_FILES, 'catalog.yaml': `${SMALL_CATALOG}${manyKeys.join('')}` };
    const envoy = fakeEnvoy('many.k137/');
    const validator = createValidator(envoy);
    // The word stands in the key itself, which a stand-in keeps: so it is the table as such.
    const { rejected } = await validator.check(contents(files));
    assert.ok(rejected.every(({ units }) => units.length === 0));
    const unserved = `${SMALL_CATALOG}bad.key:\n  source_binding: {type: nobody}\n`;
    const other = fakeEnvoy(String.raw`bad.key","sourceType`);
    const found = await createValidator(other).check(contents({ ...SMALL_FILES, 'catalog.yaml': unserved }));
    assert.deepEqual(
      found.rejected.map(({ resource, units }) => `${resource.name} ${units[0]?.key ?? ''}`).sort(),
      ['gateway/edge bad.key', 'gateway/egress bad.key'],
    );
    assert.ok(found.rejected.every(({ shared }) => !shared));
  });

  it('takes an action that many keys share for the culprit, not its keys', async () => {
    const files = { ...SMALL_FILES, 'catalog.yaml': `${SMALL_CATALOG}${manyKeys.join('')}` };
    // 900 s, the limit of the adapter oracle: the encoded field `timeout { seconds: 900 }`.
    const envoy = fakeEnvoy('\x42\x03\x08\x84\x07');
    const { rejected } = await createValidator(envoy).check(contents(files));
    const [table] = rejected;
    assert.equal(table?.resource.type, 'rds');
    assert.ok(table.shared);
    const keys = new Set(table.units.map(({ key }) => key));
    assert.equal(keys.size, MANY + 1);
    assert.ok(envoy.runs.length < 60, `${envoy.runs.length} runs`);
  });

  it('says where it could not ask, and asks the next time', async () => {
    const envoy = fakeEnvoy();
    const validator = createValidator(envoy);
    envoy.broken = 'no such file';
    assert.deepEqual(await validator.check([cluster('a')]), { rejected: [], unknown: 'no such file' });
    assert.equal(validator.known(cluster('a')), null);
    envoy.broken = null;
    assert.deepEqual(await validator.check([cluster('a')]), { rejected: [], unknown: null });
    assert.equal(validator.known(cluster('a')), 'accepted');
  });

  it('finds those that are rejected only together', async () => {
    const together = {
      validate: (bootstrap: Uint8Array) => {
        const text = Buffer.from(bootstrap).toString('latin1');
        const bad = text.includes('left') && text.includes('right');
        return Promise.resolve(
          bad ? ({ kind: 'rejected', error: 'both' } as const) : ({ kind: 'accepted' } as const),
        );
      },
    };
    const clusters = ['a', 'left', 'b', 'c', 'right', 'd'].map(cluster);
    const { rejected } = await createValidator(together).check(clusters);
    assert.deepEqual(
      rejected.map(
        ({ resource, together: others }) => `${resource.name} with ${others.map(({ name }) => name).join()}`,
      ),
      ['left with right', 'right with left'],
    );
  });
});

describe('the bootstrap for a validation', () => {
  it('holds no secret and no endpoint that was delivered, and tells equal names apart', () => {
    const listeners = contents().filter(({ type }) => type === 'lds');
    const bytes = validationBootstrap([...listeners, ...listeners, cluster('app'), cluster('app')]);
    const { static_resources: own } = decode('envoy.config.bootstrap.v3.Bootstrap', bytes);
    const names = (own?.listeners ?? []).map(({ name }) => name);
    assert.equal(new Set(names).size, 2 * listeners.length);
    const addresses = (own?.listeners ?? []).map(({ address }) => JSON.stringify(address));
    assert.equal(new Set(addresses).size, 2 * listeners.length);
    assert.equal(new Set(own?.clusters?.map(({ name }) => name)).size, 3);
    assert.equal(own?.secrets, undefined);
  });
});
