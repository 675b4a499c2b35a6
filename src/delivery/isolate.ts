import { snapshotProblems } from '../snapshot/check.ts';
import type { GroupSnapshot, Resource, ResourceSet, Split } from '../snapshot/model.ts';
import { valueOf, withValue } from '../validate/any.ts';
import { clustersOf, unavailableTable, unavailableUnit } from '../validate/route-actions.ts';
import { rewriteUnits, routeUnits } from '../validate/route-units.ts';
import type { RouteUnit } from '../validate/route-units.ts';
import { contentHash, setOf, snapshotWith } from './sets.ts';
import { splitAmong } from './splits.ts';

/** A content that is to reach no sidecar. */
export interface Culprit {
  readonly resource: Resource;
  /** Of a route configuration, the entries at fault; none: all of it. */
  readonly units: readonly RouteUnit[];
}

/** What stands in for a culprit. */
export interface StandIn {
  readonly culprit: Culprit;
  /** `mixed`: some of a table's entries have a last good form and the others answer 503. */
  readonly serves: 'last good' | '503' | 'mixed';
}

export interface Isolated {
  readonly snapshot: GroupSnapshot;
  readonly standIns: readonly StandIn[];
}

export interface IsolateOptions {
  readonly culprits: readonly Culprit[];
  /** What the group had before, newest first: where last good forms come from. */
  readonly before: readonly GroupSnapshot[];
  readonly isBad: (resource: Resource) => boolean;
}

/**
 * The snapshot without the culprits: a cluster keeps its last good form, or is left out, and Envoy answers 503 for
 * routes to a cluster that is not there; an entry of a route table keeps its last good form, or answers 503. Null where
 * this cannot be done so that all references hold: a listener has nobody who would answer in its place.
 */
export function isolate(newest: GroupSnapshot, options: IsolateOptions): Isolated | null {
  const draft: Draft = {
    cds: new Map(newest.sets.cds.byName),
    eds: new Map(newest.sets.eds.byName),
    rds: new Map(newest.sets.rds.byName),
    splits: [...newest.splits],
  };
  const standIns: StandIn[] = [];
  // Clusters first: which entries can keep their last good form depends on them.
  for (const type of ['cds', 'rds'] as const) {
    for (const culprit of options.culprits) {
      if (culprit.resource.type !== type) continue;
      const serves =
        type === 'cds' ? cluster(draft, culprit, options) : table(draft, culprit, { ...options, newest });
      standIns.push({ culprit, serves });
    }
  }
  if (standIns.length < options.culprits.length) return null;
  const has = (name: string): boolean => draft.cds.has(name);
  const rds = [...draft.rds.values()].map((resource) => namingOnly(resource, has));
  const lds = [...newest.sets.lds.byName.values()].map((resource) => namingOnly(resource, has));
  const sets = {
    lds: setOf(lds),
    rds: setOf(rds),
    cds: setOf(draft.cds.values()),
    eds: setOf(draft.eds.values()),
  };
  const splits = draft.splits.map((split) => splitAmong(split, has));
  const snapshot = snapshotWith(newest, { sets, splits });
  return snapshotProblems(snapshot).length > 0 ? null : { snapshot, standIns };
}

interface Draft {
  readonly cds: Map<string, Resource>;
  readonly eds: Map<string, Resource>;
  readonly rds: Map<string, Resource>;
  splits: Split[];
}

type Before = Pick<IsolateOptions, 'before' | 'isBad'>;

/** The newest earlier form of a resource that nothing speaks against, and where it was. */
function lastGood(
  { type, name }: Resource,
  { before, isBad }: Before,
): { readonly resource: Resource; readonly from: GroupSnapshot } | null {
  for (const from of before) {
    const set: ResourceSet = from.sets[type as 'cds' | 'rds'];
    const resource = set.byName.get(name);
    if (resource !== undefined && !isBad(resource)) return { resource, from };
  }
  return null;
}

function cluster(draft: Draft, { resource }: Culprit, before: Before): StandIn['serves'] {
  const found = lastGood(resource, before);
  if (found === null) {
    draft.cds.delete(resource.name);
    return '503';
  }
  addCluster(draft, found.resource, found.from);
  return 'last good';
}

function addCluster(draft: Draft, resource: Resource, from: GroupSnapshot): void {
  draft.cds.set(resource.name, resource);
  const { assignment } = resource.references;
  if (assignment === undefined || draft.eds.has(assignment)) return;
  const endpoints = from.sets.eds.byName.get(assignment);
  if (endpoints) draft.eds.set(assignment, endpoints);
}

function table(
  draft: Draft,
  { resource, units }: Culprit,
  options: Before & { readonly newest: GroupSnapshot },
): StandIn['serves'] {
  const found = lastGood(resource, options);
  if (units.length > 0) return entries(draft, { resource, units }, found?.resource ?? null);
  if (found !== null && takesBack(draft, found.resource, found.from)) {
    draft.rds.set(resource.name, found.resource);
    return 'last good';
  }
  const any = withValue(resource.any, unavailableTable(resource.name));
  draft.rds.set(resource.name, { ...resource, any, version: contentHash(any), references: {} });
  return '503';
}

/** Brings back what an earlier table names; false where its weights would be none. */
function takesBack(draft: Draft, { references }: Resource, from: GroupSnapshot): boolean {
  for (const { target, clusters } of references.splits ?? []) {
    const older = from.splits.find((split) => split.target === target);
    const now = draft.splits.find((split) => split.target === target);
    const own = now?.weights.filter(({ cluster: name }) => clusters.includes(name)) ?? [];
    if (now === undefined) {
      if (older === undefined) return false;
      draft.splits = [...draft.splits, older].sort((a, b) => (a.target < b.target ? -1 : 1));
    } else if (own.reduce((sum, { weight }) => sum + weight, 0) === 0) {
      return false;
    } else {
      const missing = clusters.filter((name) => own.every((weight) => weight.cluster !== name));
      const weights = [...now.weights, ...missing.map((name) => ({ cluster: name, weight: 0 }))];
      draft.splits = draft.splits.map((split) => (split === now ? { ...now, weights } : split));
    }
  }
  for (const name of references.clusters ?? []) {
    const older = from.sets.cds.byName.get(name);
    if (!draft.cds.has(name) && older) addCluster(draft, older, from);
  }
  return true;
}

function entries(draft: Draft, { resource, units }: Culprit, before: Resource | null): StandIn['serves'] {
  const bad = new Set(units.map(({ id }) => id));
  const older = new Map(
    before === null ? [] : routeUnits(valueOf(before.any)).map((unit) => [unit.id, unit] as const),
  );
  const named = new Set(resource.references.clusters);
  const counts = { kept: 0, answered: 0 };
  const bytes = rewriteUnits(valueOf(resource.any), (unit) => {
    if (!bad.has(unit.id)) return null;
    const last = older.get(unit.id);
    const clusters = last === undefined ? [] : clustersOf(last);
    // An earlier virtual host's route would bring its match along, which another may have by now.
    const answer = unavailableUnit(unit);
    const usable = last?.form === 'OnMatch' && clusters.every((name) => fits(draft, name, clusters));
    if (!usable || Buffer.compare(last.bytes, answer) === 0) {
      counts.answered += 1;
      return answer;
    }
    counts.kept += 1;
    for (const name of clusters) named.add(name);
    return last.bytes;
  });
  const any = withValue(resource.any, bytes);
  const references = { ...resource.references, clusters: [...named].sort() };
  draft.rds.set(resource.name, { ...resource, any, version: contentHash(any), references });
  if (counts.kept === 0) return '503';
  return counts.answered === 0 ? 'last good' : 'mixed';
}

/** A cluster that is there; of several, all of one split that is there too. */
function fits({ cds, splits }: Draft, name: string, among: readonly string[]): boolean {
  if (!cds.has(name)) return false;
  if (among.length < 2) return true;
  return splits.some(({ weights }) => among.every((one) => weights.some(({ cluster: own }) => own === one)));
}

/**
 * With references to nothing but what is there. That it names fewer is a content of its own: a stream must not take
 * what it holds for this one, as it goes by the references in what it removes.
 */
function namingOnly(resource: Resource, has: (cluster: string) => boolean): Resource {
  const { clusters } = resource.references;
  if (clusters === undefined || clusters.every(has)) return resource;
  const left = clusters.filter(has);
  const version = contentHash(`${resource.version} names ${left.join()}`);
  return { ...resource, version, references: { ...resource.references, clusters: left } };
}
