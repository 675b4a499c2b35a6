import type { HeldSnapshotView } from '../api/model.ts';

/** What is kept from a service's sidecars, by whom, why, and where it was written. */
export function heldLine(held: HeldSnapshotView): string {
  const { service, envoy, reason, by, type, resources, error, origins } = held;
  const nodes = by.join(', ');
  if (reason === 'unanswered')
    return `${service} (Envoy ${envoy}) does not answer to the newest snapshot: ${nodes}`;
  const what = `${type ?? ''} ${resources.join(', ')}`.trim();
  const places = origins.map(({ file, line }) => `${file}:${line}`).join(', ');
  const from = places === '' ? '' : `, from ${places}`;
  const text = error === null ? '' : `: ${error.replaceAll(/\s+/g, ' ').trim()}`;
  return `${service} (Envoy ${envoy}) rejected ${what}${from}, told by ${nodes}${text}`;
}
