import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createAcceptedStore } from '../../../src/daemon/accepted-store.ts';
import type { Accepted } from '../../../src/delivery/accepted-format.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { acceptedState } from '../../support/accepted-states.ts';

async function folder(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'accepted-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** What is kept of it: all but the secrets. */
function kept({ groups, verdicts }: Accepted): Accepted {
  const sets = ({ extra, ...rest }: GroupSnapshot): GroupSnapshot => ({
    ...rest,
    ...(extra?.ecds && { extra: { ecds: extra.ecds } }),
  });
  return { groups: groups.map(sets), verdicts };
}

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) =>
      item instanceof Map
        ? [...(item as Map<unknown, unknown>)]
        : item instanceof Uint8Array
          ? [...item]
          : item,
    ),
  );

describe('the store of what sidecars accepted', () => {
  it('gives back which variants there were, and their snapshots', async (t) => {
    const directory = await folder(t);
    const { groups, verdicts } = kept(acceptedState(1));
    const [first] = groups;
    assert.ok(first);
    const zone = { ...first, group: { ...first.group, variant: 'zone=a' }, version: 'of zone a' };
    const accepted = { groups: [...groups, zone], verdicts, variants: { rules: [], zones: ['a'] } };
    await createAcceptedStore(directory).save(accepted);
    assert.deepEqual(plain(await createAcceptedStore(directory).load()), plain(accepted));
  });

  it('gives back what it keeps, without secrets, for this user only', async (t) => {
    const directory = await folder(t);
    const store = createAcceptedStore(directory);
    assert.equal(await store.load(), null);
    await store.save(acceptedState(1));
    await store.save(acceptedState(2));
    const again = await createAcceptedStore(directory).load();
    assert.deepEqual(plain(again), plain(kept(acceptedState(2))));
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const path = join(file.parentPath, file.name);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.ok(!(await readFile(path, 'latin1')).includes('hunter2'), `a secret in ${file.name}`);
    }
  });

  it('keeps the bytes of a resource once, and no longer than they are named', async (t) => {
    const directory = await folder(t);
    const store = createAcceptedStore(directory);
    const count = async (): Promise<number> => (await readdir(join(directory, 'resources'))).length;
    await store.save(acceptedState(1));
    const first = await count();
    await store.save(acceptedState(2));
    assert.equal(await count(), first);
    await store.save({ groups: [], verdicts: [] });
    assert.equal(await count(), 0);
  });

  it('says what is damaged', async (t) => {
    const damages: readonly (readonly [string, RegExp, (directory: string) => Promise<void>])[] = [
      [
        'cut',
        /checksum/,
        async (at) => truncate(join(at, 'accepted'), (await stat(join(at, 'accepted'))).size - 9),
      ],
      ['emptied', /not an index/, (at) => writeFile(join(at, 'accepted'), '')],
      ['of another format', /format is 99/, (at) => writeFile(join(at, 'accepted'), '{"format":99}\n{}\n')],
      [
        'edited',
        /checksum/,
        async (at) => {
          const text = await readFile(join(at, 'accepted'), 'utf8');
          await writeFile(join(at, 'accepted'), text.replace('a/v1', 'a/v2'));
        },
      ],
      [
        'a resource cut',
        /is damaged/,
        async (at) => truncate(join(at, 'resources', (await readdir(join(at, 'resources')))[0] ?? ''), 3),
      ],
      [
        'a resource gone',
        /is not there/,
        async (at) => rm(join(at, 'resources', (await readdir(join(at, 'resources')))[0] ?? '')),
      ],
    ];
    for (const [what, says, damage] of damages) {
      const directory = await folder(t);
      await createAcceptedStore(directory).save(acceptedState(1));
      await damage(directory);
      await assert.rejects(createAcceptedStore(directory).load(), says, what);
      // It is not in the way of what comes after it.
      const store = createAcceptedStore(directory);
      await store.save(acceptedState(2));
      assert.deepEqual(
        plain(await createAcceptedStore(directory).load()),
        plain(kept(acceptedState(2))),
        what,
      );
    }
  });

  it('has a whole state whenever its process is killed', async (t) => {
    const directory = await folder(t);
    const script = join(import.meta.dirname, '../../support/accepted-writer.ts');
    let last = 0;
    for (let round = 0; round < 15; round += 1) {
      const writer = spawn(process.execPath, [script, directory, String(last + 1)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines = createInterface({ input: writer.stdout });
      // Killed somewhere within a save: after so many lines and a random number of turns of the loop.
      let left = 1 + Math.floor(Math.random() * 6);
      for await (const line of lines) {
        last = Number(line);
        left -= 1;
        if (left > 0) continue;
        for (let turns = Math.floor(Math.random() * 300); turns > 0; turns -= 1) {
          await new Promise((resolve) => void setImmediate(resolve));
        }
        break;
      }
      writer.kill('SIGKILL');
      if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
      assert.ok(existsSync(join(directory, 'accepted')));
      const found = await createAcceptedStore(directory).load();
      const revision = found?.verdicts[0]?.since ?? 0;
      assert.ok(revision >= last, `${revision} is older than ${last}, which was done`);
      assert.deepEqual(plain(found), plain(kept(acceptedState(revision))));
      last = revision;
    }
  });
});
