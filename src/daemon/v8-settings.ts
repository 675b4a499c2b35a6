/**
 * V8's settings for a process that serves, from when it does: its start is left to V8's own. V8 reads these flags
 * whenever it is about to do what they bound, so they take effect in a running process, in all of its threads.
 *
 * - Space for short-lived objects: V8 would double it, in each thread, while sidecars are served: 25 MB that no thread
 *   needs. It stays within what the start, the largest piece of work, has made of it.
 * - Calls of a function before the optimizing compiler takes it on, by default 3,000: the first changes of a fleet of a
 *   thousand have some eighty functions reach that, which takes V8 a fifth of the processor time of those changes. What
 *   a sidecar costs is system calls and memory that no other sidecar has touched, so the code that V8 makes before
 *   (Maglev's) is nearly as good. What runs hundreds of thousands of times, such as a parser, gets there soon all the
 *   same.
 */
const SERVING_FLAGS: readonly string[] = Object.freeze([
  '--semi-space-growth-factor=1',
  '--invocation-count-for-turbofan=25000',
]);

export function applyServingFlags(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of SERVING_FLAGS) setFlagsFromString(flag);
}
