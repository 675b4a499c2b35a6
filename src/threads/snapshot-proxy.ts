import type { GroupHandle, Holder, Refusal, SnapshotSource } from '../snapshot/cache.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { Tell } from './protocol.ts';

/** Where the streams of a serving thread get their snapshots from: whatever the main thread tells. */
export interface SnapshotProxy extends SnapshotSource {
  told(tell: Tell, held: Held): void;
}

interface Held {
  snapshot(id: number): GroupSnapshot;
  routes(id: number): ResourceSet;
}

/** What the main thread is to hear of. */
export interface SnapshotWishes {
  acquired(id: number, group: NodeGroup, holder: Holder): void;
  plainRoutes(id: number): void;
  refused(id: number, refusal: Refusal): void;
  released(id: number): void;
  /** The stream is about to be given another snapshot. */
  telling(id: number): void;
}

interface Stream {
  readonly tell: (snapshot: GroupSnapshot | null) => void;
  snapshot: GroupSnapshot | null | undefined;
  others: readonly GroupSnapshot[];
  tellRoutes: ((routes: ResourceSet) => void) | null;
}

export function createSnapshotProxy(wishes: SnapshotWishes): SnapshotProxy {
  const streams = new Map<number, Stream>();

  return {
    acquire(group, tell, holder): GroupHandle {
      if (holder === undefined) throw new Error('a stream of a serving thread says who it is');
      const id = holder.streamId;
      const stream: Stream = { tell, snapshot: undefined, others: [], tellRoutes: null };
      streams.set(id, stream);
      wishes.acquired(id, group, holder);
      return {
        current: () => stream.snapshot,
        others: () => stream.others,
        // What the stream has accepted is told by way of the fleet, for all streams of a turn at once.
        awaits: () => false,
        accepted: () => undefined,
        refused(refusal) {
          wishes.refused(id, refusal);
        },
        needPlainRoutes(listener) {
          stream.tellRoutes = listener;
          wishes.plainRoutes(id);
        },
        release() {
          streams.delete(id);
          wishes.released(id);
        },
      };
    },
    told(tell, held) {
      for (const id of tell.streams) {
        const stream = streams.get(id);
        // It may have ended meanwhile.
        if (!stream) continue;
        if (tell.kind === 'others') {
          stream.others = tell.ids.map((other) => held.snapshot(other));
          continue;
        }
        if (tell.kind === 'plainRoutes') {
          stream.tellRoutes?.(held.routes(tell.id));
          continue;
        }
        stream.snapshot = tell.id === null ? null : held.snapshot(tell.id);
        wishes.telling(id);
        stream.tell(stream.snapshot);
        stream.others = [];
      }
    },
  };
}
