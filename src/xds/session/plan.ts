import type { ResourceType } from '../../snapshot/model.ts';
import { differenceOf } from './difference.ts';
import type { Difference } from './difference.ts';
import type { Goal } from './session-state.ts';
import { stands, wants } from './subscription.ts';
import type { TypeState } from './type-state.ts';
import { isAbsent, isForeign } from './view.ts';
import type { Item } from './view.ts';

export interface ResponsePlan {
  readonly resources: readonly Item[];
  /** Delta: names that the client is to drop, or that do not exist. */
  readonly removed: readonly string[];
  /** All names whose state at the client this response settles. */
  readonly changed: readonly string[];
}

/** Types of which a SotW response carries everything, changed or not: what is missing is deleted. */
const COMPLETE: ReadonlySet<string> = new Set(['lds', 'cds', 'srds']);

/**
 * In VHDS a domain without a virtual host is answered by a resource of that name and alias without content: a request
 * waits for it, and would not take a removal for an answer.
 */
function unresolved({ type }: TypeState, changed: readonly Item[]): Item[] {
  if (type !== 'vhds') return [];
  return changed.filter(isAbsent).map((item) => ({ ...item, aliases: [item.name] }));
}

/** A client that asks for a collection, or by an alias, asks for what it stands for. */
function isForced({ force, sub }: TypeState, item: Item): boolean {
  if (force.size === 0) return false;
  if (force.has(item.name) || !sub) return force.has(item.name);
  const indirect = sub.collections.length > 0 || item.aliases !== undefined;
  return indirect && [...force].some((name) => stands(sub, name, item));
}

function isAnswered({ sub }: TypeState, { view }: Goal, name: string): boolean {
  return sub !== null && [...view.items.values()].some((item) => stands(sub, name, item));
}

/**
 * What must go out for the client to come from what it was sent to the goal. Null: nothing. `nothing`: the goal
 * differs only in what no response can say.
 */
export function planResponse(
  protocol: 'sotw' | 'delta',
  own: TypeState,
  goal: Goal,
): ResponsePlan | 'nothing' | null {
  const { sent, force } = own;
  const first = !own.answered;
  if (!first && force.size === 0) {
    if (sent.version === goal.view.version) return null;
    if (goal.pending.size === 0) return planChange(protocol, own, goal);
  }
  return makePlan(protocol, own, goal);
}

/** Most streams come to a view from the same one: what they are sent is one plan, so that it is encoded once, too. */
const plans = new WeakMap<Difference, Planned>();

interface Planned {
  readonly protocol: 'sotw' | 'delta';
  readonly type: ResourceType;
  readonly plan: ResponsePlan | 'nothing' | null;
}

/** Of a stream that was answered and asked for nothing again, the two views and the type say all. */
function planChange(protocol: 'sotw' | 'delta', own: TypeState, goal: Goal): Planned['plan'] {
  const difference = differenceOf(own.sent, goal.view);
  const known = plans.get(difference);
  if (known?.protocol === protocol && known.type === own.type) return known.plan;
  const plan = makePlan(protocol, own, goal);
  plans.set(difference, { protocol, type: own.type, plan });
  return plan;
}

function makePlan(protocol: 'sotw' | 'delta', own: TypeState, goal: Goal): Planned['plan'] {
  const { sent, force } = own;
  const first = !own.answered;
  const complete = protocol === 'sotw' && COMPLETE.has(own.type);
  const changed: Item[] = [];
  for (const item of goal.view.items.values()) {
    const before = sent.items.get(item.name);
    if (before?.version !== item.version || isForced(own, item)) changed.push(item);
  }
  const gone: string[] = [];
  for (const item of sent.items.values()) {
    const kept = goal.view.items.has(item.name) || goal.pending.has(item.name);
    if (!isAbsent(item) && !kept) gone.push(item.name);
  }
  for (const name of force) {
    const given = goal.view.items.has(name) || goal.pending.has(name) || gone.includes(name);
    if (!given && own.sub && wants(own.sub, { name }) && !isAnswered(own, goal, name)) gone.push(name);
  }
  const carried = (items: readonly Item[]): Item[] =>
    items.filter((item) => !isAbsent(item) && !isForeign(item));
  const names = [...changed.map((item) => item.name), ...gone];
  if (complete) {
    // A first response without what must still wait would delete it from a client that reconnects.
    if (first && goal.pending.size > 0) return null;
    if (!first && names.length === 0) return 'nothing';
    return { resources: carried([...goal.view.items.values()]), removed: [], changed: names };
  }
  if (protocol === 'sotw') {
    const resources = carried(changed);
    if (resources.length === 0 && !(first && goal.view.items.size > 0)) {
      return sent.version === goal.view.version || first ? null : 'nothing';
    }
    return { resources, removed: [], changed: names };
  }
  const resources = [...carried(changed), ...unresolved(own, changed)];
  const absent = own.type === 'vhds' ? [] : changed.filter(isAbsent).map((item) => item.name);
  const removed = [...absent, ...gone];
  if (resources.length === 0 && removed.length === 0) {
    // A wildcard client waits for an answer even when there is nothing to have.
    if (first && own.sub?.wildcard && goal.pending.size === 0) return { resources, removed, changed: names };
    return first || sent.version === goal.view.version ? null : 'nothing';
  }
  return { resources, removed, changed: names };
}
