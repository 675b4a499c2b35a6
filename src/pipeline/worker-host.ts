import type { EngineAnswer, EngineUpdate } from './engine.ts';
import type { EngineHost } from './engine-host.ts';

import { MISSING } from './files.ts';
import type { FileContent } from './files.ts';
import type { KnownVersions } from './join.ts';
import type { WorkerSettings } from './protocol.ts';
import { createDecoder } from './wire.ts';
import type { Decoder, WireAnswer } from './wire.ts';
import { startWorker, WorkerLostError } from './worker-link.ts';
import type { WorkerLink } from './worker-link.ts';

export interface WorkerHostOptions extends WorkerSettings {
  /** The thread ended by a fault and another takes its place; what is published goes on serving. */
  onLost(error: Error): void;
  /** The module of the thread; default `worker.ts`. */
  readonly url?: URL;
}

/** Runs the engine on a worker thread. */
export function hostWorker(options: WorkerHostOptions): EngineHost {
  return new WorkerHost(options);
}

/**
 * Keeps what a new thread needs to come to where the old one was: the texts of the good versions and of what the
 * directory holds now.
 */
class WorkerHost implements EngineHost {
  readonly #options: WorkerHostOptions;
  readonly #url: URL;
  #link: WorkerLink;
  #decoder: Decoder = createDecoder();
  readonly #current = new Map<string, FileContent>();
  #good: ReadonlyMap<string, FileContent> = new Map();
  /** The good versions at the last publish: those that came after may not join. */
  #published: ReadonlyMap<string, FileContent> = new Map();
  #restored: Uint8Array | null = null;
  #knownVersions: KnownVersions = new Map();
  #proved: string | null = null;
  #groups: EngineUpdate['groups'] = [];
  /** Calls are carried out one after the other, so that a recovery never overlaps with one. */
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    this.#url = options.url ?? new URL('./worker.ts', import.meta.url);
    this.#link = this.#start();
  }

  update(update: EngineUpdate): Promise<EngineAnswer> {
    return this.#inTurn(async () => {
      try {
        return await this.#update(update);
      } catch (error) {
        if (!(error instanceof WorkerLostError)) throw error;
        return this.#retry(update, error);
      }
    });
  }

  restore(bytes: Uint8Array, now: number): Promise<EngineAnswer> {
    return this.#inTurn(async () => {
      const answer = await this.#link.ask<'restore'>({ kind: 'restore', bytes, now });
      this.#restored = bytes;
      return this.#decode(answer);
    });
  }

  group(group: Parameters<EngineHost['group']>[0]): ReturnType<EngineHost['group']> {
    return this.#inTurn(async () => {
      const wire = await this.#recovering(() => this.#link.ask<'group'>({ kind: 'group', group }));
      return wire === null ? null : this.#decoder.group(wire);
    });
  }

  plainRoutes(group: Parameters<EngineHost['plainRoutes']>[0]): ReturnType<EngineHost['plainRoutes']> {
    return this.#inTurn(async () => {
      const wire = await this.#recovering(() =>
        this.#link.ask<'plainRoutes'>({ kind: 'plainRoutes', group }),
      );
      return wire === null ? null : this.#decoder.routes(wire);
    });
  }

  refusals(): ReturnType<EngineHost['refusals']> {
    return this.#inTurn(() => this.#recovering(() => this.#link.ask<'refusals'>({ kind: 'refusals' })));
  }

  origins(question: Parameters<EngineHost['origins']>[0]): ReturnType<EngineHost['origins']> {
    return this.#inTurn(() =>
      this.#recovering(() => this.#link.ask<'origins'>({ kind: 'origins', question })),
    );
  }

  proved(version: string): Promise<null> {
    this.#proved = version;
    return this.#inTurn(() => this.#recovering(() => this.#link.ask<'proved'>({ kind: 'proved', version })));
  }

  lastGood(): Promise<Uint8Array | null> {
    return this.#inTurn(() => this.#recovering(() => this.#link.ask<'lastGood'>({ kind: 'lastGood' })));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#link.end();
  }

  #start(): WorkerLink {
    const { acceptLargeChanges, shareBytes = false } = this.#options;
    const link = startWorker({ acceptLargeChanges, shareBytes }, this.#url);
    void link.ended.then((error) => {
      if (!this.#closed) this.#options.onLost(error);
    });
    return link;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(act, act);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #update(update: EngineUpdate): Promise<EngineAnswer> {
    const wire = await this.#link.ask<'update'>({ kind: 'update', update });
    this.#groups = update.groups;
    for (const [file, content] of update.changes) this.#current.set(file, content);
    const known = new Set(wire.status.inputs.map(({ file }) => file));
    for (const file of this.#current.keys()) if (!known.has(file)) this.#current.delete(file);
    const good = new Map([...this.#good].filter(([file]) => known.has(file)));
    for (const { file, state } of wire.status.inputs) {
      const content = this.#current.get(file);
      if (state === 'current' && content !== undefined) good.set(file, content);
    }
    this.#good = good;
    if (wire.publication !== null) this.#published = good;
    return this.#decode(wire);
  }

  #decode(wire: WireAnswer): EngineAnswer {
    if (wire.publication === null) return { ...wire, publication: null };
    const publication = this.#decoder.publication(wire.publication);
    this.#knownVersions = publication.knownVersions;
    return { ...wire, publication };
  }

  /** A thread that an update ended gets it once more; if it ends again these files are at fault. */
  async #retry(update: EngineUpdate, lost: WorkerLostError): Promise<EngineAnswer> {
    await this.#recover();
    try {
      return await this.#update(update);
    } catch (error) {
      if (!(error instanceof WorkerLostError)) throw error;
    }
    await this.#recover();
    const fault: FileContent = { kind: 'unreadable', error: `the compiler ended over it (${lost.message})` };
    const changes = new Map([...update.changes.keys()].map((file) => [file, fault]));
    return this.#update({ changes, groups: update.groups, now: update.now });
  }

  async #recovering<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WorkerLostError)) throw error;
      await this.#recover();
      return ask();
    }
  }

  /** A new thread: first what is published, then the good versions since, then what the directory holds. */
  async #recover(): Promise<void> {
    if (this.#closed) throw new WorkerLostError('closed');
    await this.#link.end();
    this.#link = this.#start();
    this.#decoder = createDecoder();
    const now = Date.now();
    if (this.#restored !== null)
      await this.#link.ask<'restore'>({ kind: 'restore', bytes: this.#restored, now });
    const [published, good, current] = [this.#published, this.#good, new Map(this.#current)];
    const base = { groups: this.#groups, now, knownVersions: this.#knownVersions };
    await this.#update({ ...base, changes: published });
    if (this.#proved !== null) await this.#link.ask<'proved'>({ kind: 'proved', version: this.#proved });
    for (const [before, after] of [
      [published, good],
      [good, current],
    ] as const) {
      const changes = changesBetween(before, after);
      if (changes.size > 0) await this.#update({ ...base, changes });
    }
  }
}

function changesBetween(
  before: ReadonlyMap<string, FileContent>,
  after: ReadonlyMap<string, FileContent>,
): ReadonlyMap<string, FileContent> {
  const gone = [...before.keys()].filter((file) => !after.has(file)).map((file) => [file, MISSING] as const);
  return new Map([...gone, ...[...after].filter(([file, content]) => before.get(file) !== content)]);
}
