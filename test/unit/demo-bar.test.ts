import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bar, plainLine, terminalLines } from '../../scripts/demo/bar.ts';
import { demoOptions } from '../../scripts/demo/options.ts';

const MOMENT = {
  step: '95 / 5',
  versions: [
    { name: 'v1', wanted: 0.95, seen: 0.94 },
    { name: 'v2', wanted: 0.05, seen: 0.06 },
  ],
  ratePerSecond: 249.6,
  failed: 0,
};

describe("the demo's bar", () => {
  it('gives each version its part', () => {
    assert.equal(bar([0.5, 0.5], 10), '█████░░░░░');
    assert.equal(bar([0, 1], 4), '░░░░');
    assert.equal(bar([0.95, 0.05], 20), '███████████████████░');
  });

  it('fills its width whatever the shares are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 80 }),
        (weights, width) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          fc.pre(total > 0);
          assert.equal(
            bar(
              weights.map((weight) => weight / total),
              width,
            ).length,
            width,
          );
        },
      ),
    );
  });

  it('is lines with colour on a terminal and one plain line in a pipe', () => {
    const lines = terminalLines(MOMENT, true);
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? '', /\u001b\[36m█+\u001b\[0m.*v1 94\.0 %/);
    assert.doesNotMatch(terminalLines(MOMENT, false).join(''), /\u001b/);
    assert.equal(
      plainLine(MOMENT),
      '95 / 5: v1 94.0 % (weight 95.0 %), v2 6.0 % (weight 5.0 %); 250 requests/s, 0 failed',
    );
  });
});

describe("the demo's options", () => {
  it('takes a duration in seconds, or the shortest show', () => {
    assert.equal(demoOptions([])?.stepMs, 5000);
    assert.equal(demoOptions(['--duration', '10s'])?.stepMs, 2000);
    assert.equal(demoOptions(['--duration', '10'])?.stepMs, 2000);
    assert.ok((demoOptions(['--once'])?.stepMs ?? Infinity) < 1000);
    assert.equal(demoOptions(['--help']), null);
  });

  it('refuses what it does not know', () => {
    assert.throws(() => demoOptions(['--duration', 'soon']), /--duration takes seconds/);
    assert.throws(() => demoOptions(['--fast']), /fast/);
  });
});
