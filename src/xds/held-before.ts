import { compiledSet, wantedOf } from './session-state.ts';
import type { SessionState } from './session-state.ts';
import type { TypeState } from './type-state.ts';
import { forget } from './verdict.ts';
import { heldItem, viewOf } from './view.ts';
import type { View, ViewHistory } from './view.ts';

/*
 * What a client says that it holds as its stream begins. Delta names each resource and its version; SotW only the
 * version of the whole, which says something to those who can make or have kept the same whole.
 */

/** Delta: what a reconnecting client says that it holds is taken for accepted. */
export function seed(state: SessionState, own: TypeState, versions: ReadonlyMap<string, string>): void {
  const set = compiledSet(state, own.type);
  const items = [...versions].map(([name, version]) => {
    const resource = set?.byName.get(name);
    return resource?.version === version ? resource : heldItem(name, version);
  });
  own.fresh = false;
  own.answered = true;
  own.sent = own.acked = viewOf(items);
  forget(own);
}

/** SotW: a version that this process sent is known at once; another one may yet be made out. */
export function claim(own: TypeState, version: string, history: ViewHistory): void {
  own.fresh = version === '';
  const known = history.recall(own.type, version);
  if (known) remember(own, known);
  else own.claimed = version;
}

/** A snapshot that arrives after a reconnect tells what the versions that the client named stand for. */
export function reviewHeld(state: SessionState, own: TypeState): void {
  if (own.lastNonce !== null || !compiledSet(state, own.type)) return;
  if (state.protocol === 'delta') reviewSeed(state, own);
  else if (own.claimed !== '') reviewClaim(state, own);
}

function reviewSeed(state: SessionState, own: TypeState): void {
  const { acked, sent } = own;
  if (acked === null || acked !== sent) return;
  const set = compiledSet(state, own.type);
  const items = [...acked.items.values()].map((item) => {
    const resource = set?.byName.get(item.name);
    return resource?.version === item.version ? resource : item;
  });
  const learnt = items.some((item) => acked.items.get(item.name) !== item);
  if (learnt) own.sent = own.acked = viewOf(items);
}

/**
 * The client may hold what this stream is given, what others were, or two of them together, as on the way from one to
 * the other. Only one whose version is the client's own counts: nobody is given what was rejected elsewhere because he
 * might have it.
 */
function reviewClaim(state: SessionState, own: TypeState): void {
  const claimed = own.claimed;
  own.claimed = '';
  const views = [state.snapshot, ...state.others].flatMap(
    (snapshot) => wantedFrom(state, own, snapshot) ?? [],
  );
  const held =
    views.find(({ version }) => version === claimed) ??
    views
      .flatMap((older) => views.map((newer) => union(older, newer)))
      .find(({ version }) => version === claimed);
  if (held) remember(own, held);
}

function wantedFrom(
  state: SessionState,
  { type, sub }: TypeState,
  snapshot: SessionState['snapshot'],
): View | null {
  const set = snapshot && compiledSet({ ...state, snapshot }, type);
  return set && sub && wantedOf(type, set, sub);
}

/** Make before break: the newer forms, and what only the older one has. */
function union(older: View, newer: View): View {
  if (older === newer) return newer;
  const kept = [...older.items.values()].filter(({ name }) => !newer.items.has(name));
  return viewOf([...newer.items.values(), ...kept]);
}

function remember(own: TypeState, held: View): void {
  own.remembered = held;
  own.doubt.push(held);
}
