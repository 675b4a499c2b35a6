import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { startBenchDaemon } from './daemon.ts';
import type { BenchDaemon } from './daemon.ts';
import type { BenchRow, Suite } from './row.ts';
import { median, percentile } from './statistics.ts';

const RUNS = 21;
const RUNS_WITHOUT_CACHE = 7;

/** Node by itself: the floor under every program that it runs. */
async function bareNode(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - started;
}

async function startOnce(env?: NodeJS.ProcessEnv): Promise<BenchDaemon> {
  const daemon = await startBenchDaemon({ ...(env !== undefined && { env }) });
  await daemon.stop();
  return daemon;
}

const STEPS: Readonly<Record<string, string>> = {
  command: 'Node starts, the command line is read',
  modules: 'the serving modules load: gRPC, HTTP/2, the log (meanwhile the compile thread starts)',
  snapshot: 'the files are read, parsed, compiled, published (meanwhile the file watch loads)',
  listening: 'both addresses are listened on',
  watching: 'the catalog directory is watched',
};

/** The steps end to end: each from the end of the one before. */
function steps(daemons: readonly BenchDaemon[]): readonly BenchRow[] {
  const names = Object.keys(daemons[0]?.ready.startupMs ?? {});
  return names.map((name, index) => {
    const before = names[index - 1];
    const took = daemons.map(({ ready: { startupMs } }) => {
      return (startupMs[name] ?? 0) - (before === undefined ? 0 : (startupMs[before] ?? 0));
    });
    return { name: `of it: ${STEPS[name] ?? name}`, measured: median(took), unit: 'ms', bound: null };
  });
}

export const START: Suite = {
  key: 'start',
  title: 'From start to ready',
  method:
    `moniker-cp serve with the sample catalog, from the creation of the process to its ready line, ${RUNS} runs, ` +
    'V8’s compile cache warm from an earlier start unless it says otherwise. The parts are the daemon’s own ' +
    'account in that line.',
  async run(progress) {
    await startOnce();
    const daemons: BenchDaemon[] = [];
    const bare: number[] = [];
    progress(`${RUNS} starts`);
    for (let run = 0; run < RUNS; run += 1) {
      daemons.push(await startOnce());
      bare.push(await bareNode());
    }
    progress(`${RUNS_WITHOUT_CACHE} starts without the compile cache`);
    const cold: number[] = [];
    const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
    for (let run = 0; run < RUNS_WITHOUT_CACHE; run += 1) cold.push((await startOnce(env)).tookMs);
    const took = daemons.map(({ tookMs }) => tookMs);
    const row = (name: string, measured: number, bound: number | null = null): BenchRow => ({
      name,
      measured,
      unit: 'ms',
      bound,
    });
    return [
      row('start to ready, median', median(took), 300),
      row('start to ready, p90', percentile(took, 0.9), 300),
      row('start to ready, fastest', percentile(took, 0)),
      row('CPU used until ready, all threads', median(daemons.map(({ cpuMs }) => cpuMs))),
      ...steps(daemons),
      row('start to ready without a compile cache, median', median(cold)),
      row('Node alone, start to end, median', median(bare)),
    ];
  },
};
