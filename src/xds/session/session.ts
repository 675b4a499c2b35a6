import type { GroupSnapshot, ResourceType } from '../../snapshot/model.ts';
import { TYPE_URLS } from '../../snapshot/model.ts';
import { goalOf } from './goals.ts';
import { claim, reviewHeld, seed } from './held-before.ts';
import { lifetimeOf, prolong } from './lifetime.ts';
import { streamContract } from './node-group.ts';
import { planResponse } from './plan.ts';
import { withPortForms } from './proxyless.ts';
import { releaseRuntime } from './runtime-hold.ts';
import type { Effect, SessionEvent, SessionOptions } from './session-events.ts';
import { compiledSet, DELIVERY_ORDER, wantedOf, WEIGHTS_LAYER } from './session-state.ts';
import type { Goal, SessionState } from './session-state.ts';
import { allAtRest, isAtRest, movedTypes, WEIGHTS_ONLY } from './rest.ts';
import { resubscribe } from './resubscribe.ts';
import { deltaSubscription, sotwSubscription } from './subscription.ts';
import { copyTypeState, createTypeState } from './type-state.ts';
import type { TypeState } from './type-state.ts';
import { accept, forget, isLocalError, reject, reviewRejection, suspects } from './verdict.ts';
import { EMPTY_VIEW } from './view.ts';
import type { View } from './view.ts';
import type { DeltaRequest, DiscoveryRequest, SotwRequest } from '../wire/request.ts';
import { encodeBody, frameResponse } from '../wire/response.ts';

const TYPES = new Map<string, ResourceType>(
  (Object.keys(TYPE_URLS) as ResourceType[]).map((type) => [TYPE_URLS[type], type]),
);

/** Of types that a stream has not asked for; never changed. Most streams ask for half of the types. */
const UNASKED = Object.freeze(
  Object.fromEntries(DELIVERY_ORDER.map((type) => [type, createTypeState(type)])),
) as unknown as Readonly<Record<ResourceType, TypeState>>;

/**
 * One stream as a state machine: an event and the time go in, what is to be done comes out. After each event it
 * works out anew what the client is to hold of each type and sends what differs, so that no order of events can
 * lose an update.
 */
export class Session {
  readonly state: SessionState;
  readonly #options: SessionOptions;
  readonly #types: Record<ResourceType, TypeState>;
  #identified = false;
  #failed = false;
  #deadline: number | null = null;
  #others = 0;
  /**
   * Each type but the weights is at rest, and an ACK does not change that: what others have accepted matters only to
   * what is held back.
   */
  #resting = false;
  /** Of a stream at rest, the types that are to be looked at after an event; nothing is due for the others. */
  #moved: readonly ResourceType[] = WEIGHTS_ONLY;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#types = { ...UNASKED };
    this.state = {
      protocol: options.protocol,
      only: options.only ?? null,
      timings: options.timings,
      types: this.#types,
      snapshot: null,
      others: [],
      service: 'waiting',
      plainRoutes: null,
      client: 'pending',
      weights: null,
      runtimeHold: null,
    };
  }

  /** True until a request has named the node: only then need a request's node be decoded. */
  get wantsNode(): boolean {
    return !this.#identified;
  }

  /** When a tick is due (the caller's milliseconds); null: never, as things are. */
  get deadline(): number | null {
    return this.#deadline;
  }

  /** Nothing but an event from outside changes its state, and it is a state in which other streams may be. */
  get isQuiet(): boolean {
    return !this.#failed && this.#deadline === null && this.#others === 0;
  }

  /** A machine in the same state, which goes its own way from there. */
  fork(): Session {
    const copy = new Session(this.#options);
    for (const type of DELIVERY_ORDER) {
      const own = this.#types[type];
      if (own !== UNASKED[type]) copy.#types[type] = copyTypeState(own);
    }
    Object.assign(copy.state, this.state, { types: copy.#types });
    copy.#identified = this.#identified;
    copy.#failed = this.#failed;
    copy.#others = this.#others;
    copy.#resting = this.#resting;
    return copy;
  }

  /** `now` is in milliseconds and never goes back. */
  step(event: SessionEvent, now: number): Effect[] {
    const effects: Effect[] = [];
    if (this.#stopped()) return effects;
    const before = this.#resting && event.kind !== 'request' ? givenTo(this.state) : null;
    switch (event.kind) {
      case 'request':
        this.#request(event.request, now, effects);
        break;
      case 'snapshot':
        // What a sidecar runs on is not torn down because its service went from the mesh: it keeps the last.
        if (event.snapshot) this.state.snapshot = withPortForms(event.snapshot);
        this.state.others = event.others?.length ? event.others.map(withPortForms) : NONE;
        this.state.service = event.snapshot ? 'known' : 'unknown';
        if (event.plainRoutes) this.state.plainRoutes = event.plainRoutes;
        break;
      case 'plainRoutes':
        this.state.plainRoutes = event.rds;
        break;
      case 'tick':
        break;
    }
    if (before) this.#resting = event.kind !== 'tick' && this.#compare(before);
    if (!this.#stopped()) this.#reconcile(now, effects);
    this.#moved = WEIGHTS_ONLY;
    return effects;
  }

  /** Notes which types have other resources than before; false: more than that has changed. */
  #compare(before: Given): boolean {
    if (this.state.service !== 'known' || before.service !== 'known') return false;
    this.#moved = movedTypes(before, this.state);
    return true;
  }

  #stopped(): boolean {
    return this.#failed;
  }

  #request(request: DiscoveryRequest, now: number, effects: Effect[]): void {
    const { only } = this.state;
    if (!this.#identified) {
      if (!request.node) {
        this.#fail('the first request on a stream must carry a node', effects);
        return;
      }
      this.#identified = true;
      const contract = streamContract({ request, node: request.node, only });
      this.state.client = contract.group.client ?? 'pending';
      effects.push({ kind: 'acquire', node: request.node, ...contract });
    }
    if (request.typeUrl === '' && !only) {
      this.#fail('an aggregated request must name its type_url', effects);
      return;
    }
    const type = request.typeUrl === '' ? (only ?? undefined) : TYPES.get(request.typeUrl);
    if (only && type !== only) {
      this.#fail(`this service serves ${TYPE_URLS[only]} only, not ${request.typeUrl}`, effects);
      return;
    }
    if (!type) {
      this.#otherType(request, effects);
      return;
    }
    const own = this.#own(type);
    const first = own.sub === null;
    if (request.protocol === 'sotw') this.#sotw(own, request, { now, effects });
    else this.#delta(own, request, { now, effects });
    if (first) this.#classify(own, now, effects);
  }

  #own(type: ResourceType): TypeState {
    if (this.#types[type] === UNASKED[type]) this.#types[type] = createTypeState(type);
    return this.#types[type];
  }

  #fail(message: string, effects: Effect[]): void {
    this.#failed = true;
    effects.push({ kind: 'fail', message });
  }

  #sotw(own: TypeState, request: SotwRequest, at: { now: number; effects: Effect[] }): void {
    const { responseNonce: nonce } = request;
    if (own.sub === null) {
      claim(own, request.versionInfo, this.#options.history);
    } else if (own.lastNonce !== null) {
      // A stale request is answered by nothing: the client's answer to what is under way repeats its names.
      const stale = nonce === '' ? own.inflight.length > 0 : nonce !== own.lastNonce;
      this.#verdict(own, request, at);
      if (stale) return;
    }
    const before = own.sub;
    own.sub = sotwSubscription(own.type, before, request.names);
    if (before !== own.sub) this.#resting = false;
    if (before && before !== own.sub) forget(own);
  }

  #delta(own: TypeState, request: DeltaRequest, at: { now: number; effects: Effect[] }): void {
    const first = own.sub === null;
    this.#verdict(own, request, at);
    if (!first && request.subscribe.length === 0 && request.unsubscribe.length === 0) return;
    this.#resting = false;
    const { subscription, resend } = deltaSubscription(own.type, own.sub, request);
    resubscribe(own, subscription);
    if (first && request.initialVersions.size > 0) seed(this.state, own, request.initialVersions);
    else for (const name of resend) own.force.add(name);
  }

  #verdict(
    own: TypeState,
    request: DiscoveryRequest,
    { now, effects }: { now: number; effects: Effect[] },
  ): void {
    if (request.responseNonce === '') return;
    const { responseNonce: nonce } = request;
    const response = own.inflight.find((sent) => sent.nonce === nonce || sent.heartbeat === nonce);
    if (!response) return;
    const { version } = response.view;
    if (request.error === null) {
      accept(own, response);
      effects.push({ kind: 'acked', type: own.type, version });
    } else {
      this.#resting = false;
      const { protocol, timings } = this.#options;
      const message = request.error;
      const changed = suspects(response, own.acked ?? EMPTY_VIEW);
      reject(own, response, { protocol, timings, now, message });
      const local = isLocalError(message);
      effects.push({ kind: 'nacked', type: own.type, version, message, local, suspects: changed });
    }
  }

  /** The first request of a type tells what kind of client this is, and whether its weights must wait. */
  #classify(own: TypeState, now: number, effects: Effect[]): void {
    const { state } = this;
    if (own.type === 'rtds' && own.sub?.names.has(WEIGHTS_LAYER)) {
      if (state.client === 'pending') state.client = 'runtime';
      if (state.client === 'runtime' && !own.fresh) state.runtimeHold = now + state.timings.runtimeWait;
    } else if (own.type === 'rds' && state.client === 'pending') {
      state.client = 'plain';
      effects.push({ kind: 'needPlainRoutes' });
    }
  }

  #otherType(request: DiscoveryRequest, effects: Effect[]): void {
    if (request.protocol !== 'delta' || request.subscribe.length === 0) return;
    this.#others += 1;
    const body = encodeBody('delta', {
      typeUrl: request.typeUrl,
      version: '',
      resources: [],
      removed: request.subscribe.filter((name) => name !== '*'),
    });
    effects.push({ kind: 'sendOther', frame: frameResponse(body, `other-${this.#others}`) });
  }

  #reconcile(now: number, effects: Effect[]): void {
    this.#deadline = null;
    if (this.state.service === 'waiting') return;
    const { rtds } = this.state.types;
    if (this.#resting && this.#moved === WEIGHTS_ONLY && rtds.sub === null) return;
    const wake = (at: number): void => {
      if (at > now && (this.#deadline === null || at < this.#deadline)) this.#deadline = at;
    };
    // All of them first: the weights go by the splits of the routes, whose turn comes later.
    const rested = this.#resting;
    const types = rested ? this.#moved : DELIVERY_ORDER;
    for (const type of types) {
      const own = this.state.types[type];
      if (own.sub) reviewHeld(this.state, own);
    }
    let resting = true;
    for (const type of types) {
      const own = this.state.types[type];
      if (!own.sub || isAtRest(this.state, own)) continue;
      if (type === 'rtds') releaseRuntime(this.state, { lane: this.#options.lane, now, wake });
      if (own.rejection) reviewRejection(own, this.#wantedVersions(own), now);
      const goal = goalOf({ state: this.state, lane: this.#options.lane, now, wake }, type);
      if (own.rejection?.retryAt) wake(own.rejection.retryAt);
      if (goal) this.#deliver(own, goal, { now, effects, wake });
      resting &&= type === 'rtds' || (rested && isAtRest(this.state, own));
      if (this.state.timings.resourceTtl === 0) continue;
      const heartbeat = prolong(own, { ...this.#options, now, wake });
      if (heartbeat) effects.push({ kind: 'sendOther', frame: heartbeat });
    }
    this.#resting = resting || (!rested && allAtRest(this.state));
  }

  #wantedVersions({ type, sub }: TypeState): (name: string) => string {
    const set = compiledSet(this.state, type);
    const wanted = set && sub ? wantedOf(type, set, sub) : EMPTY_VIEW;
    return (name) => wanted.items.get(name)?.version ?? '';
  }

  #deliver(
    own: TypeState,
    goal: Goal,
    at: { now: number; effects: Effect[]; wake: (at: number) => void },
  ): void {
    const { now, effects, wake } = at;
    if (own.rejection && own.rejection.whole !== null) {
      if (own.rejection.whole === goal.view.version) return;
      own.rejection = null;
    }
    const plan = planResponse(this.state.protocol, own, goal);
    if (!plan) {
      if (own.inflight.length === 0 && own.rejection === null) own.nack = null;
      return;
    }
    if (plan === 'nothing') {
      // Only names that the client gave up, or that SotW has no words for, are different.
      if (own.inflight.length > 0) return;
      own.acked = own.acked === own.sent ? goal.view : own.acked;
      own.sent = goal.view;
      return;
    }
    const last = own.inflight.at(-1);
    if (last) {
      if (own.type !== 'cds' || own.inflight.length >= MAX_OVERTAKING) return;
      const due = last.sentAt + this.state.timings.clusterOvertake;
      if (now < due) {
        wake(due);
        return;
      }
    }
    const { view } = goal;
    const encoded = this.#options.responses.encode(
      {
        protocol: this.state.protocol,
        type: own.type,
        view,
        resources: plan.resources,
        removed: plan.removed,
        lifetime: lifetimeOf(this.state.protocol, own.type, this.#options.timings),
      },
      own.lastSequence,
    );
    if (own.type === 'cds') this.#followWithAssignments(plan.changed, view);
    own.inflight.push({
      nonce: encoded.nonce,
      sentAt: now,
      view,
      names: plan.changed,
      recovery: own.rejection !== null,
      clean: own.rejection === null,
      heartbeat: null,
    });
    own.sent = view;
    if (this.state.protocol === 'sotw') this.#options.history.remember(own.type, view);
    own.force.clear();
    own.answered = true;
    own.lastNonce = encoded.nonce;
    own.lastVersion = view.version;
    own.lastSequence = encoded.sequence;
    if (own.type === 'rtds') {
      this.state.weights = this.#options.lane.weightsIn(view) ?? this.state.weights;
    }
    effects.push({
      kind: 'send',
      type: own.type,
      bytes: encoded.bytes,
      frame: encoded.frame,
      version: view.version,
      resources: plan.resources.length,
    });
  }

  /**
   * A cluster that changes warms up again, and neither protocol variant of Envoy asks for its assignment in a
   * way that could be told from an ACK: the assignment is sent right behind, changed or not.
   */
  #followWithAssignments(changed: readonly string[], clusters: View): void {
    const eds = this.#own('eds');
    for (const name of changed) {
      const assignment = clusters.items.get(name)?.references.assignment;
      // Asked for already or not: a reconnecting client may yet say that it holds the same assignment.
      if (assignment !== undefined) eds.force.add(assignment);
    }
  }
}

type Given = Pick<SessionState, 'client' | 'snapshot' | 'plainRoutes' | 'service'>;

function givenTo({ client, snapshot, plainRoutes, service }: SessionState): Given {
  return { client, snapshot, plainRoutes, service };
}

const NONE: readonly GroupSnapshot[] = Object.freeze([]);

/** Unanswered CDS responses at most: bounds the bytes in flight to a client that says nothing. */
const MAX_OVERTAKING = 4;
