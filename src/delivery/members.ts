import { groupKey } from '../snapshot/groups.ts';
import type { Holder } from '../snapshot/cache.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { Generation } from './structure.ts';
import type { Wave } from './wave.ts';

export interface Stream {
  readonly id: number;
  readonly key: string;
  readonly group: NodeGroup;
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
}

export function newService(name: string): Service {
  return { name, newest: null, baseline: null, proven: false, waves: new Map(), streams: new Map() };
}

export function newStream(group: NodeGroup, holder: Holder, tell: Stream['tell']): Stream {
  return {
    id: holder.streamId,
    key: groupKey(group),
    group,
    envoy: holder.judges ? minorOf(holder.envoyVersion) : null,
    tell,
    told: undefined,
    tellPlain: null,
    plain: null,
    toldPlain: null,
  };
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
