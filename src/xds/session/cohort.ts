import type { GroupSnapshot, ResourceSet } from '../../snapshot/model.ts';
import { isAnswered, isCommon, isSame } from './sameness.ts';
import type { Session } from './session.ts';
import type { Effect, SessionEvent } from './session-events.ts';

/** What an event came to for one stream of a cohort, and comes to for the others. */
export interface Step {
  readonly effects: readonly Effect[];
  readonly to: Cohort;
  /** When it was taken; Infinity: no time is in what came of it. */
  readonly at: number;
  /** Where it went by what was known of a version that the client named: `ViewHistory.additions` at that time. */
  readonly recalled: number | null;
  /** What came with a snapshot. */
  readonly plainRoutes: ResourceSet | undefined;
}

/** What a step must be for it to stand for another. */
export interface Moment {
  /** Not taken before. */
  readonly since: number;
  /** `ViewHistory.additions` now. */
  readonly additions: number;
}

/** Beginnings of streams that are kept at a time: a request for each service and kind of client. */
const MOST_OPENINGS = 256;

/** States in which streams with a snapshot are; beyond, each goes on by itself. */
const MOST_COHORTS = 32;

/**
 * Streams that are in the same state, whichever way each came there. Most of a fleet is, most of the time: a change
 * then is worked out once, and a stream's part in it is to go from one cohort to the next.
 */
export class Cohort {
  /** Never stepped: it is the state of many. */
  readonly session: Session;
  /** The version that its streams have accepted whole; null: they lag; undefined: not worked out yet. */
  synced: string | null | undefined = undefined;
  /** By snapshot, routes or request: what is gone from everywhere else is not kept here, nor what came of it. */
  #steps: WeakMap<object, Step> | null = null;
  /** Of streams that have said nothing yet: by what they begin with. */
  #openings: Map<string, Step> | null = null;

  constructor(session: Session) {
    this.session = session;
  }

  /** The step that was taken at such an event and stands for one now; undefined: there is none. */
  known(key: object | string, event: SessionEvent, now: Moment): Step | undefined {
    const step = typeof key === 'string' ? this.#openings?.get(key) : this.#steps?.get(key);
    if (step === undefined || step.at < now.since) return undefined;
    if (step.recalled !== null && step.recalled !== now.additions) return undefined;
    return step.plainRoutes === routesOf(event) ? step : undefined;
  }

  remember(key: object | string, event: SessionEvent, step: Omit<Step, 'plainRoutes'>): void {
    const kept = { ...step, plainRoutes: routesOf(event) };
    if (typeof key !== 'string') {
      (this.#steps ??= new WeakMap<object, Step>()).set(key, kept);
      return;
    }
    const openings = (this.#openings ??= new Map<string, Step>());
    // They hold what the client named, which may be large and used by nobody else.
    for (const [old, { recalled }] of openings) {
      if (recalled !== null && recalled !== step.recalled && step.recalled !== null) openings.delete(old);
    }
    const [oldest] = openings.keys();
    if (oldest !== undefined && openings.size >= MOST_OPENINGS) openings.delete(oldest);
    openings.set(key, kept);
  }
}

function routesOf(event: SessionEvent): ResourceSet | undefined {
  return event.kind === 'snapshot' ? event.plainRoutes : undefined;
}

/** Finds the cohort that a session belongs to. */
export interface Cohorts {
  /**
   * Takes the session, which is not to be stepped any more. Null: it is kept by itself, as while an answer is awaited or
   * something waits for its time.
   */
  settle(session: Session): Cohort | null;
}

export function createCohorts(): Cohorts {
  // By snapshot, so that what no stream is given any more is collected with it.
  const bySnapshot = new WeakMap<GroupSnapshot, Cohort[]>();
  return {
    settle(session) {
      const { state } = session;
      const { snapshot } = state;
      if (snapshot === null || !session.isQuiet || !isCommon(state) || !isAnswered(state)) return null;
      let cohorts = bySnapshot.get(snapshot);
      if (!cohorts) bySnapshot.set(snapshot, (cohorts = []));
      const known = cohorts.find((one) => isSame(one.session.state, state));
      if (known) return known;
      if (cohorts.length >= MOST_COHORTS) return null;
      const cohort = new Cohort(session);
      cohorts.push(cohort);
      return cohort;
    },
  };
}
