/*
 * Bundles src into dist: `moniker-cp.js` (the launcher, for old Nodes too), `main.js`, a bundle for each kind of thread, and a chunk for
 * each module that is imported lazily. Packages from npm stay outside the bundle.
 * With --if-stale it does nothing while dist is newer than everything that it is made of.
 */
import { existsSync, readdirSync, rmSync, statSync, chmodSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const source = (path) => join(root, 'src', path);
/** Bundled entry points by their name in dist; flat, so that chunks find the worker beside themselves. */
const entries = {
  main: source('main.ts'),
  worker: source('pipeline/worker.ts'),
  'serving-worker': source('threads/worker.ts'),
};

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

function isFresh() {
  const built = ['moniker-cp.js', ...Object.keys(entries).map((name) => `${name}.js`)].map((name) =>
    join(dist, name),
  );
  if (!built.every((file) => existsSync(file))) return false;
  const made = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return ['src', 'package.json', 'scripts/build.mjs'].every((path) => newest(join(root, path)) <= made);
}

/** `new URL('./worker.ts', import.meta.url)` names a source; in dist its bundle lies beside every chunk. */
const workerUrls = {
  name: 'worker-urls',
  setup(builder) {
    builder.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return null;
      const contents = text.replace(
        /new URL\(\s*'([^']+)\.ts',\s*import\.meta\.url\s*,?\s*\)/g,
        (_, name) => {
          const target = resolve(dirname(path), `${name}.ts`);
          const entry = Object.keys(entries).find((key) => entries[key] === target);
          if (entry === undefined)
            throw new Error(`${relative(root, path)} names ${name}.ts, which is not an entry`);
          return `new URL('./${entry}.js', import.meta.url)`;
        },
      );
      return { contents, loader: 'ts' };
    });
  },
};

const shared = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  outdir: dist,
  logLevel: 'warning',
  charset: 'utf8',
  legalComments: 'none',
};

async function bundle() {
  const started = performance.now();
  const [main, launcher] = await Promise.all([
    build({
      ...shared,
      entryPoints: entries,
      splitting: true,
      chunkNames: '[name]-[hash]',
      target: 'node24',
      plugins: [workerUrls],
      metafile: true,
    }),
    build({
      ...shared,
      entryPoints: { 'moniker-cp': source('launcher.ts') },
      target: 'node18',
      metafile: true,
    }),
  ]);
  chmodSync(join(dist, 'moniker-cp.js'), 0o755);
  const outputs = { ...main.metafile.outputs, ...launcher.metafile.outputs };
  const kept = new Set(Object.keys(outputs).map((file) => basename(file)));
  for (const name of readdirSync(dist)) {
    if (!kept.has(name)) rmSync(join(dist, name), { recursive: true });
  }
  const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
  const took = Math.round(performance.now() - started);
  console.log(`built dist: ${kept.size} files, ${Math.round(bytes / 1024)} KB, in ${took} ms`);
}

if (!(process.argv.includes('--if-stale') && isFresh())) await bundle();
