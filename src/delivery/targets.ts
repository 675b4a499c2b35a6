import type { SnapshotCache } from '../snapshot/cache.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import { createComposer } from './compose.ts';
import type { Composer } from './compose.ts';
import { relative } from './members.ts';
import type { Service, Stream } from './members.ts';
import type { Generation } from './structure.ts';

/** Which snapshot each node is to have, as its service's waves stand. */
export interface Targets {
  /** Null: no such service. Undefined: not compiled yet. */
  of(service: Service, stream: Stream): Target;
  /** As `of`, for many streams of one turn, in which nothing is published: most are given what the one before was. */
  forTurn(): (service: Service, stream: Stream) => Target;
  /** The stream is kept from the newest structure. */
  lags(service: Service, stream: Stream): boolean;
  /** An older structure with what is live in a newer snapshot. */
  readonly compose: Composer;
}

export type Target = GroupSnapshot | null | undefined;

export function createTargets(cache: Pick<SnapshotCache, 'current'>): Targets {
  const compose = createComposer();
  const targetOf = (service: Service, stream: Stream, generation: Generation | null): Target => {
    const newest = cache.current(stream.group);
    // After a restart: what was accepted serves until the group is compiled again.
    if (newest === undefined) return service.baseline?.groups.get(stream.key);
    if (newest === null || generation === null) return newest;
    const own = generation.groups.get(stream.key) ?? relative(generation, newest);
    return own === undefined ? newest : compose(own, newest);
  };
  return {
    compose,
    of: (service, stream) => targetOf(service, stream, generationOf(service, stream)),
    forTurn() {
      let last: Given | null = null;
      return (service, stream) => {
        const generation = generationOf(service, stream);
        const { key } = stream;
        if (last?.service === service && last.key === key && last.generation === generation)
          return last.target;
        const target = targetOf(service, stream, generation);
        last = { service, key, generation, target };
        return target;
      };
    },
    lags(service, { envoy, id, group }) {
      // What it has been put into is still being compiled.
      if (cache.current(group) === undefined) return true;
      if (envoy === null) return isHeldBack(service);
      return service.waves.get(envoy)?.lags(id) ?? false;
    },
  };
}

interface Given {
  readonly service: Service;
  readonly key: string;
  readonly generation: Generation | null;
  readonly target: Target;
}

/** Whose structure the stream is to have; null: the newest's. */
function generationOf(service: Service, { envoy, id }: Stream): Generation | null {
  if (envoy === null) return isHeldBack(service) ? service.baseline : null;
  return service.waves.get(envoy)?.given(id) ?? null;
}

/** The newest has not reached all who judge it, so those who do not judge wait as well. */
function isHeldBack({ waves }: Service): boolean {
  return [...waves.values()].some(({ hold, underWay }) => hold !== null || underWay);
}
