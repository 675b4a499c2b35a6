import type { SnapshotCache } from '../snapshot/cache.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import type { Accepted } from './accepted-format.ts';
import type { DeliveryClock, DeliveryLog, DeliveryStatus, Explain } from './ports.ts';
import type { WaveSettings } from './settings.ts';

export interface DeliveryOptions {
  readonly cache: SnapshotCache;
  readonly settings: WaveSettings;
  readonly clock: DeliveryClock;
  readonly log: DeliveryLog;
  /** Asked once for each fault. */
  readonly explain: Explain;
  /** What sidecars accepted has changed, in structure or in what is live, or what they rejected. */
  onAccepted?(): void;
}

/**
 * Stands between what is published and the streams: decides which snapshot each node gets. Publish here in place of
 * the cache, and let the streams acquire from here.
 */
export interface Delivery extends SnapshotCache {
  status(): DeliveryStatus;
  /** The stream does not hold the newest yet, or is kept from it. */
  lags(streamId: number): boolean;
  /** The variant that the stream gets of its group's resources; null: none of its own. */
  variant(streamId: number): string | null;
  /** Lifts what is held, of one service or of all, so that it is tried again; names the services. */
  release(service?: string): readonly string[];
  /** What the sidecars of the snapshot's group accepted last, or, for a new group, what others of its service did. */
  lastAccepted(newest: GroupSnapshot): GroupSnapshot | undefined;
  /** Streams of the service's sidecars. */
  sidecars(service: string): number;
  /** What the sidecars of each service accepted last, and what they rejected. */
  accepted(): Accepted;
  /** Takes up what sidecars accepted and rejected before a restart; before the first publication. */
  restore(accepted: Accepted): void;
  /** Calls after changes of the status; returns the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
  close(): void;
}
