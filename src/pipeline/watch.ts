import { lstat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type * as chokidar from 'chokidar';
import type { FileContent } from './files.ts';
import { compareScans, readWhole, scan } from './scan.ts';
import type { Scan } from './scan.ts';
import { DEFAULT_RESTS, due, observe, SETTLED } from './settle.ts';
import type { Rests, Settling, Touch } from './settle.ts';

export interface WatchOptions {
  /** The catalog directory. */
  readonly directory: string;
  /** `events`: the system's file events, and a look each second in case one is lost. `poll`: looks only. */
  readonly mode: 'events' | 'poll';
  readonly rests?: Rests;
  /** Milliseconds between looks; default 1000 for `events`, 100 for `poll`. */
  readonly interval?: number;
  onBatch(batch: Batch): void;
  /** The directory or its watch failed; what served goes on serving, and the looks go on. */
  onError(error: unknown): void;
  /** The directory cannot be looked at any more, and why; null: it can again. */
  onSight?(fault: string | null): void;
}

export interface Batch {
  /** Files at rest, read whole. */
  readonly changes: ReadonlyMap<string, FileContent>;
  /** Epoch milliseconds at which the first of them was seen to change. */
  readonly since: number;
}

export interface InputWatcher {
  /** The contents at the start, without waiting for a rest, except for files written this very moment. */
  readAll(): Promise<ReadonlyMap<string, FileContent>>;
  /** The catalogs to look at from now on; resolves to the contents of those that are new. */
  follow(catalogs: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
  /** Begins to report batches; call after the first reads. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Which names are worth an event: no hidden folder (`.git`), but the `..data` links of mounted config maps. */
function isNoise(directory: string, path: string): boolean {
  const names = relative(directory, path).split(sep);
  return names.some(
    (name) => name === 'node_modules' || /^\.(?!\.)/.test(name) || /~$|\.sw[a-z]$/.test(name),
  );
}

function loadChokidar(): Promise<typeof chokidar> {
  const library = import('chokidar');
  // A failure is told by whoever awaits it; until then it must not end the process.
  library.catch(() => undefined);
  return library;
}

export function createInputWatcher(options: WatchOptions): InputWatcher {
  return new Watcher(options);
}

/**
 * Events are hints only: each leads to a look at the directory (coalesced, one at a time), and what has changed
 * since the last look is read once it is at rest. So a lost, doubled or misleading event does no harm.
 */
class Watcher implements InputWatcher {
  readonly #options: WatchOptions;
  readonly #directory: string;
  readonly #rests: Rests;
  #catalogs: readonly string[] = [];
  #last: Scan = { place: '', signatures: new Map() };
  #settling: Settling = SETTLED;
  #hints = new Set<string>();
  #library: Promise<typeof chokidar> | null = null;
  #events: chokidar.FSWatcher | null = null;
  #wake: NodeJS.Timeout | undefined;
  #looks: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #lookQueued = false;
  #started = false;
  #closed = false;
  /** The last look's fault, so that a look each second tells it once. */
  #fault: string | null = null;
  readonly #closing = Promise.withResolvers<undefined>();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#directory = resolve(options.directory);
    this.#rests = options.rests ?? DEFAULT_RESTS;
  }

  async readAll(): Promise<ReadonlyMap<string, FileContent>> {
    this.#last = await scan(this.#directory, this.#catalogs);
    const contents = await this.#readStill([...this.#last.signatures.keys()]);
    // What the watch needs is loaded while another thread works on the contents.
    if (this.#options.mode === 'events') this.#library = loadChokidar();
    return contents;
  }

  async follow(catalogs: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    const added = catalogs.filter((file) => !this.#catalogs.includes(file));
    this.#catalogs = catalogs;
    return added.length === 0 ? new Map() : this.#readStill(added);
  }

  async start(): Promise<void> {
    this.#started = true;
    const interval = this.#options.interval ?? (this.#options.mode === 'poll' ? 100 : 1000);
    this.#looks = setInterval(() => {
      this.#look();
    }, interval);
    if (this.#options.mode === 'events') await this.#listen();
    // What changed between the first reads and now has had no event.
    this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#closing.resolve(undefined);
    clearInterval(this.#looks);
    clearTimeout(this.#wake);
    await this.#events?.close();
    await this.#work;
  }

  /** Reads files until each has been whole and at rest, so that a half-written one is not where serving starts. */
  async #readStill(files: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    const reads = await Promise.all(
      files.map(async (file) => ({ file, ...(await readAtRest(this.#directory, file, this.#rests.slow)) })),
    );
    const signatures = new Map(this.#last.signatures);
    for (const { file, signature } of reads) {
      if (signature === null) signatures.delete(file);
      else signatures.set(file, signature);
    }
    this.#last = { ...this.#last, signatures };
    return new Map(reads.map(({ file, content }) => [file, content]));
  }

  /** Asks for a look; any number of askings before it begins are one. */
  #look(): void {
    if (this.#lookQueued || this.#closed || !this.#started) return;
    this.#lookQueued = true;
    this.#enqueue(async () => {
      this.#lookQueued = false;
      await this.#lookNow();
    });
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#closed) return;
      try {
        await task();
      } catch (error) {
        this.#blind(error instanceof Error ? error.message : String(error), error);
      }
    });
  }

  #blind(fault: string | null, error: unknown = null): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    if (fault !== null) this.#options.onError(error);
    this.#options.onSight?.(fault);
  }

  async #lookNow(): Promise<void> {
    const hints = this.#hints;
    this.#hints = new Set();
    const seen = await scan(this.#directory, this.#catalogs);
    this.#blind(null);
    const touched = new Map<string, Touch>(compareScans(this.#last, seen));
    // A file system with coarse times may not show a second write: an event counts as a change by itself.
    for (const file of hints)
      if (seen.signatures.has(file) && !touched.has(file)) touched.set(file, 'changed');
    const swapped = seen.place !== this.#last.place;
    this.#last = seen;
    this.#observe(touched, swapped);
    if (swapped && this.#events !== null) await this.#listen();
  }

  #observe(touched: ReadonlyMap<string, Touch>, swapped: boolean): void {
    this.#settling = observe(this.#settling, { touched, now: performance.now(), swapped }, this.#rests);
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#wake);
    if (this.#closed || this.#settling.pending.size === 0) return;
    const { ready, wakeAt } = due(this.#settling, performance.now());
    const delay = ready.length > 0 || wakeAt === null ? 0 : Math.max(0, wakeAt - performance.now());
    this.#wake = setTimeout(() => {
      this.#enqueue(() => this.#readDue());
    }, delay);
  }

  async #readDue(): Promise<void> {
    const { settling, ready, since } = due(this.#settling, performance.now());
    this.#settling = settling;
    const place = this.#last.place;
    const reads = await Promise.all(
      ready.map(async (file) => ({ file, read: await readWhole(this.#directory, file) })),
    );
    const moved = new Map<string, Touch>();
    const changes = new Map<string, FileContent>();
    for (const { file, read } of reads) {
      const known = this.#last.signatures.get(file) ?? null;
      if (read === null || read.signature !== known) moved.set(file, 'changed');
      else changes.set(file, read.content);
    }
    const now = await scan(this.#directory, this.#catalogs);
    if (now.place !== place) {
      // Swapped while it was read: everything is looked at again, on the new side.
      for (const file of ready) moved.set(file, 'changed');
      changes.clear();
    }
    if (moved.size > 0) {
      const touched = new Map([...compareScans(this.#last, now), ...moved]);
      this.#last = now;
      this.#observe(touched, now.place !== place);
    }
    if (changes.size > 0 && since !== null) {
      this.#options.onBatch({ changes, since: Date.now() - (performance.now() - since) });
    }
    this.#arm();
  }

  /** (Re)opens the event watch: on the directory, and on the folder of each link that leads to it. */
  async #listen(): Promise<void> {
    const { watch } = await (this.#library ??= loadChokidar());
    const links = await linksOnTheWay(this.#directory);
    await this.#events?.close();
    if (this.#closed) return;
    const folders = links.map((link) => dirname(link));
    const events = watch([this.#directory, ...folders], {
      ignoreInitial: true,
      atomic: false,
      depth: 4,
      ignored: (path) =>
        path.startsWith(this.#directory + sep) || path === this.#directory
          ? isNoise(this.#directory, path)
          : !folders.includes(path) && !links.includes(path),
    });
    this.#events = events;
    events.on('all', (_event, path) => {
      this.#hints.add(relative(this.#directory, path).split(sep).join('/'));
      this.#look();
    });
    events.on('error', (error) => {
      this.#options.onError(error);
    });
    await Promise.race([this.#closing.promise, new Promise<void>((ready) => events.once('ready', ready))]);
  }
}

/** Symbolic links among the directory and the folders above it. */
async function linksOnTheWay(directory: string): Promise<readonly string[]> {
  const links: string[] = [];
  for (let path = directory; path !== dirname(path); path = dirname(path)) {
    const stats = await lstat(path).catch(() => null);
    if (stats?.isSymbolicLink() === true) links.push(path);
  }
  return links;
}

/** A file that is being written is tried again, for three seconds at most. */
async function readAtRest(
  directory: string,
  file: string,
  rest: number,
): Promise<{ readonly content: FileContent; readonly signature: string | null }> {
  for (let tries = 0; ; tries += 1) {
    const read = await readWhole(directory, file);
    const stats = await lstat(join(directory, file)).catch(() => null);
    const age = stats === null ? rest : Date.now() - stats.mtimeMs;
    // A time in the future says nothing: clocks of network mounts differ.
    if (read !== null && (age >= rest || age < 0 || tries >= 30)) return read;
    await new Promise((wake) => setTimeout(wake, Math.min(rest, Math.max(rest - age, 5))));
  }
}
