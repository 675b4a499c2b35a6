import { possibleViews } from './type-state.ts';
import type { Inflight, TypeState } from './type-state.ts';
import type { Timings } from './timings.ts';
import { EMPTY_VIEW, restrict, viewOf } from './view.ts';
import type { Item, View } from './view.ts';

/**
 * Rejections that come from the client's machine and not from the resource: the same resource can be accepted
 * a moment later (Envoy's texts, of its listener manager and its sockets).
 */
const LOCAL_ERROR =
  /address already in use|cannot bind|cannot listen|duplicate address|permission denied|no such file|unable to read file/i;

export const isLocalError = (message: string): boolean => LOCAL_ERROR.test(message);

/** The client accepted a response; those before it count as answered. */
export function accept(own: TypeState, response: Inflight): void {
  own.inflight.splice(0, own.inflight.indexOf(response) + 1);
  const { sub, wanted } = own;
  // What was worked out for this very subscription has nothing beyond it: not to be looked through with each ACK.
  const exact = wanted?.view === response.view && wanted.sub === sub;
  own.acked = sub && !exact ? restrict(response.view, sub) : response.view;
  if (own.inflight.length === 0) own.doubt = [];
  if (response.clean) {
    own.nack = null;
    own.attempts = 0;
  }
}

export interface RejectionOptions {
  readonly protocol: 'sotw' | 'delta';
  readonly message: string;
  readonly now: number;
  readonly timings: Timings;
}

/**
 * The client rejected a response. A rejection is not all or nothing: parts may have been applied, so what the
 * response touched goes out again in its last accepted form, once.
 */
export function reject(own: TypeState, response: Inflight, options: RejectionOptions): void {
  const { protocol, message, now, timings } = options;
  own.nack = { version: response.view.version, message, at: now };
  const index = own.inflight.indexOf(response);
  const later = own.inflight.slice(index + 1);
  own.inflight = later;
  own.doubt.push(response.view);
  // In SotW a later response carries everything again, and its own verdict counts.
  if (protocol === 'sotw' && later.length > 0) return;
  const { acked } = own;
  for (const next of later) next.view = without(next.view, { response, next, acked });
  own.sent = later.at(-1)?.view ?? acked ?? EMPTY_VIEW;
  const local = isLocalError(message);
  const retryAt = local ? now + Math.min(timings.retryMin * 2 ** own.attempts, timings.retryMax) : null;
  if (local) own.attempts += 1;
  // Layers are not held back one by one: there is no older form that would fit the routes of now.
  const batch = acked && own.type !== 'rtds' ? suspects(response, acked) : new Map<string, string>();
  if (own.rejection && response.recovery) {
    // What came back is not sent a third time; what else it carried is held back with the rest.
    own.rejection = { ...own.rejection, batch: new Map([...own.rejection.batch, ...batch]) };
    return;
  }
  if (batch.size === 0) {
    // Nothing to fall back to, or nothing changed: silence until the wanted view is another.
    own.rejection = { batch, whole: response.view.version, retryAt };
    for (const name of response.names) own.force.add(name);
    return;
  }
  for (const [name, version] of own.rejection?.batch ?? []) if (!batch.has(name)) batch.set(name, version);
  own.rejection = { batch, whole: null, retryAt };
  for (const name of protocol === 'sotw' ? (acked?.items.keys() ?? []) : response.names) own.force.add(name);
}

/** What a rejected response changed, against what was accepted before. */
export function suspects(response: Inflight, acked: View): Map<string, string> {
  const changed = new Map<string, string>();
  for (const item of response.view.items.values()) {
    if ((acked.items.get(item.name)?.version ?? '') !== item.version) changed.set(item.name, item.version);
  }
  for (const item of acked.items.values()) {
    if (item.version !== '' && !response.view.items.has(item.name)) changed.set(item.name, '');
  }
  return changed;
}

interface Correction {
  readonly response: Inflight;
  readonly next: Inflight;
  readonly acked: View | null;
}

/** A delta response behind a rejected one builds on what the client may not have. */
function without(view: View, { response, next, acked }: Correction): View {
  const items = new Map<string, Item>(view.items);
  for (const name of response.names) {
    if (next.names.includes(name)) continue;
    const before = acked?.items.get(name);
    if (before) items.set(name, before);
    else items.delete(name);
  }
  return viewOf(items.values());
}

/** Ends a rejection once one of the resources that it holds back has changed or it is time to try again. */
export function reviewRejection(own: TypeState, wantedVersion: (name: string) => string, now: number): void {
  const { rejection } = own;
  if (!rejection) return;
  const due = rejection.retryAt !== null && now >= rejection.retryAt;
  let changed = false;
  for (const [name, version] of rejection.batch) changed ||= wantedVersion(name) !== version;
  if (!due && !changed) return;
  own.rejection = null;
}

/** Narrows all that is known of the client to what it still wants. */
export function forget(own: TypeState): void {
  const { sub } = own;
  if (!sub) return;
  const same = own.sent === own.acked;
  own.sent = restrict(own.sent, sub);
  own.acked = own.acked && (same ? own.sent : restrict(own.acked, sub));
}

export const isSettled = (own: TypeState): boolean =>
  own.acked !== null && own.inflight.length === 0 && possibleViews(own).every((view) => view === own.acked);
