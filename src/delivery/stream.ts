import type { GroupHandle, Refusal } from '../snapshot/cache.ts';
import type { GroupSnapshot, ResourceSet } from '../snapshot/model.ts';
import type { NodeFacts } from '../snapshot/variants.ts';
import type { Group, Target } from './group.ts';
import type { Generation } from './structure.ts';
import type { WaveMember } from './wave-model.ts';
import type { Wave } from './wave.ts';

export interface Service {
  readonly name: string;
  newest: Generation | null;
  /** The last that sidecars accepted; null: nothing is known of them. */
  baseline: Generation | null;
  /** A sidecar has accepted the baseline; else it is only what was published before one came. */
  proven: boolean;
  /** By minor version of Envoy. */
  readonly waves: Map<string, Wave>;
  /** Of its streams, by key; each stream is in one. */
  readonly groups: Map<string, Group<Stream>>;
}

/** What streams ask of the delivery. */
export interface StreamHost {
  target(stream: Stream): Target;
  others(stream: Stream): readonly GroupSnapshot[];
  accepted(stream: Stream): void;
  refused(stream: Stream, refusal: Refusal): void;
  released(stream: Stream): void;
}

export interface StreamParts {
  readonly id: number;
  readonly service: Service;
  readonly group: Group<Stream>;
  readonly facts: NodeFacts;
  readonly envoy: string | null;
  readonly host: StreamHost;
}

/** One of many thousands: it is its own handle, and what streams have in common is its group's. */
export class Stream implements GroupHandle {
  readonly id: number;
  readonly service: Service;
  /** Its own with the variant that the rules of mesh.yaml give the node now. */
  group: Group<Stream>;
  /** What the rules go by. */
  readonly facts: NodeFacts;
  /** Minor version of Envoy; null: no judge of what others get, so it gets what they accepted. */
  readonly envoy: string | null;
  /** Of its minor version of Envoy, if it judges, and its place there. */
  wave: Wave | null = null;
  member: WaveMember | null = null;
  readonly tell: (snapshot: GroupSnapshot | null) => void;
  told: Target = undefined;
  tellPlain: ((rds: ResourceSet) => void) | null = null;
  plain: ResourceSet | null = null;
  toldPlain: ResourceSet | null = null;
  /** It is to be looked at before the turn ends. */
  touched = false;
  /** It has been released. */
  gone = false;
  readonly #host: StreamHost;

  constructor(parts: StreamParts, tell: Stream['tell']) {
    this.id = parts.id;
    this.service = parts.service;
    this.group = parts.group;
    this.facts = parts.facts;
    this.envoy = parts.envoy;
    this.tell = tell;
    this.#host = parts.host;
  }

  current(): Target {
    return (this.told = this.#host.target(this));
  }

  others(): readonly GroupSnapshot[] {
    return this.#host.others(this);
  }

  awaits(): boolean {
    return this.member !== null && this.member.phase !== 'settled';
  }

  accepted(version: string): void {
    if (this.told?.version === version) this.#host.accepted(this);
  }

  refused(refusal: Refusal): void {
    this.#host.refused(this, refusal);
  }

  needPlainRoutes(listener: (rds: ResourceSet) => void): void {
    this.tellPlain = listener;
    this.group.wantPlain(this);
  }

  release(): void {
    this.gone = true;
    this.member = null;
    this.#host.released(this);
  }
}
