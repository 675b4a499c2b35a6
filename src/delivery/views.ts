import type { Bad } from './bad-contents.ts';
import type { HeldView, IsolatedView, Origin, WaveView } from './ports.ts';
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
    /** Narrower than what the fault tells. */
    readonly resources?: readonly string[] | undefined;
  },
): HeldView {
  const { judges, resources, ...rest } = facts;
  return {
    ...rest,
    reason,
    since,
    by: by.length > 0 ? by : judges,
    type: fault?.type ?? null,
    resources: resources ?? (fault ? [...fault.batch.keys()] : []),
    error: fault?.error ?? null,
    retryAt,
  };
}

/** Keys beyond these are told by their number. */
const MOST_ENTRIES = 8;

/** What an Envoy rejected before any sidecar was given it. */
export function invalidView(
  { resource, by, error }: Bad,
  facts: Pick<HeldView, 'service' | 'since' | 'sidecars' | 'origins'>,
): HeldView {
  const { type, name } = resource;
  return { ...facts, envoy: '', reason: 'invalid', by, type, resources: [name], error, retryAt: null };
}

export function isolatedView(
  { resource, units, by, error }: Bad,
  facts: Pick<IsolatedView, 'service' | 'since' | 'serves' | 'origins'>,
): IsolatedView {
  const keys = [...new Set(units.flatMap(({ key }) => key ?? []))];
  const more = keys.length - MOST_ENTRIES;
  const entries = more > 0 ? [...keys.slice(0, MOST_ENTRIES), `${more} more`] : keys;
  return { ...facts, type: resource.type, resource: resource.name, entries, by, error };
}
