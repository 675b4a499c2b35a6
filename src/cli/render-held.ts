import type { HeldSnapshotView, IsolatedView } from '../api/model.ts';

/** What is kept from a service's sidecars, by whom, why, and where it was written. */
export function heldLine(held: HeldSnapshotView): string {
  const { service, envoy, reason, by, type, resources, error } = held;
  const nodes = by.join(', ');
  if (reason === 'unanswered')
    return `${service} (Envoy ${envoy}) does not answer to the newest snapshot: ${nodes}`;
  const what = `${type ?? ''} ${resources.join(', ')}`.trim();
  const from = places(held);
  if (reason === 'invalid') return `${service}: Envoy rejects ${what}${from}${reasonOf(error)}`;
  return `${service} (Envoy ${envoy}) rejected ${what}${from}, told by ${nodes}${reasonOf(error)}`;
}

const STANDS_IN = {
  'last good': 'its last good form serves',
  '503': 'it answers 503',
  mixed: 'its last good form serves where there is one, elsewhere it answers 503',
} as const;

/** What of a service's resources does not reach its sidecars, while the rest does. */
export function isolatedLine(isolated: IsolatedView): string {
  const { service, type, resource, entries, serves, error } = isolated;
  const keys = entries.length === 0 ? '' : ` (${entries.join(', ')})`;
  return `${service}: ${type} ${resource}${keys}${places(isolated)}, ${STANDS_IN[serves]}${reasonOf(error)}`;
}

function places({ origins }: Pick<HeldSnapshotView, 'origins'>): string {
  const all = origins.map(({ file, line }) => `${file}:${line}`).join(', ');
  return all === '' ? '' : `, from ${all}`;
}

function reasonOf(error: string | null): string {
  return error === null ? '' : `: ${error.replaceAll(/\s+/g, ' ').trim()}`;
}
