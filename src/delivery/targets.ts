import type { GroupSnapshot } from '../snapshot/model.ts';
import { createComposer } from './compose.ts';
import type { Composer } from './compose.ts';
import type { Target } from './group.ts';
import { isHeldBack, relative } from './members.ts';
import type { Stream } from './stream.ts';
import type { Generation } from './structure.ts';

/** Which snapshot each node is to have, as its service's waves stand. */
export interface Targets {
  /** Null: no such service. Undefined: not compiled yet. */
  of(stream: Stream): Target;
  /** The stream is kept from the newest structure. */
  lags(stream: Stream): boolean;
  /** An older structure with what is live in a newer snapshot. */
  readonly compose: Composer;
}

export function createTargets(): Targets {
  const compose = createComposer();
  const targetIn = ({ groups }: Generation, key: string, newest: GroupSnapshot): GroupSnapshot => {
    const own = groups.get(key) ?? relative({ groups }, newest);
    return own === undefined ? newest : compose(own, newest);
  };
  return {
    compose,
    of(stream) {
      const { service, group } = stream;
      const newest = group.current();
      // After a restart: what was accepted serves until the group is compiled again.
      if (newest === undefined) return service.baseline?.groups.get(group.key);
      const generation = newest === null ? null : generationOf(stream);
      if (newest === null || generation === null) return newest;
      const { groups } = generation;
      const { given } = group;
      // Most of a group's streams are given what the one before was.
      if (given?.newest === newest && given.groups === groups) return given.target;
      const target = targetIn(generation, group.key, newest);
      group.given = { newest, groups, target };
      return target;
    },
    lags({ id, service, group, envoy, wave }) {
      // What it has been put into is still being compiled.
      if (group.current() === undefined) return true;
      if (envoy === null) return isHeldBack(service);
      return wave?.lags(id) ?? false;
    },
  };
}

/** Whose structure the stream is to have; null: the newest's. */
function generationOf({ service, envoy, member }: Stream): Generation | null {
  if (envoy === null) return isHeldBack(service) ? service.baseline : null;
  return member?.given ?? null;
}
