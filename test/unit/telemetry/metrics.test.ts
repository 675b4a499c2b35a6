import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import type { DeliveryCounts } from '../../../src/telemetry/metrics.ts';

async function lines(state: DeliveryCounts): Promise<readonly string[]> {
  const metrics = createMetrics('0', null);
  metrics.delivery(() => state);
  const { text } = await metrics.render();
  return text
    .split('\n')
    .filter((line) => /^moniker_cp_(quarantined|isolated|waves|validating|published_un)/.test(line));
}

describe('the metrics of delivery', () => {
  it('count what is kept from sidecars, what is on its way, and what is isolated', async () => {
    const state: DeliveryCounts = {
      held: [
        { service: 'gateway', reason: 'quarantined', sidecars: 3 },
        { service: 'resolver', reason: 'invalid', sidecars: 2 },
      ],
      waves: [{ service: 'gateway' }],
      isolated: [
        { service: 'gateway', type: 'rds' },
        { service: 'gateway', type: 'rds' },
        { service: 'gateway', type: 'cds' },
      ],
      checking: 5,
      unchecked: 'no such program',
    };
    assert.deepEqual(await lines(state), [
      'moniker_cp_isolated_resources{service="gateway",type="rds"} 2',
      'moniker_cp_isolated_resources{service="gateway",type="cds"} 1',
      'moniker_cp_validating_resources 5',
      'moniker_cp_published_unvalidated 1',
      'moniker_cp_quarantined_sidecars{service="gateway",reason="quarantined"} 3',
      'moniker_cp_quarantined_sidecars{service="resolver",reason="invalid"} 2',
      'moniker_cp_waves{service="gateway"} 1',
    ]);
  });

  it('are gone when nothing is', async () => {
    assert.deepEqual(await lines({ held: [], waves: [] }), [
      'moniker_cp_validating_resources 0',
      'moniker_cp_published_unvalidated 0',
    ]);
  });
});
