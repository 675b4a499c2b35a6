import type { SnapshotCache } from '../snapshot/cache.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import { createComposer } from './compose.ts';
import type { Composer } from './compose.ts';
import { relative } from './members.ts';
import type { Service, Stream } from './members.ts';

/** Which snapshot each node is to have, as its service's waves stand. */
export interface Targets {
  /** Null: no such service. Undefined: not compiled yet. */
  of(service: Service, stream: Stream): GroupSnapshot | null | undefined;
  /** The stream is kept from the newest structure. */
  lags(service: Service, stream: Stream): boolean;
  /** An older structure with what is live in a newer snapshot. */
  readonly compose: Composer;
}

export function createTargets(cache: Pick<SnapshotCache, 'current'>): Targets {
  const compose = createComposer();
  return {
    compose,
    of(service, stream) {
      const newest = cache.current(stream.group);
      // After a restart: what was accepted serves until the group is compiled again.
      if (newest === undefined) return service.baseline?.groups.get(stream.key);
      if (newest === null) return null;
      const generation =
        stream.envoy === null
          ? isHeldBack(service)
            ? service.baseline
            : null
          : (service.waves.get(stream.envoy)?.given(stream.id) ?? null);
      if (generation === null) return newest;
      const own = generation.groups.get(stream.key) ?? relative(generation, newest);
      return own === undefined ? newest : compose(own, newest);
    },
    lags(service, { envoy, id, group }) {
      // What it has been put into is still being compiled.
      if (cache.current(group) === undefined) return true;
      if (envoy === null) return isHeldBack(service);
      return service.waves.get(envoy)?.lags(id) ?? false;
    },
  };
}

/** The newest has not reached all who judge it, so those who do not judge wait as well. */
function isHeldBack({ waves }: Service): boolean {
  return [...waves.values()].some(({ hold, underWay }) => hold !== null || underWay);
}
