import { EnvoyMissing, ensureEnvoy } from '../local-mesh/envoy-binary.ts';
import { churn } from './churn.ts';
import { USAGE, soakSettings, type SoakSettings } from './options.ts';
import { soak } from './run.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<number> {
  let settings: SoakSettings | null;
  try {
    settings = soakSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (settings === null) {
    say(USAGE);
    return 0;
  }
  return settings.kind === 'churn' ? runChurn(settings) : runSteps(settings);
}

async function runChurn({ seed, minutes, heapDir }: SoakSettings): Promise<number> {
  const result = await churn({
    seed,
    minutes: minutes ?? 30,
    progress: say,
    ...(heapDir !== null && { heapDir }),
  });
  const { quarters, flat } = result;
  say(
    `seed ${seed}: ${result.edits} edits, ${result.connects} connects, ${result.responses} responses, ` +
      `${result.rejections} rejections, ${result.verdicts} by sidecars, ${result.holds} snapshots held`,
  );
  say(`resident MB by quarter: ${quarters.map(({ resident }) => resident.toFixed(1)).join(', ')}`);
  say(`held MB after each:     ${quarters.map(({ held }) => held.toFixed(1)).join(', ')}`);
  say(flat ? 'flat' : 'NOT FLAT');
  return flat ? 0 : 1;
}

async function runSteps({ steps, seed, minutes }: SoakSettings): Promise<number> {
  const envoy = await ensureEnvoy({ progress: say });
  say(`${steps} steps of seed ${seed}; the same again: npm run soak -- --seed ${seed} --steps ${steps}`);
  const result = await soak({
    envoy,
    steps,
    seed,
    progress: say,
    ...(minutes !== null && { maxMs: minutes * 60_000 }),
  });
  if (result.report !== null) say(`\n${result.report}\n`);
  say(
    `${result.steps} steps in ${result.seconds.toFixed(0)} s: ${result.sent} requests ` +
      `(at least ${result.slowestRate.toFixed(0)} a second through each sidecar), ${result.failed} failed`,
  );
  return result.report === null ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof EnvoyMissing)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
