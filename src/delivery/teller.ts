import type { Target } from './group.ts';
import { eachStream } from './members.ts';
import type { Service, Stream } from './stream.ts';

export interface TellerOptions {
  /** All there are. */
  readonly services: ReadonlyMap<string, Service>;
  /** What the stream is to have now; undefined: not known yet. */
  target(stream: Stream): Target;
  /** The stream is kept from the newest structure. */
  lags(stream: Stream): boolean;
}

/** Tells streams of what has changed for them: each once for all changes of one turn, and only if it has changed. */
export class Teller {
  readonly #options: TellerOptions;
  /** In the order in which they were touched. */
  #touched: Stream[] = [];
  #all = false;
  #flushing = false;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  /** Something may have changed for the stream. */
  touch(stream: Stream): void {
    if (stream.touched) return;
    stream.touched = true;
    this.#touched.push(stream);
    this.#flushSoon();
  }

  /** Something may have changed for every stream. */
  touchAll(): void {
    this.#all = true;
    this.#flushSoon();
  }

  /** Routes with weights fit the structure that they were compiled with, and no other. */
  tellPlain(stream: Stream): void {
    const { plain, tellPlain } = stream;
    if (!plain || !tellPlain || plain === stream.toldPlain) return;
    if (stream.toldPlain !== null && this.#options.lags(stream)) return;
    stream.toldPlain = plain;
    tellPlain(plain);
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    // Never from within a stream's step: its answers go out in their order first.
    queueMicrotask(() => {
      this.#flush();
    });
  }

  #flush(): void {
    const [touched, all] = [this.#touched, this.#all];
    this.#touched = [];
    this.#all = this.#flushing = false;
    for (const stream of touched) {
      stream.touched = false;
      this.#look(stream);
    }
    if (!all) return;
    for (const service of this.#options.services.values()) eachStream(service, this.#look);
  }

  readonly #look = (stream: Stream): void => {
    if (stream.gone) return;
    const target = this.#options.target(stream);
    if (target !== undefined && target !== stream.told) {
      const same = target !== null && stream.told?.version === target.version;
      stream.told = target;
      if (!same) stream.tell(target);
    }
    this.tellPlain(stream);
  };
}
