import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../diagnostics/order.ts';
import { checkKeys } from './check-keys.ts';
import { checkNames, checkTarget } from './check-targets.ts';
import type { MeshDrafts } from './drafts.ts';
import { followOns } from './follow-ons.ts';
import { adaptersByType, joinTargets, type JoinedTarget } from './join-targets.ts';
import { buildKeyTable, type KeyTable } from './key-table.ts';

/** Nothing was ever published from drafts. */
const NOTHING_KNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/**
 * What the files say wrongly of each other, though some have errors of their own: nothing that rests on such an
 * error is said. Sorted. It gives findings and nothing else, so that no draft can be served.
 */
export function reviewMesh(drafts: MeshDrafts): readonly Diagnostic[] {
  const topology = drafts.topology.sketch;
  const rollouts = drafts.rollouts.flatMap((draft) => draft?.sketch ?? []);
  const endpoints = drafts.endpoints.sketch;
  const joined = joinTargets({ topology, rollouts, endpoints, knownVersions: NOTHING_KNOWN });
  const refs = topology.catalogs.filter((_, i) => drafts.catalogs[i] !== null);
  const keys = buildKeyTable(
    drafts.catalogs.flatMap((draft) => draft?.sketch ?? []),
    refs,
  );
  return reviewJoin(drafts, { joined, keys });
}

interface Joined {
  readonly joined: readonly JoinedTarget[];
  readonly keys: KeyTable;
}

/** The findings of all checks of the join, without those that another finding explains. */
export function reviewJoin(drafts: MeshDrafts, { joined, keys }: Joined): readonly Diagnostic[] {
  const topology = drafts.topology.sketch;
  const rollouts = drafts.rollouts.flatMap((draft) => draft?.sketch ?? []);
  const sure = drafts.rollouts.flatMap((draft) =>
    draft === null || draft.doubts.at('target') ? [] : [draft.sketch],
  );
  const specs = new Map(joined.map(({ spec }) => [spec.name, spec]));
  const follows = followOns(drafts, specs);
  const found = [
    ...checkNames(specs, sure, drafts.endpoints.sketch).filter((d) => !follows.ofName(d)),
    ...joined.flatMap((target) =>
      checkTarget(target.spec, target).filter((d) => !follows.ofTarget(d, target)),
    ),
    ...checkKeys({
      keys,
      rollouts,
      adapterByType: adaptersByType(topology),
      withoutAdapter: topology.monikers.withoutAdapter,
    }).filter((d) => !follows.ofKeys(d)),
  ];
  return sortDiagnostics(found);
}
