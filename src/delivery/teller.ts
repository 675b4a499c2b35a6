import type { Stream } from './members.ts';

export interface TellerOptions {
  /** Begins a turn: what each stream is to have now; undefined: not known yet, or the stream has gone. */
  turn(): (stream: Stream) => Stream['told'];
  /** The stream is kept from the newest structure. */
  lags(stream: Stream): boolean;
}

/** Tells streams of what has changed for them: each once for all changes of one turn, and only if it has changed. */
export class Teller {
  readonly #options: TellerOptions;
  readonly #dirty = new Set<Stream>();
  #flushing = false;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  /** Something may have changed for the stream. */
  touch(stream: Stream): void {
    this.#dirty.add(stream);
    if (this.#flushing) return;
    this.#flushing = true;
    // Never from within a stream's step: its answers go out in their order first.
    queueMicrotask(() => {
      this.#flush();
    });
  }

  /** The stream has gone. */
  forget(stream: Stream): void {
    this.#dirty.delete(stream);
  }

  /** Routes with weights fit the structure that they were compiled with, and no other. */
  tellPlain(stream: Stream): void {
    const { plain, tellPlain } = stream;
    if (!plain || !tellPlain || plain === stream.toldPlain) return;
    if (stream.toldPlain !== null && this.#options.lags(stream)) return;
    stream.toldPlain = plain;
    tellPlain(plain);
  }

  #flush(): void {
    this.#flushing = false;
    const streams = [...this.#dirty];
    this.#dirty.clear();
    const targetOf = this.#options.turn();
    for (const stream of streams) {
      const target = targetOf(stream);
      if (target !== undefined && target !== stream.told) {
        const same = target !== null && stream.told?.version === target.version;
        stream.told = target;
        if (!same) stream.tell(target);
      }
      this.tellPlain(stream);
    }
  }
}
