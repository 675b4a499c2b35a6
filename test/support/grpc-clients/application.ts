import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { emptyDirectory } from '../catalog-copy.ts';
import { cleanUp } from '../clean-up.ts';

/** Who answered, and how often; `failed` stands for calls that nobody answered. */
export type Tally = Readonly<Record<string, number>>;

/** A gRPC application in a process of its own (see node/proxyless.ts for its commands). */
export interface Application {
  /** So many calls, some of them at the same time. */
  calls(count: number, header?: readonly [name: string, value: string]): Promise<Tally>;
  /** Calls without a pause until `stop`, which tells what came of them. */
  load(): void;
  stop(): Promise<Tally>;
}

export interface ApplicationProps {
  readonly command: string;
  readonly args: readonly string[];
  /** The file that its library is told of the control plane. */
  readonly bootstrap: object;
}

/** Ends with the test. */
export function startApplication(
  t: TestContext,
  { command, args, bootstrap }: ApplicationProps,
): Application {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, GRPC_XDS_BOOTSTRAP_CONFIG: JSON.stringify(bootstrap) },
  });
  const closed = once(child, 'close');
  cleanUp(t, async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const tell = (line: string): void => void child.stdin.write(`${line}\n`);
  const answer = async (): Promise<Tally> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the application has ended');
    const words = next.value.split(' ').slice(1);
    return Object.fromEntries(
      words.map((word) => {
        const [who = '', count] = word.split('=');
        return [who, Number(count)];
      }),
    );
  };
  return {
    calls(count, header) {
      tell(['calls', count, ...(header ?? [])].join(' '));
      return answer();
    },
    load() {
      tell('load');
    },
    stop() {
      tell('stop');
      return answer();
    },
  };
}

/** How the application of a library is started; null: its toolchain is not here. */
export type Launcher = (
  t: TestContext,
  target: string,
) => Promise<Pick<ApplicationProps, 'command' | 'args'>>;

/** By @grpc/grpc-js-xds. */
export const nodeApplication: Launcher = (_, target) =>
  Promise.resolve({
    command: process.execPath,
    args: [join(import.meta.dirname, 'node/proxyless.ts'), target],
  });

/** By grpc-go; built when it is first asked for. */
export const goApplication: Launcher = async (t, target) => {
  const program = join(await emptyDirectory(t), 'proxyless');
  execFileSync('go', ['build', '-o', program, './proxyless'], { cwd: join(import.meta.dirname, 'go') });
  return { command: program, args: [target] };
};

/** Why a test with this toolchain is passed over; false: it runs. In CI a missing one is a failure, never a skip. */
export function missing(toolchain: string, args: readonly string[]): string | false {
  if (process.env['CI'] !== undefined) return false;
  try {
    execFileSync(toolchain, args, { stdio: 'ignore' });
    return false;
  } catch {
    return `${toolchain} is not installed`;
  }
}
