import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeCertificates } from '../../test/support/certificates.ts';

export const ROOT = resolve(import.meta.dirname, '..', '..');
/** `contenders.json` names the programs and the certificates below it. */
const CACHE = join(ROOT, '.cache', 'bench');
export const COMPARE = join(CACHE, 'bin', 'compare');
export const LOADER = join(CACHE, 'bin', 'xdsload');

/** The variable that names the folder of the load client and the peers. */
export const SHARED = 'MONIKER_SHARED';

/** The folder of the load client, the peers and their runner; null: it is not here. */
export function benchFolder(): string | null {
  const shared = process.env[SHARED];
  return shared === undefined || shared === '' ? null : join(resolve(shared), 'bench');
}

/** Why what the variable names cannot be built; null where it can, as far as that is seen, or where nothing is named. */
export function whyNoTools(): string | null {
  const folder = benchFolder();
  if (folder === null || existsSync(join(folder, 'go.mod'))) return null;
  return `${SHARED} is ${process.env[SHARED] ?? ''}, where there is no bench/go.mod`;
}

/** Builds the load client, the peer and the runner, and makes a server certificate. */
export async function buildTools(folder: string): Promise<void> {
  mkdirSync(join(CACHE, 'bin'), { recursive: true });
  mkdirSync(join(CACHE, 'tls'), { recursive: true });
  const words = ['build', '-C', folder, '-o', join(CACHE, 'bin') + '/', './cmd/...'];
  const built = spawnSync('go', words, { encoding: 'utf8' });
  if (built.error)
    throw new Error(`the peers are written in Go, which cannot be run: ${built.error.message}`);
  if (built.status !== 0) throw new Error(`go ${words.join(' ')} failed:\n${built.stderr}`);
  const { ca, server } = await makeCertificates();
  const files = { 'ca.crt': ca.cert, 'server.crt': server.cert, 'server.key': server.key };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(CACHE, 'tls', name), text, { mode: 0o600 });
  }
}

/** How many files a process may open at most here: each side of a run needs one for each sidecar. */
export function mostOpenFiles(): number {
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' });
  const text = stdout.trim();
  return text === 'unlimited' ? Infinity : Number(text);
}

/** The peers', as in `go-control-plane 0.14.0, grpc 1.85.0, go1.26.8`. */
export function peerVersions(folder: string): string {
  const manifest = readFileSync(join(folder, 'go.mod'), 'utf8');
  const modules = ['github.com/envoyproxy/go-control-plane', 'google.golang.org/grpc'].map((name) => {
    const version = new RegExp(`\\s${name} v(\\S+)`).exec(manifest)?.[1] ?? '?';
    return `${name.endsWith('grpc') ? 'grpc-go' : 'go-control-plane'} ${version}`;
  });
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  return [...modules, stdout.trim()].join(', ');
}
