import type { Publication } from '../snapshot/cache.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { Validator } from '../validate/validator.ts';
import type { Bad } from './bad-contents.ts';
import type { Fault } from './fault.ts';
import type { DeliveryClock, DeliveryLog, HeldView, IsolatedView, Origin } from './ports.ts';

/** What becomes of a snapshot of which Envoy rejects a part: all of its group's waits, or the rest goes out. */
export type OnRejected = 'hold' | 'isolate';

export interface Vetted extends Publication {
  /** As mesh.yaml says; absent: as in the publication before, `hold` at first. */
  readonly onRejected?: OnRejected;
}

/** What may be done with a snapshot, or with all of them, as things are. */
export type Standing = 'clear' | 'waiting' | 'held' | 'isolated';

/** Where what has been vetted goes. */
export interface VettingTarget {
  publish(publication: Publication): void;
  publishPlainRoutes(group: NodeGroup, rds: ResourceSet): void;
  groups(): readonly NodeGroup[];
  /** What the sidecars of the snapshot's group accepted last. */
  lastAccepted(newest: GroupSnapshot): GroupSnapshot | undefined;
  /** Sidecars of the service that are connected. */
  sidecars(service: string): number;
}

export interface VettingOptions {
  readonly target: VettingTarget;
  /** Null: nothing is checked before it is published. */
  readonly validator: Validator | null;
  readonly clock: Pick<DeliveryClock, 'now'>;
  readonly log: DeliveryLog;
  /** Aborted at the end: what is not validated by then is not published any more. */
  readonly signal?: AbortSignal;
  /** Where the operator wrote what a content was made of. */
  origins(bad: Bad): Promise<readonly Origin[]>;
}

/** A rejection by sidecars, of what they were sent. */
export interface FaultReport {
  readonly service: string;
  readonly fault: Fault;
  readonly by: readonly string[];
}

/** What the vetting shows. */
export interface VettingStatus {
  readonly held: readonly HeldView[];
  readonly isolated: readonly IsolatedView[];
  /** Resources that Envoy looks at now. */
  readonly checking: number;
  /** Why Envoy could not be asked about what was published last; null: it could, or nobody wants to. */
  readonly unchecked: string | null;
}

/**
 * Stands before the delivery: what is published goes on when nothing in it is known to be bad, and where there is a
 * validator, when that has said so of each content. What is live in a snapshot never waits: meanwhile the structure
 * that went before goes on with it.
 */
export interface Vetting {
  publish(publication: Vetted): void;
  publishPlainRoutes(group: NodeGroup, rds: ResourceSet): void;
  /** Narrows what sidecars rejected, and keeps it from all of them where mesh.yaml allows it. Names the resources. */
  faulted(report: FaultReport): Promise<readonly string[]>;
  /** Tries again what was found bad, of one service or of all; names the services. */
  release(service?: string): readonly string[];
  status(): VettingStatus;
  /** Of all groups: the first of waiting, held and isolated that one of them is. */
  standing(): Standing;
  /** Resolves when nothing waits for a check. */
  settled(): Promise<void>;
  readonly onChange: (listener: () => void) => () => void;
}
