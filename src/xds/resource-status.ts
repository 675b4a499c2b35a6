import type { ResourceType } from '../snapshot/model.ts';
import { DELIVERY_ORDER } from './session/session-state.ts';
import type { SessionState } from './session/session-state.ts';
import type { TypeState } from './session/type-state.ts';

/** One resource as a stream has it. */
export interface ResourceStatus {
  readonly name: string;
  /** What the client accepted, or was sent; null: nothing, or that it does not exist. */
  readonly version: string | null;
  readonly state: 'SYNCED' | 'STALE' | 'NACKED' | 'NOT_SENT' | 'ABSENT';
  /** The version that the client rejected, and why. */
  readonly rejected: { readonly version: string; readonly error: string } | null;
}

export type ResourceStatuses = Readonly<Partial<Record<ResourceType, readonly ResourceStatus[]>>>;

/**
 * Each resource that a stream asked for, was sent or rejected, by type and sorted by name. Of a rejected response any
 * resource may be the culprit: all that it changed are NACKED. Worked out when somebody looks.
 */
export function resourceStatuses(state: SessionState): ResourceStatuses {
  const statuses: Partial<Record<ResourceType, readonly ResourceStatus[]>> = {};
  for (const type of DELIVERY_ORDER) {
    if (state.types[type].sub) statuses[type] = ofType(state.types[type]);
  }
  return statuses;
}

function ofType(own: TypeState): readonly ResourceStatus[] {
  const { sub, sent, acked, nack } = own;
  const statuses = new Map<string, ResourceStatus>();
  for (const name of sub?.names ?? [])
    statuses.set(name, { name, version: null, state: 'NOT_SENT', rejected: null });
  for (const { name, version } of own.answered ? sent.items.values() : []) {
    const accepted = acked?.items.get(name)?.version === version;
    const state = !accepted ? 'STALE' : version === '' ? 'ABSENT' : 'SYNCED';
    statuses.set(name, { name, version: version === '' ? null : version, state, rejected: null });
  }
  for (const [name, version] of nack ? suspectsOf(own) : []) {
    const held = acked?.items.get(name)?.version ?? '';
    const rejected = { version, error: nack?.message ?? '' };
    statuses.set(name, { name, version: held === '' ? null : held, state: 'NACKED', rejected });
  }
  return [...statuses.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the client rejected, with the versions. */
function suspectsOf({ rejection, doubt }: TypeState): Iterable<readonly [string, string]> {
  if (!rejection) return [];
  if (rejection.whole === null) return rejection.batch;
  // Nothing had been accepted before: all of the view.
  const view = doubt.find(({ version }) => version === rejection.whole);
  return [...(view?.items.values() ?? [])].map(({ name, version }) => [name, version]);
}
