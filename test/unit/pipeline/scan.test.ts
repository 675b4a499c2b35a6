import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { FileContent } from '../../../src/pipeline/files.ts';
import { compareScans, readWhole, scan } from '../../../src/pipeline/scan.ts';

async function folder(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'scan-'));
  t.after(() => rm(root, { recursive: true }));
  return root;
}

async function read(root: string): Promise<FileContent | undefined> {
  return (await readWhole(root, 'mesh.yaml'))?.content;
}

describe('reading an input', () => {
  it('refuses what is not a file, without waiting for a writer', async (t) => {
    const root = await folder(t);
    execFileSync('mkfifo', [join(root, 'mesh.yaml')]);
    assert.deepEqual(await read(root), { kind: 'unreadable', error: 'it is a device, pipe or socket' });
    await rm(join(root, 'mesh.yaml'));
    await symlink('/dev/zero', join(root, 'mesh.yaml'));
    assert.deepEqual(await read(root), { kind: 'unreadable', error: 'it is a device, pipe or socket' });
    await rm(join(root, 'mesh.yaml'));
    await mkdir(join(root, 'mesh.yaml'));
    assert.deepEqual(await read(root), { kind: 'unreadable', error: 'it is a directory' });
  });

  it('does not take into memory what no parser would take', async (t) => {
    const root = await folder(t);
    await writeFile(join(root, 'mesh.yaml'), '');
    await truncate(join(root, 'mesh.yaml'), 2 ** 40);
    const content = await read(root);
    assert.ok(content?.kind === 'unreadable');
    assert.match(content.error, /^it has 1099511627776 bytes/);
  });

  it('names the line of the first byte that is not UTF-8', async (t) => {
    const root = await folder(t);
    const text = Buffer.from('# größer, 表, 🦉\nmesh: a\n# caf\xe9\nnext: \xe9\n', 'utf8').toString('utf8');
    const lines = text.split('\n');
    await writeFile(
      join(root, 'mesh.yaml'),
      Buffer.concat([
        Buffer.from(`${lines.slice(0, 2).join('\n')}\n`),
        Buffer.from('# caf\xe9\nb: \xe9\n', 'latin1'),
      ]),
    );
    assert.deepEqual(await read(root), {
      kind: 'unreadable',
      error: 'it is not UTF-8 text (line 3): save it with that encoding',
    });
    await writeFile(join(root, 'mesh.yaml'), text);
    assert.deepEqual(await read(root), { kind: 'text', text });
  });
});

describe('a look at the directory', () => {
  it('fails where the rollouts cannot be listed, and does not take them for deleted', async (t) => {
    const root = await folder(t);
    await symlink('x'.repeat(300), join(root, 'rollouts'));
    await assert.rejects(scan(root, []), /ENAMETOOLONG/);
  });

  it('tells a file that was put in place whole from one that is written under its name', async (t) => {
    const root = await folder(t);
    const [file, other] = [join(root, 'mesh.yaml'), join(root, 'other')];
    await writeFile(file, 'first');
    const first = await scan(root, []);
    await writeFile(file, 'second, in place');
    const second = await scan(root, []);
    assert.deepEqual([...compareScans(first, second)], [['mesh.yaml', 'changed']]);

    await writeFile(other, 'third, aside');
    // As if it had been written a while ago.
    await utimes(other, 1_000, 1_000);
    await rename(other, file);
    const third = await scan(root, []);
    assert.deepEqual([...compareScans(second, third)], [['mesh.yaml', 'replaced']]);

    // Written under a name that was free meanwhile: a new file, but nothing was done to it since.
    await rename(file, other);
    await writeFile(file, 'fourth');
    const fourth = await scan(root, []);
    const { mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    assert.equal(mtimeNs, ctimeNs);
    assert.deepEqual([...compareScans(third, fourth)], [['mesh.yaml', 'changed']]);
  });
});
