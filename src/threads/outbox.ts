import type { Batch } from './protocol.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Collects what a turn of the loop brings, so that the main thread is woken once for all of it. */
export interface Outbox {
  /** Adds to a list of the batch that goes at the end of this turn. */
  add<K extends ListKey>(list: K, item: ListItem<K>): void;
  /** A batch is to go at the end of this turn, whatever is in it then. */
  wake(): void;
  /** A batch is to go before long: what is in it by itself can wait. */
  wakeLater(): void;
  /** Sends what there is now. */
  flush(): void;
}

type ListKey = 'opened' | 'plainRoutes' | 'refused' | 'closed' | 'loads' | 'log';
type ListItem<K extends ListKey> = NonNullable<Batch[K]>[number];

export interface OutboxOptions {
  readonly send: (batch: Batch) => void;
  /** Called before a batch goes: the rest of it, which is worked out once for the turn. */
  readonly rest: () => Partial<Batch>;
  /** Runs a task at the end of the turn. */
  readonly defer: (task: () => void) => void;
  /** Runs a task before long. */
  readonly later: (task: () => void) => void;
}

export function createOutbox({ send, rest, defer, later }: OutboxOptions): Outbox {
  let lists: { [K in ListKey]?: ListItem<K>[] } = {};
  let awake = false;
  let waiting = false;

  const flush = (): void => {
    const batch: Partial<Mutable<Batch>> = { ...lists, ...rest() };
    lists = {};
    if (Object.keys(batch).length > 0) send(batch);
  };
  const wake = (): void => {
    if (awake) return;
    awake = true;
    defer(() => {
      awake = false;
      flush();
    });
  };
  return {
    add(list, item) {
      const items = (lists[list] ??= []) as ListItem<typeof list>[];
      items.push(item);
      wake();
    },
    wake,
    wakeLater() {
      if (awake || waiting) return;
      waiting = true;
      later(() => {
        waiting = false;
        flush();
      });
    },
    flush,
  };
}
