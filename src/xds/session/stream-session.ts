import { groupKey } from '../../snapshot/groups.ts';
import type { ResourceType } from '../../snapshot/model.ts';
import { Cohort, createCohorts } from './cohort.ts';
import type { Cohorts } from './cohort.ts';
import { onceABeginning, streamContract } from './node-group.ts';
import type { FirstRequest } from './node-group.ts';
import { isAwaited, isCommon } from './sameness.ts';
import { Session } from './session.ts';
import type { Effect, SessionEvent, SessionOptions } from './session-events.ts';
import type { SessionState } from './session-state.ts';
import type { ViewHistory } from './view.ts';
import type { DiscoveryRequest } from '../wire/request.ts';

export interface SessionsOptions extends Omit<SessionOptions, 'protocol' | 'only'> {
  /** Of a state, the version of the snapshot that the client has accepted whole; null: it lags. */
  readonly syncedVersion: (state: SessionState) => string | null;
  /**
   * So many milliseconds a step that was taken for one stream stands for others, to which what it sent counts as sent
   * then. Default 50: the waits that go by that are a second and longer.
   */
  readonly stepStands?: number;
}

const STEP_STANDS = 50;

/** The sessions of all streams of a server, which share what is the same. */
export interface Sessions {
  /** `only`: the type whose own service the stream came to; absent: an aggregated stream. */
  open(protocol: 'sotw' | 'delta', only?: ResourceType): StreamSession;
}

interface Shared {
  readonly cohorts: Cohorts;
  readonly syncedVersion: SessionsOptions['syncedVersion'];
  readonly stepStands: number;
  readonly history: ViewHistory;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { syncedVersion, stepStands = STEP_STANDS, ...rest } = options;
  const { history } = options;
  const shared: Shared = { cohorts: createCohorts(), syncedVersion, stepStands, history };
  const beginnings = new Map<string, Cohort>();
  return {
    open(protocol, only) {
      const kind = `${protocol} ${only ?? ''}`;
      let beginning = beginnings.get(kind);
      if (!beginning) {
        beginning = new Cohort(new Session({ ...rest, protocol, ...(only && { only }) }));
        beginnings.set(kind, beginning);
      }
      return new StreamSession(beginning, shared);
    },
  };
}

/** A stream's session: one that it has to itself, or a part in what many are in. Behaves as a `Session` either way. */
export class StreamSession {
  readonly #shared: Shared;
  /** Just one of the two is there. */
  #cohort: Cohort | null;
  #own: Session | null = null;

  constructor(beginning: Cohort, shared: Shared) {
    this.#cohort = beginning;
    this.#shared = shared;
  }

  /** To be read, and not to be kept over a step. */
  get state(): SessionState {
    return this.#current().state;
  }

  /** As `Session.wantsNode`. */
  get wantsNode(): boolean {
    return this.#current().wantsNode;
  }

  /** As `Session.deadline`. */
  get deadline(): number | null {
    return this.#own === null ? null : this.#own.deadline;
  }

  /** The version of the snapshot that the client has accepted whole; null: it lags. */
  get syncedVersion(): string | null {
    const cohort = this.#cohort;
    if (cohort === null) return this.#shared.syncedVersion(this.state);
    if (cohort.synced === undefined) cohort.synced = this.#shared.syncedVersion(cohort.session.state);
    return cohort.synced;
  }

  /** As `Session.step`. The effects may be other streams' too. */
  step(event: SessionEvent, now: number): readonly Effect[] {
    const cohort = this.#cohort;
    if (cohort === null) return this.#stepAlone(event, now);
    const key = keyOf(event, cohort.session);
    const { cohorts, history, stepStands } = this.#shared;
    const { additions } = history;
    const known = key === null ? undefined : cohort.known(key, event, { since: now - stepStands, additions });
    if (known) {
      this.#cohort = known.to;
      return typeof key === 'string' ? forNode(known.effects, event) : known.effects;
    }
    const session = cohort.session.fork();
    const effects = session.step(event, now);
    const to = cohorts.settle(session) ?? passing(session, key);
    if (to === null) this.#own = session;
    else if (key !== null) {
      const recalled = namesVersion(event) ? additions : null;
      cohort.remember(key, event, {
        effects,
        to,
        at: isAwaited(to.session.state) ? now : Infinity,
        recalled,
      });
    }
    this.#cohort = to;
    return effects;
  }

  #stepAlone(event: SessionEvent, now: number): readonly Effect[] {
    const session = this.#current();
    const effects = session.step(event, now);
    this.#cohort = this.#shared.cohorts.settle(session);
    if (this.#cohort) this.#own = null;
    return effects;
  }

  #current(): Session {
    const session = this.#own ?? this.#cohort?.session;
    if (!session) throw new Error('a stream has a session');
    return session;
  }
}

/** By what the step at an event is found that other streams of the cohort took; null: it is taken by each itself. */
function keyOf(event: SessionEvent, session: Session): object | string | null {
  switch (event.kind) {
    case 'request':
      return session.wantsNode ? openingOf(event.request, session.state.only) : event.request;
    case 'snapshot':
      return event.others?.length ? null : event.snapshot;
    case 'plainRoutes':
      return event.rds;
    case 'tick':
      return null;
  }
}

/** All of a first request but which node of its group it comes from. */
function openingOf(request: DiscoveryRequest, only: ResourceType | null): string | null {
  const { node, error } = request;
  if (node === null || error !== null || (request.protocol === 'delta' && request.initialVersions.size > 0))
    return null;
  return only === null ? aggregatedOpening(node, request) : openingText({ request, node, only });
}

/** Of an aggregated stream: it is written out once for a fleet that comes. */
const aggregatedOpening = onceABeginning((node, request: DiscoveryRequest) =>
  openingText({ request, node, only: null }),
);

function openingText(first: FirstRequest): string {
  const { request } = first;
  const { group, contract } = streamContract(first);
  const { protocol, typeUrl, responseNonce } = request;
  const asked =
    protocol === 'sotw' ? [request.versionInfo, request.names] : [request.subscribe, request.unsubscribe];
  return JSON.stringify([groupKey(group), contract, typeUrl, responseNonce, ...asked]);
}

function forNode(effects: readonly Effect[], event: SessionEvent): readonly Effect[] {
  const node = event.kind === 'request' ? event.request.node : null;
  return node ? effects.map((effect) => (effect.kind === 'acquire' ? { ...effect, node } : effect)) : effects;
}

/** A state on the way, in which an answer or a snapshot is awaited: where others come that are at the same point. */
function passing(session: Session, key: object | string | null): Cohort | null {
  return key !== null && session.isQuiet && isCommon(session.state) ? new Cohort(session) : null;
}

/** A SotW client says which version it holds from before this stream. */
function namesVersion(event: SessionEvent): boolean {
  if (event.kind !== 'request' || event.request.protocol !== 'sotw') return false;
  return event.request.responseNonce === '' && event.request.versionInfo !== '';
}
