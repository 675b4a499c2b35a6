import type { GroupHandle, SnapshotCache } from '../snapshot/cache.ts';
import { groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';

export type Target = GroupSnapshot | null | undefined;

/** What a target came of, so that the streams of a group share one that comes of the same. */
export interface Given {
  readonly newest: GroupSnapshot;
  readonly groups: ReadonlyMap<string, GroupSnapshot>;
  readonly target: GroupSnapshot;
}

/** What a group does with its streams. */
export interface GroupStream {
  /** Absent: it needs no routes with weights. */
  readonly tellPlain: ((rds: ResourceSet) => void) | null;
  plain: ResourceSet | null;
}

export interface GroupOptions<S extends GroupStream> {
  readonly cache: Pick<SnapshotCache, 'acquire'>;
  /** Routes with weights have come for the stream. */
  tellPlain(stream: S): void;
}

const NONE: readonly GroupSnapshot[] = Object.freeze([]);

/** The streams of a service that get the same resources, and their hold on the cache: it compiles what is held. */
export class Group<S extends GroupStream> {
  readonly group: NodeGroup;
  readonly key: string;
  readonly streams = new Set<S>();
  /** Of the target that was worked out last. */
  given: Given | null = null;
  readonly #hold: GroupHandle;
  readonly #tellPlain: GroupOptions<S>['tellPlain'];
  /** That all streams of the group were told. */
  #plain: ResourceSet | null = null;
  #asking: S | null = null;
  /** As they were told last. */
  #others: readonly GroupSnapshot[] = NONE;

  constructor(group: NodeGroup, options: GroupOptions<S>) {
    this.group = group;
    this.key = groupKey(group);
    this.#tellPlain = options.tellPlain.bind(options);
    this.#hold = options.cache.acquire(group, () => undefined);
  }

  /** The newest. Null: no such service. Undefined: not compiled yet. */
  current(): Target {
    return this.#hold.current();
  }

  /**
   * What a client may come with from before, beside what it was told: what was accepted last before a restart, and
   * what is published.
   */
  othersOf(restored: GroupSnapshot | undefined, told: Target): readonly GroupSnapshot[] {
    const current = this.current() ?? undefined;
    if (restored === undefined && (current === undefined || current === told)) return NONE;
    const [first, second] = restored === undefined ? [current] : [restored, current];
    const known = this.#others;
    if (known[0] === first && known[1] === second) return known;
    return (this.#others = [first, second].flatMap((snapshot) => snapshot ?? []));
  }

  /** The stream needs routes with the weights in them: it is told of them at once if they are there. */
  wantPlain(stream: S): void {
    this.#asking = stream;
    this.#hold.needPlainRoutes(this.#take);
    this.#asking = null;
  }

  /** Something else was published: nothing of before is kept for what was worked out of it. */
  forget(): void {
    this.given = null;
    this.#others = NONE;
  }

  /** The last of its streams has left. */
  release(): void {
    this.#hold.release();
  }

  readonly #take = (rds: ResourceSet): void => {
    if (this.#asking !== null && rds === this.#plain) {
      this.#give(this.#asking, rds);
      return;
    }
    this.#plain = rds;
    this.streams.forEach((stream) => {
      if (stream.tellPlain !== null) this.#give(stream, rds);
    });
  };

  #give(stream: S, rds: ResourceSet): void {
    stream.plain = rds;
    this.#tellPlain(stream);
  }
}
