import { dump } from 'js-yaml';
import { after, describe, it } from 'node:test';
import { formatDiagnostic } from '../../../src/diagnostics/format.ts';
import { MONIKER_LUA } from '../../../src/moniker/lua.ts';
import { decodeAny } from '../../../src/proto/codec.ts';
import type { GroupSnapshot, ResourceSet } from '../../../src/snapshot/model.ts';
import { compileFiles, GOLDEN_CASES, goldenCases, groupOf, readCase, variantNames } from '../../support/compile.ts';
import { goldenFiles } from '../../support/golden.ts';

const EXPECTED = 'expected';

/** The script is tested elsewhere; here it would only stand in the way. */
function withoutScript(_: string, value: unknown): unknown {
  return value === MONIKER_LUA ? '(the moniker script)' : value;
}

function readable(value: unknown): string {
  return dump(JSON.parse(JSON.stringify(value, withoutScript)), { lineWidth: 140, noRefs: true });
}

function resources(set: ResourceSet): object {
  return Object.fromEntries([...set.byName].map(([name, { any, references }]) => [name, { references, ...decodeAny(any) }]));
}

function render({ sets, splits }: GroupSnapshot): string {
  const { lds, rds, cds, eds } = sets;
  return readable({ lds: resources(lds), rds: resources(rds), cds: resources(cds), eds: resources(eds), splits });
}

/** What a variant gets that the others of the service do not. */
function renderDifference(base: GroupSnapshot, { sets, splits }: GroupSnapshot): string {
  const different = Object.entries(sets).map(([type, set]) => {
    const common = base.sets[type as keyof typeof sets].byName;
    const own = [...set.byName].filter(([name, resource]) => common.get(name) !== resource);
    return [type, resources({ ...set, byName: new Map(own) })] as const;
  });
  const told = different.filter(([, set]) => Object.keys(set).length > 0);
  return readable({ ...Object.fromEntries(told), splits });
}

describe('golden cases of the compiler', () => {
  const golden = goldenFiles(GOLDEN_CASES, { isExpected: (name) => name.split('/')[1] === EXPECTED });
  after(() => {
    golden.assertNoneStale();
  });

  for (const name of goldenCases()) {
    it(name, () => {
      const compiled = compileFiles(readCase(name));
      const lines = compiled.diagnostics.map((diagnostic) => `${formatDiagnostic(diagnostic)}\n`);
      golden.check(`${name}/${EXPECTED}/diagnostics.txt`, lines.join(''));
      if (!compiled.publishable) return;
      for (const service of compiled.services) {
        const snapshot = compiled.group(groupOf(service));
        if (snapshot !== null) golden.check(`${name}/${EXPECTED}/${service}.yaml`, render(snapshot));
        const plain = compiled.plainRoutes(groupOf(service));
        const differs = plain !== null && plain.version !== snapshot?.sets.rds.version;
        if (differs) golden.check(`${name}/${EXPECTED}/${service}.plain-routes.yaml`, readable(resources(plain)));
        for (const variant of variantNames(compiled.variants)) {
          const other = compiled.group({ ...groupOf(service), variant });
          if (other === null || snapshot === null || other.version === snapshot.version) continue;
          golden.check(`${name}/${EXPECTED}/${service}.${variant.replace(' ', '.')}.yaml`, renderDifference(snapshot, other));
        }
      }
      for (const service of compiled.withoutSidecar) {
        const snapshot = compiled.group({ ...groupOf(service), client: 'proxyless' });
        if (snapshot === null || snapshot.sets.lds.byName.size === 0) continue;
        golden.check(`${name}/${EXPECTED}/${service}.proxyless.yaml`, render(snapshot));
      }
    });
  }
});
