import assert from 'node:assert/strict';
import { Session } from '../../../src/xds/session/session.ts';
import type { Effect, SessionEvent, SessionOptions } from '../../../src/xds/session/session-events.ts';
import type { SessionState } from '../../../src/xds/session/session-state.ts';
import { createSessions } from '../../../src/xds/session/stream-session.ts';
import type { Sessions, StreamSession } from '../../../src/xds/session/stream-session.ts';
import { createResponseCache } from '../../../src/xds/session/responses.ts';
import { createRuntimeLane } from '../../../src/xds/session/runtime-lane.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { createViewHistory } from '../../../src/xds/session/view.ts';
import { createRequestDecoder } from '../../../src/xds/wire/request-memo.ts';
import { syncedVersion } from '../../../src/xds/sync.ts';

type Parts = Pick<SessionOptions, 'responses' | 'lane' | 'history'>;

/** What the streams of a server process share. */
export interface Process extends Parts {
  readonly requests: Readonly<Record<'sotw' | 'delta', ReturnType<typeof createRequestDecoder>>>;
}

export function newProcess(): Process {
  return {
    responses: createResponseCache(),
    lane: createRuntimeLane(),
    history: createViewHistory(),
    requests: { sotw: createRequestDecoder('sotw'), delta: createRequestDecoder('delta') },
  };
}

/** The parts of a server's streams. */
export function newServer(): Process & { readonly sessions: Sessions } {
  const process = newProcess();
  return { ...process, sessions: poolOf(process, DEFAULT_TIMINGS) };
}

/** By process, and by the timings. */
const pools = new WeakMap<Process, Map<string, Sessions>>();

function poolOf(process: Process, timings: SessionOptions['timings']): Sessions {
  const known = pools.get(process) ?? new Map<string, Sessions>();
  pools.set(process, known);
  const key = JSON.stringify(timings);
  const pool =
    known.get(key) ??
    createSessions({
      ...process,
      timings,
      syncedVersion: (state) => syncedVersion(state, process.lane),
      // So that each knows to the millisecond what was sent when.
      stepStands: 0,
    });
  known.set(key, pool);
  return pool;
}

/**
 * A stream's session three times: as one that goes where another was before, as the first of a cohort to come to each
 * state, and by itself. They say the same, whatever happens.
 */
export class Trio {
  readonly #lead: StreamSession;
  readonly #others: readonly Other[];

  constructor(process: Process, { protocol, timings }: Pick<SessionOptions, 'protocol' | 'timings'>) {
    const { responses, lane, history } = process;
    const alone = new Session({ responses, lane, history, protocol, timings });
    const pool = poolOf(process, timings);
    this.#others = [
      new Other({
        step: (event, now) => alone.step(event, now),
        get deadline() {
          return alone.deadline;
        },
        get syncedVersion() {
          return syncedVersion(alone.state, lane);
        },
      }),
      new Other(pool.open(protocol)),
    ];
    this.#lead = pool.open(protocol);
  }

  get state(): SessionState {
    return this.#lead.state;
  }

  get wantsNode(): boolean {
    return this.#lead.wantsNode;
  }

  get deadline(): number | null {
    return this.#lead.deadline;
  }

  step(event: SessionEvent, now: number): readonly Effect[] {
    const steps = this.#others.map((other) => other.step(event, now));
    const effects = this.#lead.step(event, now);
    const { deadline, syncedVersion: synced } = this.#lead;
    for (const [index, other] of this.#others.entries()) {
      const own = steps[index] ?? [];
      assert.deepEqual(effects.map(nameless), own.map(nameless), 'all do the same');
      assert.deepEqual([deadline, synced], other.standing());
      other.learn(effects, own);
    }
    return effects;
  }
}

type Played = Pick<StreamSession, 'step' | 'deadline' | 'syncedVersion'>;

/** A session that hears what the leading one hears, but for the nonces, which are its own. */
class Other {
  readonly #session: Played;
  /** By the leading one's. */
  readonly #nonces = new Map<string, string>();

  constructor(session: Played) {
    this.#session = session;
  }

  standing(): readonly [number | null, string | null] {
    return [this.#session.deadline, this.#session.syncedVersion];
  }

  step(event: SessionEvent, now: number): readonly Effect[] {
    const own = event.kind === 'request' ? this.#nonces.get(event.request.responseNonce) : undefined;
    if (event.kind !== 'request' || own === undefined || own === event.request.responseNonce)
      return this.#session.step(event, now);
    return this.#session.step({ kind: 'request', request: { ...event.request, responseNonce: own } }, now);
  }

  learn(leading: readonly Effect[], own: readonly Effect[]): void {
    for (const [index, effect] of leading.entries()) {
      const other = own[index];
      if (other && isAnswer(effect) && isAnswer(other)) this.#nonces.set(nonceOf(effect), nonceOf(other));
    }
  }
}

type Answer = Extract<Effect, { readonly kind: 'send' | 'sendOther' }>;

function isAnswer(effect: Effect): effect is Answer {
  return effect.kind === 'send' || effect.kind === 'sendOther';
}

/** Nonces are unique within a stream only: those of two streams may differ. They come last, as field 5. */
function nonceOf({ frame }: Answer): string {
  for (let length = 1; length < 32; length += 1) {
    const at = frame.length - length;
    if (frame[at - 1] === length && frame[at - 2] === 42) return frame.toString('latin1', at);
  }
  throw new Error('a response without a nonce');
}

function nameless(effect: Effect): unknown {
  if (!isAnswer(effect)) return effect;
  const { frame } = effect;
  // Without the length in front of the message, and of the nonce.
  const body = frame.toString('latin1', 5, frame.length - nonceOf(effect).length - 1);
  return { ...effect, frame: body, bytes: null };
}
