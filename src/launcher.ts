#!/usr/bin/env node
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * The installed command. It runs on whatever Node the shell finds first, so it is built for an old one, uses
 * nothing new before it has looked at the version, and hands over to the `node` package's binary if need be.
 */

const WANTED_MAJOR = 24;
/** Set for the handed-over process, so that a wrong binary ends in a message and not in a chain of processes. */
const HANDED_OVER = 'MONIKER_CP_HANDED_OVER';

const here = dirname(fileURLToPath(import.meta.url));
const current = Number(process.versions.node.split('.')[0]);

if (current >= WANTED_MAJOR) {
  enableCompileCache();
  const main = './main.js';
  await import(main);
} else {
  await handOver();
}

/**
 * Compiled code is kept beside the bundle, so that an image can ship it warm and a read-only one can use it.
 * Worker threads read the variable. Where the folder cannot be made, Node's own default folder serves.
 */
function enableCompileCache(): void {
  if (
    process.env['NODE_COMPILE_CACHE'] !== undefined ||
    process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined
  )
    return;
  const beside = join(here, '.v8-cache');
  if (module.enableCompileCache(beside).directory !== undefined) process.env['NODE_COMPILE_CACHE'] = beside;
  else module.enableCompileCache();
}

function packagedNode(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

async function handOver(): Promise<void> {
  const binary = packagedNode();
  if (binary === null || process.env[HANDED_OVER] !== undefined) {
    process.stderr.write(
      `moniker-cp needs Node ${String(WANTED_MAJOR)} or newer, and this is ${process.versions.node}. ` +
        `The npm package "node" that would bring it is not installed: ` +
        `install again with scripts allowed, or put a newer Node first on PATH.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(binary, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [HANDED_OVER]: '1' },
  });
  forwardSignals(child);
  child.on('error', (error) => {
    process.stderr.write(`moniker-cp cannot start ${binary}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** On a terminal the kernel sends ^C to the whole foreground group: forwarded as well, it would count twice. */
function forwardSignals(child: ChildProcess): void {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const) {
    process.on(signal, () => {
      if (!(signal === 'SIGINT' && onTerminal)) child.kill(signal);
    });
  }
}
