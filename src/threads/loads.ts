import { createLoadBook } from '../xds/load/load-book.ts';
import type { LoadBook } from '../xds/load/load-book.ts';
import type { Loads } from '../xds/server.ts';

/** The load reports of all threads' sidecars. */
export interface SharedLoads extends Loads {
  readonly book: LoadBook;
  changed(): void;
}

export function createLoads(): SharedLoads {
  const book = createLoadBook();
  const listeners = new Set<() => void>();
  return {
    book,
    changed() {
      for (const listener of [...listeners]) listener();
    },
    view: () => book.view(),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
