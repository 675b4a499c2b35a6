import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { builtCommand } from '../../support/bundle.ts';
import { emptyDirectory } from '../../support/catalog-copy.ts';
import { served } from '../../support/served.ts';

const root = join(import.meta.dirname, '..', '..', '..');

interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** The environment without what npm tells its scripts: an installation elsewhere is none of this checkout's. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_TEST|NODE_OPTIONS|NODE_COMPILE_CACHE|MONIKER_CP_|INIT_CWD)/.test(name),
  );
  return Object.fromEntries(entries);
}

async function runIn(cwd: string, command: string, ...words: readonly string[]): Promise<Finished> {
  const child = spawn(command, words, { cwd, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network connectivity/;

/** The tarball installed in an empty folder; null, and the test skipped, where no registry can be reached. */
async function install(t: TestContext): Promise<string | null> {
  const folder = await emptyDirectory(t);
  await builtCommand();
  const packed = await runIn(root, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder);
  assert.equal(packed.code, 0, packed.output);
  const [tarball = ''] = await readdir(folder);
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  const installed = await runIn(elsewhere, 'npm', 'install', '--no-audit', '--no-fund', `../${tarball}`);
  if (installed.code !== 0 && NO_NETWORK.test(installed.output) && process.env['CI'] !== 'true') {
    t.skip(`no package registry can be reached: ${installed.output.slice(0, 200)}`);
    return null;
  }
  assert.equal(installed.code, 0, installed.output);
  return elsewhere;
}

describe('the packed tarball', () => {
  it('installs in an empty folder, where init, check and serve work', async (t) => {
    const folder = await install(t);
    if (folder === null) return;

    const init = await runIn(folder, 'npx', 'moniker-cp', 'init', 'mesh');
    assert.equal(init.code, 0, init.output);
    const check = await runIn(folder, 'npx', 'moniker-cp', 'check', '--strict', '--catalog', 'mesh');
    assert.equal(check.code, 0, check.output);

    const daemon = await served(t, {
      program: join(folder, 'node_modules', '.bin', 'moniker-cp'),
      words: ['serve', '--catalog', 'mesh'],
      cwd: folder,
      env: cleanEnvironment(),
    });
    const status = await runIn(folder, 'npx', 'moniker-cp', 'status', '--server', daemon.url);
    assert.equal(status.code, 0, status.output);
    assert.match(status.output, /^OK {2}snapshot [0-9a-f]{16}/m);
    assert.deepEqual(await daemon.stop(), [0, null]);
  });

  it('holds what users need and nothing of the development', async () => {
    const { code, output } = await runIn(
      root,
      'npm',
      'pack',
      '--ignore-scripts',
      '--dry-run',
      '--json',
      '--silent',
    );
    assert.equal(code, 0, output);
    const paths = [...output.matchAll(/"path": "([^"]+)"/g)].map(([, path = '']) => path);
    for (const wanted of [
      'dist/moniker-cp.js',
      'dist/main.js',
      'dist/worker.js',
      'catalog/mesh.yaml',
      'LICENSE',
    ]) {
      assert.ok(paths.includes(wanted), `${wanted} is missing`);
    }
    const surplus = paths.filter((path) => /^(src|test|scripts|bench)\/|\.tsx?$|\.v8-cache/.test(path));
    assert.deepEqual(surplus, []);
  });
});
