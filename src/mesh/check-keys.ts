import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { CatalogEntry } from '../catalog/model.ts';
import type { Rollout } from '../weights/model.ts';
import { related } from './check-targets.ts';
import type { KeyTable } from './key-table.ts';

/** Reports above this many of one kind say nothing more. */
const LISTED = 100;

function positionOf(file: string, { line, column }: CatalogEntry): Position {
  return { file, line, column };
}

function checkDuplicates({ duplicates }: KeyTable): Diagnostic[] {
  return duplicates.slice(0, LISTED).map(({ key, file, entry, earlierFile, earlier }) =>
    diagnostic('MCP1515', {
      at: positionOf(file, entry),
      path: key,
      message: `"${key}" is also a key of ${earlierFile}; this one counts`,
      related: [related(positionOf(earlierFile, earlier), 'the other one')],
    }),
  );
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

export interface KeyChecks {
  readonly keys: KeyTable;
  readonly rollouts: readonly Rollout[];
  readonly adapterByType: ReadonlyMap<string, string>;
  /** The status that a moniker without an adapter gets. */
  readonly withoutAdapter: number;
}

/** What is wrong between the catalogs, the adapters and the overrides. Its cost does not grow with the catalog. */
export function checkKeys({ keys, rollouts, adapterByType, withoutAdapter }: KeyChecks): Diagnostic[] {
  return [
    ...checkDuplicates(keys),
    ...checkTypes(keys, adapterByType, withoutAdapter),
    ...checkDomains(keys, rollouts),
  ];
}
