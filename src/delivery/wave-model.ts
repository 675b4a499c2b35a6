import type { Refusal } from '../snapshot/cache.ts';
import type { Fault } from './fault.ts';
import type { WaveSettings } from './settings.ts';
import type { Generation } from './structure.ts';

export interface Joining {
  readonly id: number;
  readonly nodeId: string;
  /** Of its group. */
  readonly key: string;
}

/** Where a member stands. The same object for as long as it is one. */
export interface WaveMember {
  readonly given: Generation;
  /** `excused`: it is not waited for. */
  readonly phase: 'pending' | 'settled' | 'excused';
}

export type Member = { -readonly [K in keyof (Joining & WaveMember)]: (Joining & WaveMember)[K] };

export type WaveEvent =
  | { readonly kind: 'publish'; readonly newest: Generation }
  | { readonly kind: 'join'; readonly member: Joining }
  /** It belongs to another group of the service from now on. */
  | { readonly kind: 'move'; readonly id: number; readonly key: string }
  | { readonly kind: 'leave'; readonly id: number }
  /** The stream holds all that it was given. */
  | { readonly kind: 'accepted'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly refusal: Refusal }
  /** Something was quarantined elsewhere. */
  | { readonly kind: 'review' }
  /** What is held is to be tried again, from the canary on. */
  | { readonly kind: 'release' }
  | { readonly kind: 'tick' };

export type WaveEffect =
  /** The stream is to have another generation: ask `given`. */
  | { readonly kind: 'give'; readonly id: number }
  | { readonly kind: 'quarantine'; readonly fault: Fault; readonly by: readonly string[] }
  /** The newest generation is not given any more. */
  | { readonly kind: 'held'; readonly hold: Hold }
  /** All sidecars are to have this one, and those that come. */
  | { readonly kind: 'accepted'; readonly generation: Generation };

/** Why the newest generation is not given. */
export interface Hold {
  readonly generation: Generation;
  readonly reason: 'quarantined' | 'unanswered';
  readonly since: number;
  /** Nodes that speak against it. */
  readonly by: readonly string[];
  readonly fault: Fault | null;
  /** When it is tried again; null: on a fix or on release. */
  readonly retryAt: number | null;
}

export interface WaveOptions {
  readonly settings: WaveSettings;
  /** A known fault that the candidate has and the accepted generation has not. */
  blocked(candidate: Generation, accepted: Generation): Fault | null;
}

export interface WaveProgress {
  /** 0: the canary. */
  readonly stage: number;
  readonly since: number;
  readonly given: number;
  readonly settled: number;
  readonly nodes: readonly string[];
}
