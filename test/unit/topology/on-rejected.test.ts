import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTopology } from '../../../src/topology/parse.ts';

const SERVICES = 'services:\n  gateway: {app: {port: 8080, protocol: http}}\n';

describe('onRejected in mesh.yaml', () => {
  it('is hold where nothing else is said', () => {
    assert.equal(parseTopology('mesh.yaml', SERVICES).model?.onRejected, 'hold');
    assert.equal(parseTopology('mesh.yaml', `${SERVICES}onRejected: isolate\n`).model?.onRejected, 'isolate');
  });

  it('is one of two words', () => {
    const { model, diagnostics } = parseTopology('mesh.yaml', `${SERVICES}onRejected: ignore\n`);
    assert.equal(model, null);
    const [found] = diagnostics;
    assert.deepEqual([found?.code, found?.line, found?.path], ['MCP1009', 3, 'onRejected']);
  });
});
