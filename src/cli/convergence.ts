import type { StatusResponse } from '../api/model.ts';
import { heldLine } from './render-held.ts';
import { counted, validating, waitingStreams } from './render-status.ts';

/** Where a rollout of the newest edit stands: to wait on, done, or failed for the reason given. */
export type Convergence =
  | { readonly kind: 'converged' }
  | { readonly kind: 'pending'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * A refused or held file and a NACK are failures: waiting mends neither. What Envoy validates is not sent
 * yet: the sidecars are SYNCED with what was before it. A sidecar of an unknown service gets
 * nothing, and so never counts as synced; it is waited for, since the service may be added. So is one that is not let
 * in yet, and, after a start, those that `sidecars` says are still to come.
 */
export function convergence(status: StatusResponse, { sidecars = 0 } = {}): Convergence {
  const stuck = status.inputs.find((input) => input.state !== 'current');
  if (stuck !== undefined) {
    return {
      kind: 'failed',
      reason: `${stuck.file} is ${stuck.state}${stuck.reason === null ? '' : `: ${stuck.reason}`}`,
    };
  }
  const held = status.delivery.held[0];
  if (held !== undefined) return { kind: 'failed', reason: heldLine(held) };
  const nacked = status.sidecars.find((sidecar) => sidecar.state === 'NACKED');
  if (nacked !== undefined) {
    const error = Object.values(nacked.types).find((type) => type.error !== null)?.error ?? null;
    return {
      kind: 'failed',
      reason: `${nacked.nodeId} (${nacked.service}) refused its configuration${error === null ? '' : `: ${error}`}`,
    };
  }
  if (!status.ready) return { kind: 'pending', reason: 'the daemon is not ready yet' };
  const [waiting] = validating(status.delivery);
  if (waiting !== undefined) return { kind: 'pending', reason: waiting };
  const late = status.sidecars.filter((sidecar) => sidecar.state !== 'SYNCED');
  if (late.length === 0) {
    const [outside] = waitingStreams(status);
    if (outside !== undefined) return { kind: 'pending', reason: outside };
    const here = status.sidecars.length;
    return here >= sidecars
      ? { kind: 'converged' }
      : { kind: 'pending', reason: `${counted(here, 'sidecar')} of ${sidecars} connected` };
  }
  const names = late.slice(0, 5).map((sidecar) => `${sidecar.nodeId} (${sidecar.state})`);
  const more = late.length > names.length ? ` and ${late.length - names.length} more` : '';
  return {
    kind: 'pending',
    reason: `${late.length} of ${status.sidecars.length} sidecars are not SYNCED: ${names.join(', ')}${more}`,
  };
}
