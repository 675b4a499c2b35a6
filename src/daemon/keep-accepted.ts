import type { Accepted } from '../delivery/accepted-format.ts';
import type { AcceptedStore } from './accepted-store.ts';

/** Edits come in bursts, and what is kept need not be newer than this. */
const DELAY_MS = 250;

export interface Keeper {
  /** Something that is to be kept has changed. */
  changed(): void;
  /** Writes what is due, and resolves when nothing is under way. */
  close(): Promise<void>;
}

/** Saves what `accepted` gives soon after it has changed, one save at a time. */
export function keepAccepted(options: {
  readonly store: AcceptedStore;
  readonly accepted: () => Accepted;
  readonly onError: (error: unknown) => void;
}): Keeper {
  const { store, accepted, onError } = options;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  const save = (): void => {
    timer = undefined;
    work = work.then(() => store.save(accepted())).catch(onError);
  };
  return {
    changed() {
      timer ??= setTimeout(save, DELAY_MS).unref();
    },
    async close() {
      if (timer !== undefined) {
        clearTimeout(timer);
        save();
      }
      await work;
    },
  };
}
