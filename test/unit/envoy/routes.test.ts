import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitAction } from '../../../src/envoy/routes.ts';
import type { RouteTarget } from '../../../src/envoy/route-target.ts';

function target(props: Pick<RouteTarget, 'protocol' | 'requestTimeout'>): RouteTarget {
  return {
    name: 'policy-engine',
    clusters: [{ name: 'policy-engine', weight: 1 }],
    runtimeKeyPrefix: null,
    sticky: false,
    hashHeader: null,
    overrides: [],
    ...props,
  };
}

describe('the time limits of a route', () => {
  it('are the request timeout for http', () => {
    const action = splitAction(target({ protocol: 'http', requestTimeout: 1000 }));
    assert.equal(action.timeout, '1s');
    assert.equal(action.max_stream_duration, undefined);
  });

  it("are none for grpc but the client's own deadline", () => {
    const action = splitAction(target({ protocol: 'grpc', requestTimeout: 0 }));
    assert.equal(action.timeout, '0s');
    assert.deepEqual(action.max_stream_duration, { grpc_timeout_header_max: '0s' });
  });

  it('bound a grpc call with or without a deadline where the mesh gives a request timeout', () => {
    const action = splitAction(target({ protocol: 'grpc', requestTimeout: 1000 }));
    assert.deepEqual(action.max_stream_duration, {
      grpc_timeout_header_max: '1s',
      max_stream_duration: '1s',
    });
  });
});
