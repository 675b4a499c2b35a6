import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { emptyDirectory } from '../catalog-copy.ts';

const run = promisify(execFile);
const folder = (language: string): string => join(import.meta.dirname, language);

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Builds once a test, into a directory that goes with it. */
type Builder = (t: TestContext, name: string) => Promise<Program>;

function onceATest(build: Builder): Builder {
  const built = new WeakMap<TestContext, Map<string, Promise<Program>>>();
  return (t, name) => {
    const programs = built.get(t) ?? new Map<string, Promise<Program>>();
    built.set(t, programs);
    const program = programs.get(name) ?? build(t, name);
    programs.set(name, program);
    return program;
  };
}

/** By the package's folder: `./proxyless`. */
export const goProgram: Builder = onceATest(async (t, name) => {
  const command = join(await emptyDirectory(t), 'program');
  await run('go', ['build', '-o', command, name], { cwd: folder('go') });
  return { command, args: [] };
});

/** By the class that has the main function. */
export const javaProgram: Builder = onceATest(async (t, name) => {
  const out = await emptyDirectory(t);
  await run('mvn', ['-q', '-B', '-ntp', `-Dout=${out}`, 'compile'], { cwd: folder('java') });
  const libraries = await readFile(join(out, 'classpath.txt'), 'utf8');
  return { command: 'java', args: ['-cp', `${join(out, 'classes')}:${libraries.trim()}`, name] };
});

/** @grpc/grpc-js and what is built on it: a file below node. */
export const nodeProgram: Builder = (_, name) =>
  Promise.resolve({ command: process.execPath, args: [join(folder('node'), name)] });

/** Why a test with these tools is passed over; false: it runs. In CI a missing one is a failure, never a skip. */
export function missing(...tools: readonly (readonly [command: string, flag: string])[]): string | false {
  if (process.env['CI'] !== undefined) return false;
  for (const [command, flag] of tools) {
    try {
      execFileSync(command, [flag], { stdio: 'ignore' });
    } catch {
      return `${command} is not installed`;
    }
  }
  return false;
}

export const NO_GO = missing(['go', 'version']);
export const NO_JAVA = missing(['mvn', '-version'], ['java', '-version']);
