import { groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup } from '../snapshot/model.ts';
import { Group } from './group.ts';
import type { GroupOptions } from './group.ts';
import type { Service, Stream } from './stream.ts';
import type { Generation } from './structure.ts';

export function newService(name: string): Service {
  return {
    name,
    newest: null,
    baseline: null,
    proven: false,
    waves: new Map(),
    groups: new Map(),
  };
}

/** The service's group that a node's group is, which is compiled from now on. */
export function groupIn({ groups }: Service, group: NodeGroup, options: GroupOptions<Stream>): Group<Stream> {
  const key = groupKey(group);
  let own = groups.get(key);
  if (!own) groups.set(key, (own = new Group(group, options)));
  return own;
}

/** One stream more is in the group. */
export function enterGroup(stream: Stream, group: Group<Stream>): void {
  stream.group = group;
  group.streams.add(stream);
  if (stream.tellPlain) group.wantPlain(stream);
}

export function leaveGroup(stream: Stream): void {
  const { service, group } = stream;
  group.streams.delete(stream);
  if (group.streams.size > 0) return;
  service.groups.delete(group.key);
  group.release();
}

/** How many streams the service has. */
export function sizeOf({ groups }: Service): number {
  let size = 0;
  for (const { streams } of groups.values()) size += streams.size;
  return size;
}

export function eachStream({ groups }: Service, visit: (stream: Stream) => void): void {
  for (const { streams } of groups.values()) streams.forEach(visit);
}

/** The newest has not reached all who judge it, so those who do not judge wait as well. */
export function isHeldBack({ waves }: Service): boolean {
  if (waves.size === 0) return false;
  for (const { hold, underWay } of waves.values()) if (hold !== null || underWay) return true;
  return false;
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

/** `1.40` of `1.40.2`, for one sidecar after the other: most run the same. */
export function createMinors(): (version: string | null) => string {
  let last: string | null = null;
  let minor = minorOf(last);
  return (version) => {
    if (version !== last) [last, minor] = [version, minorOf(version)];
    return minor;
  };
}

function minorOf(version: string | null): string {
  return /^\d+\.\d+/.exec(version ?? '')?.[0] ?? 'unknown';
}
