import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMetrics } from '../../../src/telemetry/metrics.ts';

describe('what clients cost and report, in the metrics', () => {
  it('is counted by reason, and looked at when it is asked for', async () => {
    const metrics = createMetrics('test', null);
    metrics.clientCut({ reason: 'slow-reader' });
    metrics.clientCut({ reason: 'silent' }, 2);
    metrics.clientRefused({ reason: 'streams' });
    metrics.connectionAsked({ reason: 'age' });
    metrics.streamDelayed();
    let connections = 0;
    metrics.pressure(() => ({ connections, waiting: 7 }));
    let loads = [
      {
        cluster: 'resolver/v1',
        zone: '',
        requestsPerSecond: 2,
        errorsPerSecond: 1,
        inProgress: 3,
        drops: [{ category: 'throttled', perSecond: 0.5 }],
      },
    ];
    metrics.loads(() => loads);
    connections = 3;
    const lines = new Set((await metrics.render()).text.split('\n'));
    for (const line of [
      'moniker_cp_clients_cut_total{reason="slow-reader"} 1',
      'moniker_cp_clients_cut_total{reason="silent"} 2',
      'moniker_cp_clients_refused_total{reason="streams"} 1',
      'moniker_cp_connections_asked_total{reason="age"} 1',
      'moniker_cp_streams_delayed_total 1',
      'moniker_cp_streams_waiting 7',
      'moniker_cp_connections 3',
      'moniker_cp_load_requests_per_second{cluster="resolver/v1",zone=""} 2',
      'moniker_cp_load_dropped_per_second{cluster="resolver/v1",category="throttled"} 0.5',
    ]) {
      assert.ok(lines.has(line), line);
    }
    loads = [];
    assert.doesNotMatch((await metrics.render()).text, /^moniker_cp_load_\w+\{/m);
  });
});
