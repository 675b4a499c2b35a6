import type { GroupSnapshot, ResourceSet, ResourceType } from '../snapshot/model.ts';

/**
 * Endpoints, secrets and weights stay live for every node. All else is a snapshot's structure, which is delivered
 * whole: routes of one publish next to clusters of another would name what is not there.
 */
const LIVE: ReadonlySet<string> = new Set(['eds', 'sds', 'rtds']);

export function isStructural(type: ResourceType): boolean {
  return !LIVE.has(type);
}

/** What the groups of a service were to hold at one publish. Its structure never changes; what is live does. */
export interface Generation {
  /** By group key. */
  groups: ReadonlyMap<string, GroupSnapshot>;
}

function setOf({ sets, extra }: GroupSnapshot, type: ResourceType): ResourceSet | undefined {
  return ({ ...extra, ...sets } as Partial<Record<ResourceType, ResourceSet>>)[type];
}

/** Snapshots never change, and each is compared as often as a sidecar comes or a publication is made. */
const structures = new WeakMap<GroupSnapshot, string>();

function structure(snapshot: GroupSnapshot): string {
  let known = structures.get(snapshot);
  if (known === undefined) structures.set(snapshot, (known = structureOf(snapshot)));
  return known;
}

function structureOf({ sets, extra }: GroupSnapshot): string {
  return Object.entries({ ...extra, ...sets })
    .filter(([type, set]) => !LIVE.has(type) && set.byName.size > 0)
    .map(([type, { version }]) => `${type} ${version}`)
    .sort()
    .join();
}

export function sameStructure(a: GroupSnapshot, b: GroupSnapshot): boolean {
  return a === b || structure(a) === structure(b);
}

/** Groups that one of the two does not have say nothing, nor do those that are no sidecars': no wave is made of them. */
export function sameGeneration(a: Generation, b: Generation): boolean {
  for (const [key, snapshot] of b.groups) {
    const other = snapshot.group.client === undefined ? a.groups.get(key) : undefined;
    if (other !== undefined && !sameStructure(other, snapshot)) return false;
  }
  return true;
}

/** Version of a resource in a snapshot; empty where it has none. */
export function versionIn(snapshot: GroupSnapshot | undefined, type: ResourceType, name: string): string {
  return (snapshot && setOf(snapshot, type)?.byName.get(name)?.version) ?? '';
}
