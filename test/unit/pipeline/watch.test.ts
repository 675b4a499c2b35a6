import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { FileContent } from '../../../src/pipeline/files.ts';
import { createInputWatcher } from '../../../src/pipeline/watch.ts';
import type { Batch, InputWatcher, WatchOptions } from '../../../src/pipeline/watch.ts';

const roots: string[] = [];
after(async () => {
  for (const root of roots) await rm(root, { recursive: true, force: true });
});

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'watch-'));
  roots.push(root);
  await write(root, files);
  return root;
}

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

const FILES = {
  'mesh.yaml': 'mesh',
  'endpoints.yaml': 'endpoints',
  'a.yaml': 'catalog',
  'rollouts/r.yaml': 'weights',
};

/** A running watcher, and what it has reported. */
class Watched {
  readonly watcher: InputWatcher;
  readonly batches: Batch[] = [];
  readonly seen = new Map<string, FileContent>();
  readonly #events = new EventEmitter();

  constructor(directory: string, options: Partial<WatchOptions> = {}) {
    this.watcher = createInputWatcher({
      directory,
      mode: 'events',
      ...options,
      onBatch: (batch) => {
        this.batches.push(batch);
        for (const [file, content] of batch.changes) this.seen.set(file, content);
        this.#events.emit('batch');
      },
      onError: (error) => {
        this.#events.emit('error', error);
      },
    });
  }

  async start(): Promise<ReadonlyMap<string, FileContent>> {
    const all = new Map(await this.watcher.readAll());
    for (const [file, content] of await this.watcher.follow(['a.yaml'])) all.set(file, content);
    await this.watcher.start();
    return all;
  }

  /** Waits for reports until the newest of the file is this text; null: that it is missing. */
  async until(file: string, text: string | null): Promise<void> {
    for (;;) {
      const content = this.seen.get(file);
      if (text === null ? content?.kind === 'missing' : content?.kind === 'text' && content.text === text)
        return;
      await once(this.#events, 'batch', { signal: AbortSignal.timeout(20_000) });
    }
  }
}

async function watching(
  directory: string,
  body: (watched: Watched) => Promise<void>,
  options: Partial<WatchOptions> = {},
): Promise<void> {
  const watched = new Watched(directory, options);
  try {
    await watched.start();
    await body(watched);
  } finally {
    await watched.watcher.close();
  }
}

for (const mode of ['events', 'poll'] as const) {
  describe(`watching by ${mode}`, () => {
    it('sees a save by rename, a write in place, a file added and one removed', async () => {
      const root = await folder(FILES);
      await watching(
        root,
        async (watched) => {
          await writeFile(join(root, 'rollouts/.r.tmp'), 'renamed');
          await rename(join(root, 'rollouts/.r.tmp'), join(root, 'rollouts/r.yaml'));
          await watched.until('rollouts/r.yaml', 'renamed');
          await writeFile(join(root, 'a.yaml'), 'in place');
          await watched.until('a.yaml', 'in place');
          await writeFile(join(root, 'rollouts/new.yaml'), 'added');
          await watched.until('rollouts/new.yaml', 'added');
          await rm(join(root, 'rollouts/new.yaml'));
          await watched.until('rollouts/new.yaml', null);
          await rm(join(root, 'mesh.yaml'));
          await watched.until('mesh.yaml', null);
          assert.equal(watched.seen.has('rollouts/.r.tmp'), false);
        },
        { mode },
      );
    });

    it('sees the swap of the data link of a mounted config map, all files at once', async () => {
      const root = await folder({});
      await write(join(root, '..1'), FILES);
      await symlink('..1', join(root, '..data'));
      for (const file of ['mesh.yaml', 'endpoints.yaml', 'a.yaml', 'rollouts'])
        await symlink(`..data/${file}`, join(root, file));
      await watching(
        root,
        async (watched) => {
          await cp(join(root, '..1'), join(root, '..2'), { recursive: true });
          await write(join(root, '..2'), { 'mesh.yaml': 'mesh 2', 'rollouts/r.yaml': 'weights 2' });
          await symlink('..2', join(root, '..tmp'));
          await rename(join(root, '..tmp'), join(root, '..data'));
          await watched.until('mesh.yaml', 'mesh 2');
          const batch = watched.batches.find(({ changes }) => changes.has('mesh.yaml'));
          assert.deepEqual(batch?.changes.get('rollouts/r.yaml'), { kind: 'text', text: 'weights 2' });
        },
        { mode },
      );
    });

    it('sees that the directory itself is a link that leads elsewhere, and follows it there', async () => {
      const root = await folder({});
      await write(join(root, 'release-1'), FILES);
      await write(join(root, 'release-2'), {
        ...FILES,
        'mesh.yaml': 'mesh 2',
        'endpoints.yaml': 'endpoints 2',
      });
      await symlink('release-1', join(root, 'current'));
      await watching(
        join(root, 'current'),
        async (watched) => {
          await symlink('release-2', join(root, 'next'));
          await rename(join(root, 'next'), join(root, 'current'));
          await watched.until('mesh.yaml', 'mesh 2');
          const batch = watched.batches.find(({ changes }) => changes.has('mesh.yaml'));
          assert.ok(batch?.changes.has('endpoints.yaml'), 'one swap is one batch');
          await writeFile(join(root, 'release-2/rollouts/r.yaml'), 'weights 3');
          await watched.until('rollouts/r.yaml', 'weights 3');
        },
        { mode },
      );
    });
  });
}

describe('watching', () => {
  it('ends a burst of 1,000 writes with the last text', async () => {
    const root = await folder(FILES);
    await watching(root, async (watched) => {
      for (let n = 1; n <= 1000; n += 1) await writeFile(join(root, 'rollouts/r.yaml'), `weights ${n}`);
      await watched.until('rollouts/r.yaml', 'weights 1000');
      assert.ok(watched.batches.length < 1000, `${watched.batches.length} batches`);
    });
  });

  it('reads nothing of a file that is written in pieces until it is whole, wherever it is cut', async () => {
    const lines = Array.from({ length: 6 }, (_, n) => `line ${n}\n`);
    const whole = lines.join('');
    const cuts = lines.flatMap((_, first) =>
      lines.slice(first).map((__, second) => [first, first + second] as const),
    );
    const targets = ['mesh.yaml', 'a.yaml', 'endpoints.yaml', 'rollouts/r.yaml'];
    const cases = targets.flatMap((file) => cuts.map(([first, second]) => ({ file, first, second })));
    await Promise.all(
      cases.map(async (one) => {
        const root = await folder(FILES);
        // Rests far above what a busy machine makes of the pauses between the pieces.
        await watching(root, (watched) => writeInPieces(watched, { root, ...one }), {
          rests: { fast: 400, slow: 400 },
        });
      }),
    );

    async function writeInPieces(
      watched: Watched,
      {
        root,
        file,
        first,
        second,
      }: { readonly root: string; readonly file: string; readonly first: number; readonly second: number },
    ): Promise<void> {
      const path = join(root, file);
      await writeFile(path, lines.slice(0, first).join(''));
      await pause();
      await appendFile(path, lines.slice(first, second).join(''));
      await pause();
      await appendFile(path, lines.slice(second).join(''));
      await watched.until(file, whole);
      assert.deepEqual(
        watched.batches.flatMap(({ changes }) => [...changes.keys()]),
        [file],
      );
    }
  });

  it('waits at the start for a file that is being written', async () => {
    const root = await folder(FILES);
    await writeFile(join(root, 'mesh.yaml'), 'half');
    const watched = new Watched(root);
    const reading = watched.start();
    await appendFile(join(root, 'mesh.yaml'), ' and half');
    const contents = await reading;
    assert.deepEqual(contents.get('mesh.yaml'), { kind: 'text', text: 'half and half' });
    await watched.watcher.close();
  });

  it('tells apart a file that is missing and one that cannot be read', async () => {
    const root = await folder({ 'mesh.yaml': 'mesh' });
    await mkdir(join(root, 'endpoints.yaml'));
    const watched = new Watched(root);
    const contents = await watched.start();
    assert.equal(contents.get('endpoints.yaml')?.kind, 'unreadable');
    assert.equal(contents.get('a.yaml')?.kind, 'missing');
    await watched.watcher.close();
  });
});

/** One turn of the event loop and a little more: far below the rest. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3));
}
