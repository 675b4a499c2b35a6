import type { HeldView, Origin, WaveView } from './ports.ts';
import type { Hold, WaveProgress } from './wave-model.ts';

export function waveView(
  { stage, since, given, settled, nodes }: WaveProgress,
  facts: Pick<WaveView, 'service' | 'envoy' | 'of'> & { readonly shares: readonly number[] },
): WaveView {
  const { shares, ...rest } = facts;
  // The machine has gone on to the next step when it has asked the members of one.
  const step = stage === 0 ? 'canary' : (shares[stage - 2] ?? shares[0] ?? 100);
  return { ...rest, step, since, given, accepted: settled, canary: nodes[0] ?? null };
}

export function heldView(
  { reason, since, by, fault, retryAt }: Hold,
  facts: Pick<HeldView, 'service' | 'envoy' | 'sidecars'> & {
    /** Who spoke against it elsewhere. */
    readonly judges: readonly string[];
    readonly origins: readonly Origin[];
  },
): HeldView {
  const { judges, ...rest } = facts;
  return {
    ...rest,
    reason,
    since,
    by: by.length > 0 ? by : judges,
    type: fault?.type ?? null,
    resources: fault ? [...fault.batch.keys()] : [],
    error: fault?.error ?? null,
    retryAt,
  };
}
