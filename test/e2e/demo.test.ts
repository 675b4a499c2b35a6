import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startProcess } from '../../scripts/local-mesh/process.ts';
import { envoyForTests } from '../support/envoy.ts';

const envoy = await envoyForTests();
const DEMO = join(import.meta.dirname, '..', '..', 'scripts', 'demo', 'main.ts');

test(
  'the demo shows the split moving, and no request fails',
  { skip: envoy.skip, timeout: 60_000 },
  async (t) => {
    const demo = startProcess({
      name: 'demo',
      command: process.execPath,
      args: [DEMO, '--once'],
      env: { ...process.env, ENVOY_BIN: envoy.binary },
    });
    t.after(() => demo.stop('SIGKILL'));
    const { code } = await demo.exited;
    const output = demo.output();
    assert.equal(code, 0, output);

    const steps = [
      ...output.matchAll(/^ {2}(.+): v1 ([\d.]+) % .*?, v2 ([\d.]+) % .*; \d+ requests\/s, 0 failed$/gm),
    ];
    assert.equal(steps.length, 5, output);
    const v2 = steps.map((step) => Number(step[3]));
    assert.equal(v2[0], 0);
    assert.ok((v2[1] ?? 0) < 25, 'at 95 / 5');
    assert.ok(Math.abs((v2[2] ?? 0) - 50) < 25, 'at 50 / 50');
    assert.equal(v2[3], 100);
    assert.equal(v2[4], 0);
    assert.match(output, /\/fetch\/risk\.cvar\/\S+ +-> oracle/);
    assert.match(output, /, 0 failed$/m);
    assert.match(output, /what to try next:/);
    assert.doesNotMatch(output, /\u001b/, 'a pipe gets plain lines');
  },
);
