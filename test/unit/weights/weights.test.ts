import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRollout } from '../../../src/weights/parse.ts';

describe('parseRollout', () => {
  it('reads the whole shape, in order, with places', () => {
    const { model, diagnostics } = parseRollout(
      'rollouts/r.yaml',
      `target: resolver
weights: {v2: 5, "1.10": 95, v1: 0}
overrides:
  - {clients: [risk-desk, qa-bot], use: v2}
  - {domains: [risk], use: v1}
  - {header: {name: X-Canary, exact: "1"}, use: v2}
sticky: true
`,
    );
    assert.deepEqual(diagnostics, []);
    assert.ok(model !== null);
    const { weights, overrides, targetAt, weightsAt, stickyAt, ...rest } = model;
    assert.deepEqual(rest, { file: 'rollouts/r.yaml', target: 'resolver', sticky: true });
    assert.deepEqual(
      weights.map(({ version, weight, at }) => [version, weight, at.line, at.column]),
      [
        ['v2', 5, 2, 11],
        ['1.10', 95, 2, 18],
        ['v1', 0, 2, 30],
      ],
    );
    assert.deepEqual(
      overrides.map(({ match, use, at, useAt }) => [match, use, at.line, useAt.column]),
      [
        [{ kind: 'clients', clients: ['risk-desk', 'qa-bot'] }, 'v2', 4, 41],
        [{ kind: 'domains', domains: ['risk'] }, 'v1', 5, 28],
        [{ kind: 'header', name: 'x-canary', exact: '1' }, 'v2', 6, 49],
      ],
    );
    assert.deepEqual([targetAt.column, weightsAt.column, stickyAt.line], [9, 10, 7]);
    assert.equal(
      Object.isFrozen(model) && Object.isFrozen(weights) && Object.isFrozen(overrides[0]?.match),
      true,
    );
  });

  it('needs no overrides, and is not sticky unless told so', () => {
    const { model } = parseRollout('r.yaml', 'target: a\nweights: {v1: 4294967295}\n');
    assert.deepEqual(
      [model?.overrides, model?.sticky, model?.weights[0]?.weight],
      [[], false, 4_294_967_295],
    );
  });

  it('has no model once there is an error, and reports all of them', () => {
    const { model, diagnostics } = parseRollout('r.yaml', 'target: A\nweights: {v1: -1}\nstick: true\n');
    assert.equal(model, null);
    assert.deepEqual(
      diagnostics.map((d) => d.code),
      ['MCP1010', 'MCP1015', 'MCP1005'],
    );
  });
});
