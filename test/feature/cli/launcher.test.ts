import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, open, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { builtCommand } from '../../support/bundle.ts';
import { emptyDirectory } from '../../support/catalog-copy.ts';
import { spawned } from '../../support/cli.ts';

/** Loaded before the launcher: it then sees an old Node. A process that it starts does not load this. */
const PRETEND_OLD = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } });")}`,
];

describe('the launcher', () => {
  let command = '';
  before(async () => {
    command = await builtCommand();
  });

  it('is executable and runs the bundle', async () => {
    assert.notEqual((await stat(command)).mode & 0o100, 0);
    const { code, stdout } = await spawned([command, 'version', '--json']);
    assert.equal(code, 0);
    assert.deepEqual((JSON.parse(stdout) as { node: string }).node, process.versions.node);
  });

  it('hands over to the packaged Node where it runs on an old one, with arguments, input and exit code', async () => {
    const handed = await spawned([...PRETEND_OLD, command, 'version', '--json']);
    assert.deepEqual(
      [handed.code, (JSON.parse(handed.stdout) as { node: string }).node],
      [0, process.versions.node],
    );
    const failing = await spawned([...PRETEND_OLD, command, 'chekc']);
    assert.equal(failing.code, 2);
    assert.match(failing.stderr, /Did you mean "check"/);
  });

  it('says what to do on an old Node without the packaged one', async (t) => {
    const alone = await emptyDirectory(t);
    await cp(command, join(alone, 'moniker-cp.mjs'));
    const { code, stderr } = await spawned([...PRETEND_OLD, join(alone, 'moniker-cp.mjs'), 'version']);
    assert.equal(code, 1);
    assert.match(stderr, /needs Node 24 or newer, and this is 20\.1\.0/);
  });

  it('forwards a signal to the handed-over process and ends as it does', async (t) => {
    const folder = await emptyDirectory(t);
    await cp(command, join(folder, 'moniker-cp.mjs'));
    await mkdir(join(folder, 'node_modules/node/bin'), { recursive: true });
    await writeFile(join(folder, 'node_modules/node/package.json'), '{"name":"node","version":"24.0.0"}');
    await symlink(process.execPath, join(folder, 'node_modules/node/bin/node'));
    const program =
      "process.on('SIGTERM', () => process.exit(7)); setInterval(() => 0, 1000); console.log('up');";
    await writeFile(join(folder, 'main.js'), program);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const child = spawn(process.execPath, [...PRETEND_OLD, join(folder, 'moniker-cp.mjs')]);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [7, null]);
  });

  it("keeps V8's compiled code beside the bundle", async () => {
    await spawned([command, 'version']);
    const [folder = ''] = await readdir(join(command, '..', '.v8-cache'));
    assert.match(folder, new RegExp(`^v${process.versions.node.replaceAll('.', '\\.')}-`));
  });

  it('ends quietly when its reader goes', async () => {
    const child = spawn(
      process.execPath,
      [command, 'compile', '--service', 'gateway', '--catalog', 'catalog'],
      {
        cwd: join(command, '..', '..'),
      },
    );
    child.stdout.once('data', () => child.stdout.destroy());
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.equal(stderr, '');
  });

  it('says in one line that its output cannot be written', { skip: !existsSync('/dev/full') }, async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [command, 'version'], { stdio: ['ignore', full.fd, 'pipe'] });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const [code] = (await once(child, 'close')) as [number | null];
    await full.close();
    assert.equal(code, 1);
    assert.match(errors, /^error: the output cannot be written: ENOSPC[^\n]*\n$/);
  });
});
