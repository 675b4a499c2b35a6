import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from '../../scripts/soak/run.ts';
import { envoyForTests } from '../support/envoy.ts';

const envoy = await envoyForTests();
const STEPS = 30;
/** Another one each time finds more; this one fails for what the change under test has broken. */
const SEED = Number(process.env['MONIKER_SOAK_SEED'] ?? 4);

test(`no request fails in ${STEPS} random steps`, { skip: envoy.skip, timeout: 120_000 }, async (t) => {
  const result = await soak({ envoy: envoy.binary, seed: SEED, steps: STEPS, maxMs: 40_000 });
  t.diagnostic(`${result.steps} steps in ${result.seconds.toFixed(0)} s, ${result.sent} requests`);
  assert.equal(result.report, null, result.report ?? '');
  assert.equal(result.failed, 0);
  assert.ok(result.slowestRate >= 200, `${result.slowestRate.toFixed(0)} requests/s`);
  assert.ok(result.steps >= 10, `${result.steps} steps`);
});
