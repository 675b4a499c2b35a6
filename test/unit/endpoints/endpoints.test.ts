import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEndpoints } from '../../../src/endpoints/parse.ts';

describe('parseEndpoints', () => {
  it('reads targets in order, with addresses of all kinds', () => {
    const { model, diagnostics } = parseEndpoints(
      'endpoints.yaml',
      `resolver:
  - {address: 10.0.0.1, port: 15006, version: v1, zone: us-east-1a, weight: 3}
  - {address: "2001:db8::1", port: 15006, version: "2.0"}
oracle:
  - {address: oracle.internal.example.com, port: 9001}
compute: []
`,
    );
    assert.deepEqual(diagnostics, []);
    const targets = [...(model?.targets.values() ?? [])];
    assert.deepEqual(
      targets.map(({ target, at, endpoints }) => [target, at.line, endpoints.length]),
      [
        ['resolver', 1, 2],
        ['oracle', 4, 1],
        ['compute', 6, 0],
      ],
    );
    assert.deepEqual(
      targets.flatMap(({ endpoints }) =>
        endpoints.map(({ at, ...endpoint }) => ({ ...endpoint, line: at.line })),
      ),
      [
        { address: '10.0.0.1', port: 15006, version: 'v1', zone: 'us-east-1a', weight: 3, line: 2 },
        { address: '2001:db8::1', port: 15006, version: '2.0', zone: null, weight: null, line: 3 },
        {
          address: 'oracle.internal.example.com',
          port: 9001,
          version: null,
          zone: null,
          weight: null,
          line: 5,
        },
      ],
    );
  });

  it('takes the same address with another port, or for another target, for another endpoint', () => {
    const text =
      'a: [{address: 10.0.0.1, port: 1}, {address: 10.0.0.1, port: 2}]\nb: [{address: 10.0.0.1, port: 1}]\n';
    assert.deepEqual(parseEndpoints('e.yaml', text).diagnostics, []);
  });

  it('compares addresses without case', () => {
    const text = 'a: [{address: DB.example.com, port: 1}, {address: db.example.com, port: 1}]\n';
    assert.deepEqual(
      parseEndpoints('e.yaml', text).diagnostics.map((d) => d.code),
      ['MCP1402'],
    );
  });
});
