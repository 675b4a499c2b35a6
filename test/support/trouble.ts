import type { TestContext } from 'node:test';
import type { Envoy } from '../../scripts/local-mesh/envoy.ts';
import { watchTroubleOf, type TroubleWatch } from '../../scripts/local-mesh/trouble.ts';

export type { TroubleWatch };

export async function watchTrouble(envoy: Envoy, t: TestContext): Promise<TroubleWatch> {
  return watchTroubleOf(envoy, (error) => {
    t.diagnostic(`${envoy.name}: reading stats failed: ${String(error)}`);
  });
}
