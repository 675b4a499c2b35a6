import { groupKey } from '../snapshot/groups.ts';
import type { Holder } from '../snapshot/cache.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { NodeFacts } from '../snapshot/variants.ts';
import type { Generation } from './structure.ts';
import type { Wave } from './wave.ts';

export interface Stream {
  readonly id: number;
  /** Of `group`. */
  key: string;
  /** Its own with the variant that the rules of mesh.yaml give the node now. */
  group: NodeGroup;
  /** What the rules go by. */
  readonly facts: NodeFacts;
  /** Minor version of Envoy; null: no judge of what others get, so it gets what they accepted. */
  readonly envoy: string | null;
  readonly tell: (snapshot: GroupSnapshot | null) => void;
  told: GroupSnapshot | null | undefined;
  tellPlain: ((rds: ResourceSet) => void) | null;
  plain: ResourceSet | null;
  toldPlain: ResourceSet | null;
}

export interface Service {
  readonly name: string;
  newest: Generation | null;
  /** The last that sidecars accepted; null: nothing is known of them. */
  baseline: Generation | null;
  /** A sidecar has accepted the baseline; else it is only what was published before one came. */
  proven: boolean;
  /** By minor version of Envoy. */
  readonly waves: Map<string, Wave>;
  readonly streams: Map<number, Stream>;
  /** The groups of the streams, by key, with how many are in each. */
  readonly groups: Map<string, { readonly group: NodeGroup; streams: number }>;
}

export function newService(name: string): Service {
  return {
    name,
    newest: null,
    baseline: null,
    proven: false,
    waves: new Map(),
    streams: new Map(),
    groups: new Map(),
  };
}

export interface NewStream {
  readonly group: NodeGroup;
  readonly facts: NodeFacts;
  readonly holder: Holder;
}

export function newStream({ group, facts, holder }: NewStream, tell: Stream['tell']): Stream {
  return {
    id: holder.streamId,
    key: groupKey(group),
    group,
    facts,
    envoy: holder.judges ? minorOf(holder.envoyVersion) : null,
    tell,
    told: undefined,
    tellPlain: null,
    plain: null,
    toldPlain: null,
  };
}

/** One stream more is in the group. */
export function enterGroup({ groups }: Service, { key, group }: Stream): void {
  const known = groups.get(key) ?? { group, streams: 0 };
  known.streams += 1;
  groups.set(key, known);
}

export function leaveGroup({ groups }: Service, { key }: Stream): void {
  const known = groups.get(key);
  if (known === undefined) return;
  known.streams -= 1;
  if (known.streams === 0) groups.delete(key);
}

/**
 * For a group that was not there when its service's structure was accepted: what the service's other sidecars
 * hold, with the listeners of its own, since those carry its addresses. Applications are not given what sidecars
 * hold, nor the other way round.
 */
export function relative(generation: Generation, newest: GroupSnapshot): GroupSnapshot | undefined {
  const other = [...generation.groups.values()].find(({ group }) => group.client === newest.group.client);
  if (other === undefined) return undefined;
  const sets = { ...other.sets, lds: newest.sets.lds };
  return { ...other, group: newest.group, sets, version: `${other.version}+${newest.sets.lds.version}` };
}

/** `1.40` of `1.40.2`. */
export function minorOf(version: string | null): string {
  return /^\d+\.\d+/.exec(version ?? '')?.[0] ?? 'unknown';
}
