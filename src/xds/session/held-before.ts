import type { ResourceSet } from '../../snapshot/model.ts';
import { compiledSet, wantedBy, wantedOf } from './session-state.ts';
import type { SessionState } from './session-state.ts';
import type { Subscription } from './subscription.ts';
import type { TypeState } from './type-state.ts';
import { heldItem, restrict, viewOf } from './view.ts';
import type { View, ViewHistory } from './view.ts';

/*
 * What a client says that it holds as its stream begins. Delta names each resource and its version; SotW only the
 * version of the whole, which says something to those who can make or have kept the same whole.
 */

/** Delta: what a reconnecting client says that it holds is taken for accepted, as far as it asks for it. */
export function seed(state: SessionState, own: TypeState, versions: ReadonlyMap<string, string>): void {
  const set = compiledSet(state, own.type);
  own.fresh = false;
  own.answered = true;
  const held = set ? learn(namedView(versions), set) : namedView(versions);
  own.sent = own.acked = own.sub ? wantedPart(held, own.sub) : held;
}

/** Streams of a fleet that reconnects say the same, and share the request in which they do. */
const named = new WeakMap<ReadonlyMap<string, string>, View>();

/** What a client says that it holds. What the resources are is not known from that. */
function namedView(versions: ReadonlyMap<string, string>): View {
  let view = named.get(versions);
  if (!view) {
    named.set(versions, (view = viewOf([...versions].map(([name, version]) => heldItem(name, version)))));
  }
  return view;
}

interface Part {
  readonly sub: Subscription;
  readonly view: View;
}

const parts = new WeakMap<View, Part>();

function wantedPart(view: View, sub: Subscription): View {
  const known = parts.get(view);
  if (known?.sub === sub) return known.view;
  const part = restrict(view, sub);
  parts.set(view, { sub, view: part });
  return part;
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
  const { acked, sent, sub } = own;
  const set = compiledSet(state, own.type);
  if (acked === null || acked !== sent || sub === null || set === null) return;
  const wanted = wantedBy(own, set, sub);
  if (acked === wanted) return;
  // Most come back with just what they are to have.
  own.sent = own.acked = acked.version === wanted.version ? wanted : learn(acked, set);
}

/** By set, what was named, and what that is by the set's resources. */
const learnt = new WeakMap<ResourceSet, WeakMap<View, View>>();

function learn(acked: View, set: ResourceSet): View {
  let views = learnt.get(set);
  if (!views) learnt.set(set, (views = new WeakMap<View, View>()));
  let view = views.get(acked);
  if (!view) views.set(acked, (view = lookUp(acked, set)));
  return view;
}

function lookUp(acked: View, set: ResourceSet): View {
  const items = [...acked.items.values()].map((item) => {
    const resource = set.byName.get(item.name);
    return resource?.version === item.version ? resource : item;
  });
  return items.some((item) => acked.items.get(item.name) !== item) ? viewOf(items) : acked;
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
