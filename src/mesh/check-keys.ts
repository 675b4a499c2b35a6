import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { CatalogEntry } from '../catalog/model.ts';
import type { Rollout, RolloutOverride } from '../weights/model.ts';
import { related } from './check-targets.ts';
import type { KeyTable } from './key-table.ts';

/** Two catalogs with the same keys by the thousand are one finding: behind these, the rest is counted. */
const LISTED = 100;

function positionOf(file: string, { line, column }: CatalogEntry): Position {
  return { file, line, column };
}

function checkDuplicates({ duplicates }: KeyTable): Diagnostic[] {
  return duplicates.slice(0, LISTED + 1).map(({ key, file, entry, earlierFile, earlier }, i) => {
    const more = i === LISTED ? duplicates.length - LISTED - 1 : 0;
    const which = more === 0 ? `"${key}" is also a key` : `"${key}" and ${more} more keys are also keys`;
    return diagnostic('MCP1515', {
      at: positionOf(file, entry),
      path: key,
      message: `${which} of ${earlierFile}; this file counts`,
      related: [related(positionOf(earlierFile, earlier), 'the other one')],
    });
  });
}

/** One warning a type, at its first key: a type is mended once, in mesh.yaml, however many keys have it. */
function checkTypes(
  keys: KeyTable,
  adapterByType: ReadonlyMap<string, string>,
  status: number,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [type, { count, first }] of keys.types) {
    const entry = keys.entries[first];
    const file = keys.catalogs[keys.catalogOf[first] ?? 0]?.file;
    if (adapterByType.has(type) || entry === undefined || file === undefined) continue;
    const which = count === 1 ? 'this key' : `this key and ${count - 1} more`;
    const message = `no adapter serves the source type "${type}" of ${which}: requests get ${status}.${didYouMean(type, adapterByType.keys())}`;
    found.push(
      diagnostic('MCP1516', {
        at: positionOf(file, entry),
        path: `${entry.key}.source_binding.type`,
        message,
      }),
    );
  }
  return found;
}

function checkDomains({ domainNames }: KeyTable, rollouts: readonly Rollout[]): Diagnostic[] {
  return rollouts.flatMap(({ overrides }) =>
    overrides.flatMap(({ match, at }, i) => {
      if (match.kind !== 'domains') return [];
      return match.domains
        .filter((domain) => !domainNames.has(domain))
        .map((domain) => {
          const message = `no catalog key has the domain "${domain}": only the header x-moniker-domain can match.${didYouMean(domain, domainNames)}`;
          return diagnostic('MCP1517', { at, path: `overrides[${i}].domains`, message });
        });
    }),
  );
}

/** Conditions on headers stand at every key of an adapter, at about 200 bytes each, in each route table with the keys. */
const MANY_ROUTES = 500_000;

function conditionsOf({ match }: RolloutOverride): number {
  if (match.kind === 'clients') return match.clients.length;
  return match.kind === 'domains' ? match.domains.length : 1;
}

/** There is no limit on a message between control plane and Envoy, but a sidecar has to hold the routes. */
function checkSize({ keys, rollouts, adapterByType }: KeyChecks): Diagnostic[] {
  const keysOf = new Map<string, number>();
  for (const [type, { count }] of keys.types) {
    const adapter = adapterByType.get(type);
    if (adapter !== undefined) keysOf.set(adapter, (keysOf.get(adapter) ?? 0) + count);
  }
  return rollouts.flatMap(({ target, targetAt: at, overrides }) => {
    const count = keysOf.get(target) ?? 0;
    const conditions = overrides.reduce((sum, override) => sum + conditionsOf(override), 0);
    if (count * conditions <= MANY_ROUTES) return [];
    const message = `${conditions} conditions on headers at each of the ${count} keys of "${target}" make ${count * conditions} routes in every sidecar that calls adapters`;
    return [diagnostic('MCP1601', { at, path: 'overrides', message })];
  });
}

export interface KeyChecks {
  readonly keys: KeyTable;
  readonly rollouts: readonly Rollout[];
  readonly adapterByType: ReadonlyMap<string, string>;
  /** The status that a moniker without an adapter gets. */
  readonly withoutAdapter: number;
}

/** What is wrong between the catalogs, the adapters and the overrides. Its cost does not grow with the catalog. */
export function checkKeys(checks: KeyChecks): Diagnostic[] {
  const { keys, rollouts, adapterByType, withoutAdapter } = checks;
  return [
    ...checkDuplicates(keys),
    ...checkTypes(keys, adapterByType, withoutAdapter),
    ...checkDomains(keys, rollouts),
    ...checkSize(checks),
  ];
}
