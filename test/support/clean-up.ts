import type { TestContext } from 'node:test';
import { Cleanup } from '../../scripts/local-mesh/cleanup.ts';

const stacks = new WeakMap<TestContext, Cleanup>();

/**
 * Undoes something when the test is over: the last first, and all of it even if one fails. The runner's own hooks run
 * in the order in which they were given and end with the first that fails, so that a directory would go while a daemon
 * still writes to it, and the daemon would then never be closed.
 */
export function cleanUp(t: TestContext, step: () => unknown): void {
  let stack = stacks.get(t);
  if (stack === undefined) {
    const made = (stack = new Cleanup());
    stacks.set(t, made);
    t.after(() => made.run());
  }
  stack.defer(async () => {
    await step();
  });
}
