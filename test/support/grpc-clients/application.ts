import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { cleanUp } from '../clean-up.ts';
import type { Program } from './build.ts';

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

export interface ApplicationProps extends Program {
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
