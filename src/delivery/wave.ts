import { faultOf } from './fault.ts';
import type { Fault } from './fault.ts';
import { LONGEST_RETRY, MOST_CANARIES } from './settings.ts';
import type { WaveSettings } from './settings.ts';
import { sameGeneration } from './structure.ts';
import type { Generation } from './structure.ts';
import type { Hold, Joining, Member, WaveEffect, WaveEvent, WaveMember } from './wave-model.ts';
import type { WaveOptions, WaveProgress } from './wave-model.ts';

/**
 * How the sidecars of one service that run the same Envoy come from one generation to the next: one of them first,
 * then steps of more, each when all that were given the new one have accepted it. A state machine: an event and the
 * time go in, what is to be done comes out.
 */
export class Wave {
  readonly #settings: WaveSettings;
  readonly #blocked: WaveOptions['blocked'];
  readonly #members = new Map<number, Member>();
  #accepted: Generation;
  #candidate: Generation | null = null;
  /** Came while a wave was too old to be superseded once more. */
  #queued: Generation | null = null;
  #hold: Hold | null = null;
  #stage = 0;
  #stageSince = 0;
  /** Since when there has been something newer than what is accepted. */
  #behindSince: number | null = null;
  /** Members that were given the candidate and have not answered. */
  #pending = 0;
  /** Nodes that did not answer when they were asked first: others are asked before them. */
  readonly #trouble = new Set<string>();
  /** Canaries of this wave that fell silent or went. */
  readonly #lost = new Set<string>();
  /** Nodes that rejected the candidate, but not enough of them for a verdict. */
  readonly #refusals = new Map<string, Fault>();
  #attempts = 0;

  constructor(accepted: Generation, options: WaveOptions) {
    this.#accepted = accepted;
    this.#settings = options.settings;
    this.#blocked = options.blocked.bind(options);
  }

  get accepted(): Generation {
    return this.#accepted;
  }

  get hold(): Hold | null {
    return this.#hold;
  }

  get size(): number {
    return this.#members.size;
  }

  /** A candidate is on its way; `progress` looks at every member to say more. */
  get underWay(): boolean {
    return this.#candidate !== null;
  }

  get progress(): WaveProgress | null {
    if (this.#candidate === null) return null;
    const given = this.#given(this.#candidate);
    return {
      stage: this.#stage,
      since: this.#behindSince ?? this.#stageSince,
      given: given.length,
      settled: given.filter(({ phase }) => phase === 'settled').length,
      nodes: this.#stage === 0 ? given.map(({ nodeId }) => nodeId) : [],
    };
  }

  /** When a tick is due; null: never, as things are. */
  get deadline(): number | null {
    if (this.#candidate !== null && this.#members.size > 0) return this.#stageSince + this.#settings.timeout;
    return this.#hold?.retryAt ?? null;
  }

  member(id: number): WaveMember | null {
    return this.#members.get(id) ?? null;
  }

  given(id: number): Generation | undefined {
    return this.#members.get(id)?.given;
  }

  /** The stream has not yet said what it makes of what it was given. */
  awaits(id: number): boolean {
    const member = this.#members.get(id);
    return member !== undefined && member.phase !== 'settled';
  }

  /** It holds something else than the newest. */
  lags(id: number): boolean {
    const newest = this.#queued ?? this.#candidate ?? this.#hold?.generation ?? this.#accepted;
    return this.given(id) !== newest;
  }

  /** `now` is in milliseconds and never goes back. */
  step(event: WaveEvent, now: number): WaveEffect[] {
    const effects: WaveEffect[] = [];
    switch (event.kind) {
      case 'publish':
        this.#publish(event.newest, now, effects);
        break;
      case 'join':
        this.#join(event.member);
        break;
      case 'move':
        this.#move(event.id, event.key);
        break;
      case 'leave':
        this.#leave(event.id);
        break;
      case 'accepted':
        this.#settle(event.id);
        break;
      case 'refused':
        this.#refused(event, now, effects);
        break;
      case 'review':
        this.#review(now, effects);
        break;
      case 'release':
        this.#attempts = 0;
        this.#release(now, effects);
        break;
      case 'tick':
        this.#tick(now, effects);
        break;
    }
    this.#advance(now, effects);
    return effects;
  }

  #publish(newest: Generation, now: number, effects: WaveEffect[]): void {
    for (const known of [this.#accepted, this.#candidate, this.#hold?.generation, this.#queued]) {
      // Same structure: what is live in it moves on, and groups that were compiled since are added.
      if (known && sameGeneration(known, newest)) known.groups = newest.groups;
    }
    if (sameGeneration(this.#accepted, newest)) {
      this.#queued = this.#hold = null;
      this.#withdraw(effects);
      return;
    }
    if (this.#hold !== null && sameGeneration(this.#hold.generation, newest)) return;
    this.#hold = null;
    this.#attempts = 0;
    if (this.#candidate === null) this.#begin(newest, now, effects);
    else if (sameGeneration(this.#candidate, newest)) this.#queued = null;
    else if (now - (this.#behindSince ?? now) < this.#settings.timeout) this.#begin(newest, now, effects);
    // Ever newer ones would keep the fleet waiting for ever: this wave ends first.
    else this.#queued = newest;
  }

  /** A wave with a new candidate; one that runs is superseded, and its canary is asked first again. */
  #begin(newest: Generation, now: number, effects: WaveEffect[]): void {
    const before = this.#candidate;
    const canary = before !== null && this.#stage === 0 ? this.#given(before)[0] : undefined;
    this.#lost.clear();
    this.#refusals.clear();
    const fault = this.#blocked(newest, this.#accepted);
    if (fault !== null) {
      this.#goBack({ generation: newest, reason: 'quarantined', fault, by: [] }, now, effects);
      return;
    }
    this.#candidate = newest;
    this.#pending = 0;
    this.#stage = this.#settings.canary ? 0 : 1;
    this.#stageSince = now;
    this.#behindSince ??= now;
    for (const member of this.#members.values()) {
      // What has accepted the superseded one stays with it until its turn comes.
      if (member.given === before && member.phase !== 'settled') this.#give(member, this.#accepted, effects);
    }
    if (canary !== undefined && !this.#trouble.has(canary.nodeId)) this.#give(canary, newest, effects);
  }

  #join({ id, nodeId, key }: Joining): void {
    this.#members.set(id, { id, nodeId, key, given: this.#accepted, phase: 'pending' });
  }

  /** What differs between groups of one service that a node changes over to is live: its structure stays as it is. */
  #move(id: number, key: string): void {
    const member = this.#members.get(id);
    if (member !== undefined) member.key = key;
  }

  #leave(id: number): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#members.delete(id);
    if (member.given !== this.#candidate || member.phase !== 'pending') return;
    this.#pending -= 1;
    // It may have gone because of what it was given: when it comes back others are asked first.
    this.#trouble.add(member.nodeId);
    if (this.#stage === 0) this.#lost.add(member.nodeId);
  }

  #settle(id: number): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    if (member.phase === 'pending' && member.given === this.#candidate) this.#pending -= 1;
    member.phase = 'settled';
    this.#trouble.delete(member.nodeId);
  }

  #refused(
    { id, refusal }: Extract<WaveEvent, { readonly kind: 'refused' }>,
    now: number,
    effects: WaveEffect[],
  ): void {
    const member = this.#members.get(id);
    const candidate = this.#candidate;
    if (member === undefined || member.given === this.#accepted) return;
    if (candidate === null || member.given !== candidate) {
      this.#give(member, this.#accepted, effects);
      return;
    }
    const pair = {
      accepted: this.#accepted.groups.get(member.key),
      candidate: candidate.groups.get(member.key),
    };
    const fault = faultOf(refusal, pair);
    if (fault === null) return;
    if (refusal.local) {
      // Its own trouble, which its session tries to get over: neither for nor against the candidate.
      this.#excuse(member);
      if (this.#stage === 0) this.#lost.add(member.nodeId);
      return;
    }
    this.#refusals.set(member.nodeId, fault);
    const verdict = this.#stage === 0 || this.#members.size === 1 || this.#refusals.size > 1;
    if (!verdict) {
      this.#give(member, this.#accepted, effects);
      return;
    }
    const by = [...this.#refusals.keys()];
    effects.push({ kind: 'quarantine', fault, by });
    this.#goBack({ generation: candidate, reason: 'quarantined', fault, by }, now, effects);
  }

  #review(now: number, effects: WaveEffect[]): void {
    const fault = this.#candidate && this.#blocked(this.#candidate, this.#accepted);
    if (!this.#candidate || !fault) return;
    this.#goBack({ generation: this.#candidate, reason: 'quarantined', fault, by: [] }, now, effects);
  }

  #release(now: number, effects: WaveEffect[]): void {
    const held = this.#hold;
    if (held === null) return;
    this.#hold = null;
    this.#begin(held.generation, now, effects);
  }

  #tick(now: number, effects: WaveEffect[]): void {
    if (this.#candidate !== null) {
      if (now >= this.#stageSince + this.#settings.timeout) this.#late(this.#candidate, now, effects);
      return;
    }
    const retryAt = this.#hold?.retryAt ?? null;
    if (retryAt !== null && now >= retryAt) this.#release(now, effects);
  }

  /** A step has waited long enough. */
  #late(candidate: Generation, now: number, effects: WaveEffect[]): void {
    const given = this.#given(candidate);
    const silent = given.filter(({ phase }) => phase === 'pending');
    this.#stageSince = now;
    if (this.#stage > 0) {
      const answered = given.some(({ phase }) => phase === 'settled');
      if (answered && silent.length <= Math.max(1, given.length / 10)) {
        // A few that hang hold up nobody. They keep what they were given.
        for (const member of silent) this.#excuse(member);
        return;
      }
      const by = given.filter(({ phase }) => phase !== 'settled').map(({ nodeId }) => nodeId);
      this.#goBack({ generation: candidate, reason: 'unanswered', fault: null, by }, now, effects);
      return;
    }
    for (const member of silent) {
      this.#trouble.add(member.nodeId);
      this.#lost.add(member.nodeId);
      this.#give(member, this.#accepted, effects);
    }
    const others = [...this.#members.values()].some((member) => this.#eligible(member));
    const excused = given.filter(({ phase }) => phase === 'excused');
    if (this.#lost.size + excused.length === 0 || (others && this.#lost.size < MOST_CANARIES)) return;
    const by = [...new Set([...this.#lost, ...excused.map(({ nodeId }) => nodeId)])];
    this.#goBack({ generation: candidate, reason: 'unanswered', fault: null, by }, now, effects);
  }

  #goBack(
    why: Pick<Hold, 'generation' | 'reason' | 'fault' | 'by'>,
    now: number,
    effects: WaveEffect[],
  ): void {
    const retry = Math.min(this.#settings.timeout * 2 ** this.#attempts, LONGEST_RETRY);
    if (why.reason === 'unanswered') this.#attempts += 1;
    this.#hold = { ...why, since: now, retryAt: why.reason === 'unanswered' ? now + retry : null };
    effects.push({ kind: 'held', hold: this.#hold });
    this.#withdraw(effects);
    if (this.#queued === null) return;
    const next = this.#queued;
    this.#queued = this.#hold = null;
    this.#begin(next, now, effects);
  }

  /** Everybody is to have what is accepted. */
  #withdraw(effects: WaveEffect[]): void {
    // Without a candidate they have nothing else: most publications change no structure.
    if (this.#candidate === null) return;
    this.#candidate = null;
    this.#pending = 0;
    this.#behindSince = null;
    for (const member of this.#members.values()) {
      if (member.given !== this.#accepted) this.#give(member, this.#accepted, effects);
    }
  }

  #advance(now: number, effects: WaveEffect[]): void {
    while (this.#candidate !== null && this.#members.size > 0) {
      const candidate = this.#candidate;
      if (this.#pending > 0) return;
      if (this.#stage === 0) {
        const asked = this.#given(candidate).some(({ phase }) => phase === 'settled');
        if (asked) this.#stage = 1;
        else if (this.#lost.size >= MOST_CANARIES) {
          this.#late(candidate, now, effects);
          continue;
        } else if (!this.#askMore(1, candidate, effects)) return;
        this.#stageSince = now;
        continue;
      }
      const share = this.#settings.shares[this.#stage - 1];
      if (share === undefined) {
        if (!this.#given(candidate).some(({ phase }) => phase === 'settled')) return;
        this.#accept(candidate, now, effects);
        continue;
      }
      const wanted = Math.ceil(((this.#members.size - this.#refusals.size) * share) / 100);
      this.#askMore(wanted - this.#given(candidate).length, candidate, effects);
      this.#stage += 1;
      this.#stageSince = now;
    }
  }

  #accept(candidate: Generation, now: number, effects: WaveEffect[]): void {
    this.#accepted = candidate;
    this.#attempts = 0;
    this.#withdraw(effects);
    effects.push({ kind: 'accepted', generation: candidate });
    const next = this.#queued;
    this.#queued = null;
    if (next !== null) this.#begin(next, now, effects);
  }

  /** Gives the candidate to so many more, those first that have shown that they answer. True if there was one. */
  #askMore(count: number, candidate: Generation, effects: WaveEffect[]): boolean {
    if (count <= 0) return false;
    const eligible = [...this.#members.values()].filter((member) => this.#eligible(member));
    const rank = (member: Member): number =>
      (this.#trouble.has(member.nodeId) ? 4 : 0) +
      (member.phase === 'settled' ? 0 : 2) +
      (member.given === this.#accepted ? 1 : 0);
    eligible.sort((a, b) => rank(a) - rank(b) || a.id - b.id);
    for (const member of eligible.slice(0, count)) this.#give(member, candidate, effects);
    return eligible.length > 0;
  }

  #eligible(member: Member): boolean {
    if (member.given === this.#candidate || this.#refusals.has(member.nodeId)) return false;
    return this.#stage > 0 || !this.#lost.has(member.nodeId);
  }

  #give(member: Member, generation: Generation, effects: WaveEffect[]): void {
    if (member.given === generation) return;
    if (member.given === this.#candidate && member.phase === 'pending') this.#pending -= 1;
    member.given = generation;
    member.phase = 'pending';
    if (generation === this.#candidate) this.#pending += 1;
    effects.push({ kind: 'give', id: member.id });
  }

  #excuse(member: Member): void {
    if (member.phase === 'pending' && member.given === this.#candidate) this.#pending -= 1;
    member.phase = 'excused';
    this.#trouble.add(member.nodeId);
  }

  #given(candidate: Generation): Member[] {
    return [...this.#members.values()].filter(({ given }) => given === candidate);
  }
}
