import type { ResourceStatuses } from '../xds/resource-status.ts';
import type { FleetMember, FleetStreams, SidecarView } from '../xds/fleet.ts';

/** The part of the fleet that is on this thread, and what of it the main thread does not know yet. */
export interface FleetProxy extends FleetStreams {
  /** The view of a stream, null where it is no member. */
  view(id: number): SidecarView | null;
  /** What a stream has, resource by resource; null where it is no member. */
  resources(id: number): ResourceStatuses | null;
  /** The stream is given another snapshot: the main thread takes it for lagging until it hears otherwise. */
  telling(id: number): void;
  /** Streams whose accepted snapshot is another than was told last, by its version. Null: none. */
  synced(): ReadonlyMap<string | null, readonly number[]> | null;
  /** The views that have changed since the last call. */
  changedViews(): readonly SidecarView[];
  /** A stream whose view has changed; null: none, or one was told already since the last `changedViews`. */
  news(): number | null;
}

interface Member {
  readonly member: FleetMember;
  /** Version that the main thread knows. */
  told: string | null;
}

/** `noted` is called when there is something to tell. */
export function createFleetProxy(noted: () => void): FleetProxy {
  const members = new Map<number, Member>();
  /** Changed since the last look of each kind. */
  const moved = new Set<Member>();
  const unseen = new Set<Member>();
  let announced = false;

  const touch = (own: Member | undefined): void => {
    if (!own) return;
    moved.add(own);
    unseen.add(own);
    noted();
  };
  return {
    join(member) {
      const own: Member = { member, told: null };
      members.set(member.id, own);
      touch(own);
    },
    leave({ id }) {
      const own = members.get(id);
      if (!own) return;
      members.delete(id);
      moved.delete(own);
      unseen.delete(own);
    },
    changed({ id }) {
      touch(members.get(id));
    },
    resources: (id) => members.get(id)?.member.resources?.() ?? null,
    view: (id) => members.get(id)?.member.view() ?? null,
    telling(id) {
      const own = members.get(id);
      if (own) own.told = null;
      touch(own);
    },
    synced() {
      const versions = new Map<string | null, number[]>();
      for (const own of moved) {
        const version = own.member.syncedVersion();
        if (version === own.told) continue;
        own.told = version;
        const ids = versions.get(version);
        if (ids) ids.push(own.member.id);
        else versions.set(version, [own.member.id]);
      }
      moved.clear();
      return versions.size === 0 ? null : versions;
    },
    changedViews() {
      const views = [...unseen].map(({ member }) => member.view());
      unseen.clear();
      announced = false;
      return views;
    },
    news() {
      const [first] = unseen;
      if (announced || !first) return null;
      announced = true;
      return first.member.id;
    },
  };
}
