import type { SnapshotCache } from '../snapshot/cache.ts';
import type { ResourceSet } from '../snapshot/model.ts';
import type { Stream } from './members.ts';

/** A stream's hold on the cache's entry of its group, which is compiled for as long as somebody holds it. */
export interface GroupHold {
  /** The stream needs routes with the weights in them. */
  wantPlain(): void;
  /** The stream's group has changed. */
  move(): void;
  release(): void;
}

export function holdGroup(
  cache: Pick<SnapshotCache, 'acquire'>,
  stream: Stream,
  tellPlain: (stream: Stream) => void,
): GroupHold {
  const acquire = () => cache.acquire(stream.group, () => undefined);
  let inner = acquire();
  const take = (rds: ResourceSet): void => {
    stream.plain = rds;
    tellPlain(stream);
  };
  return {
    wantPlain() {
      inner.needPlainRoutes(take);
    },
    move() {
      inner.release();
      inner = acquire();
      if (stream.tellPlain) inner.needPlainRoutes(take);
    },
    release() {
      inner.release();
    },
  };
}
