import { readFile, readdir } from 'node:fs/promises';

const MEGABYTE = 1024 * 1024;
/** Linux counts CPU time in these for user space, on every architecture. */
const TICKS_PER_SECOND = 100;

export interface Memory {
  /** Megabytes resident. */
  readonly rss: number;
  /** Of it the process's own: heaps, stacks, buffers. */
  readonly anonymous: number;
  /** Of it pages of files, above all Node's binary: shared by all processes that run it. */
  readonly file: number;
}

/** Of a process on Linux, by its id. */
export async function memoryOf(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${name}`);
    return (Number(kilobytes) * 1024) / MEGABYTE;
  };
  return { rss: field('VmRSS'), anonymous: field('RssAnon'), file: field('RssFile') };
}

/** Seconds of CPU that a process has used on all its threads, user and system. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Milliseconds of CPU that a process's living threads have used, to the nanosecond: for spans too short for ticks. */
export async function cpuMillisecondsOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const used = threads.map(async (thread) => {
    const [nanoseconds = '0'] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ');
    return Number(nanoseconds) / 1e6;
  });
  return (await Promise.all(used)).reduce((sum, one) => sum + one, 0);
}
