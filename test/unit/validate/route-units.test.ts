import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode } from '../../../src/proto/codec.ts';
import { valueOf } from '../../../src/validate/any.ts';
import { clustersOf, shapeOf, unavailableUnit } from '../../../src/validate/route-actions.ts';
import { rewriteUnits, routeUnits } from '../../../src/validate/route-units.ts';
import { compileFiles, goldenCases, groupOf, readCase } from '../../support/compile.ts';

const tables = goldenCases().flatMap((name) => {
  const compiled = compileFiles(readCase(name));
  if (!compiled.publishable) return [];
  return compiled.services.flatMap((service) => {
    const rds = compiled.group(groupOf(service))?.sets.rds.byName.values() ?? [];
    return [...rds].map((table) => ({ name: `${name} ${table.name}`, table, bytes: valueOf(table.any) }));
  });
});
const CONFIGURATION = 'envoy.config.route.v3.RouteConfiguration';

describe('the entries of a route table', () => {
  it('are rewritten without a trace where none is replaced', () => {
    assert.ok(tables.length > 20);
    for (const { name, bytes } of tables) {
      assert.deepEqual(
        rewriteUnits(bytes, () => null),
        bytes,
        name,
      );
    }
  });

  it('are told apart, and name every cluster that the table references', () => {
    for (const { name, table, bytes } of tables) {
      const units = routeUnits(bytes);
      assert.equal(new Set(units.map(({ id }) => id)).size, units.length, name);
      const named = new Set(units.flatMap(clustersOf));
      // The compiler says too much at most: an override that no key reaches.
      for (const cluster of named)
        assert.ok(table.references.clusters?.includes(cluster), `${name} ${cluster}`);
    }
  });

  it('answer 503 in place of what they did, and keep their keys', () => {
    for (const { name, bytes } of tables) {
      const units = routeUnits(bytes);
      const cut = rewriteUnits(bytes, unavailableUnit);
      const text = JSON.stringify(decode(CONFIGURATION, cut));
      assert.deepEqual(
        routeUnits(cut).map(({ id, key }) => `${id} ${key}`),
        units.map(({ id, key }) => `${id} ${key}`),
        name,
      );
      assert.doesNotMatch(text, /"cluster"|"weighted_clusters"/);
      assert.equal(text.match(/"status":503/g)?.length ?? 0, units.length);
    }
  });

  it('have one shape where only their names differ', () => {
    const found = tables.find(({ name }) => name === 'overrides gateway/egress');
    assert.ok(found);
    const units = routeUnits(found.bytes).filter(({ key }) => key !== null);
    const shapes = new Map(units.map((unit) => [shapeOf(unit), clustersOf(unit).join()]));
    assert.ok(shapes.size < units.length);
    for (const unit of units) assert.equal(shapes.get(shapeOf(unit)), clustersOf(unit).join());
  });
});
