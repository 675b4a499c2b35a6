import type { Resource } from '../snapshot/model.ts';
import { valueOf, withValue } from './any.ts';
import { bisect } from './bisect.ts';
import { shapeOf, unavailableUnit } from './route-actions.ts';
import { rewriteUnits, routeUnits } from './route-units.ts';
import type { RouteUnit } from './route-units.ts';

/** What is at fault in a rejected route configuration. */
export interface TableFault {
  /** Empty: none of its entries alone. */
  readonly units: readonly RouteUnit[];
  /** All entries with the same action are at fault, so that it is what they lead to and not their keys. */
  readonly shared: boolean;
}

const WHOLE: TableFault = Object.freeze({ units: [], shared: false });

/**
 * Finds the entries for which a route configuration is rejected: first among the different actions, which are few
 * however many keys there are, then, where it is not an action as such, among the keys that have it.
 */
export async function findUnits(
  table: Resource,
  rejects: (table: Resource) => Promise<boolean>,
): Promise<TableFault> {
  const bytes = valueOf(table.any);
  const units = routeUnits(bytes);
  const rejectsOnly = (kept: readonly RouteUnit[]): Promise<boolean> => {
    const ids = new Set(kept.map(({ id }) => id));
    const cut = rewriteUnits(bytes, (unit) => (ids.has(unit.id) ? null : unavailableUnit(unit)));
    return rejects({ ...table, any: withValue(table.any, cut) });
  };
  // What is left of it without any entry is rejected as well: a name, a header, a match.
  if (units.length === 0 || (await rejectsOnly([]))) return WHOLE;
  const byShape = Object.values(Object.groupBy(units, shapeOf)).map((members) => members ?? []);
  const actions = await bisect(byShape, { rejects: (some) => rejectsOnly(some.flat()) });
  if (!actions.complete && actions.sets.length === 0) return WHOLE;
  const found: RouteUnit[] = [];
  let shared = true;
  for (const set of actions.sets) {
    const [members = []] = set;
    if (set.length > 1 || members.length === 1 || (await rejectsOnly(members.slice(0, 1)))) {
      found.push(...set.flat());
      shared &&= new Set(members.map(({ key }) => key)).size > 1;
      continue;
    }
    shared = false;
    const keys = await bisect(members, { rejects: rejectsOnly });
    found.push(...(keys.sets.length > 0 ? keys.sets.flat() : members));
  }
  // The search may have been broken off: what it has not found must not be taken for good.
  const rest = new Set(found.map(({ id }) => id));
  const others = units.filter(({ id }) => !rest.has(id));
  return (await rejectsOnly(others)) ? WHOLE : { units: found, shared };
}
