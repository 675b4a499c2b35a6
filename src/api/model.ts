import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CompiledType, Split } from '../snapshot/model.ts';
import type { VariantRules } from '../snapshot/variants.ts';

/** What the management HTTP answers. Times are epoch milliseconds; a null time means never. */

/** One file of the catalog directory, and whether what is served is its newest text. */
export interface InputView {
  readonly file: string;
  /** `refused`: it has errors; `held`: it waits for `moniker-cp accept`. In both, its last good version serves. */
  readonly state: 'current' | 'refused' | 'held';
  readonly since: number | null;
  readonly reason: string | null;
}

export type ServedType = CompiledType | 'rtds';
export type DeliveryState = 'SYNCED' | 'STALE' | 'NACKED';

/** One resource type on one stream. */
export interface TypeView {
  readonly subscribed: number;
  readonly sent: string | null;
  readonly acked: string | null;
  readonly state: DeliveryState;
  /** The sidecar's own text, where it refused the newest. */
  readonly error: string | null;
  readonly sentAt: number | null;
  readonly ackedAt: number | null;
}

/** One connected sidecar (one stream). */
export interface SidecarView {
  readonly streamId: number;
  readonly nodeId: string;
  readonly service: string;
  readonly known: boolean;
  readonly peer: string;
  readonly connectedAt: number;
  readonly protocol: 'sotw' | 'delta';
  readonly client: 'runtime' | 'plain' | 'proxyless' | 'pending';
  readonly envoyVersion: string | null;
  /** Where it says that it runs. */
  readonly zone?: string | null;
  /** The group and zone of mesh.yaml by which it gets something of its own; null: what all others do. */
  readonly variant?: string | null;
  readonly contract: number | null;
  readonly state: DeliveryState | 'UNKNOWN_SERVICE';
  readonly types: Readonly<Partial<Record<ServedType, TypeView>>>;
}

/** A newer structure on its way to the sidecars of a service that run one minor version of Envoy. */
export interface WaveView {
  readonly service: string;
  readonly envoy: string;
  /** `canary`, or the share of the step in percent. */
  readonly step: 'canary' | number;
  readonly since: number;
  /** Sidecars that were given it, and those of them that have accepted it, of all. */
  readonly given: number;
  readonly accepted: number;
  readonly of: number;
  /** The canary's node. */
  readonly canary: string | null;
}

/** A newer structure that sidecars do not get: they stay with what was accepted last. */
export interface HeldSnapshotView {
  readonly service: string;
  readonly envoy: string;
  /**
   * `quarantined`: rejected, until a fix or `moniker-cp release`. `unanswered`: tried again at `retryAt`. `invalid`:
   * rejected by the Envoy that is asked before anything is published.
   */
  readonly reason: 'quarantined' | 'unanswered' | 'invalid';
  readonly since: number;
  /** Nodes that rejected it, or did not answer. */
  readonly by: readonly string[];
  readonly type: string | null;
  readonly resources: readonly string[];
  /** The sidecar's own text. */
  readonly error: string | null;
  /** Where the operator wrote what was rejected. */
  readonly origins: readonly { readonly file: string; readonly line: number }[];
  readonly retryAt: number | null;
  /** Sidecars that are kept from it. */
  readonly sidecars: number;
}

export interface DeliveryView {
  readonly waves: readonly WaveView[];
  readonly held: readonly HeldSnapshotView[];
  /** Kept from sidecars while all else is published. A daemon of before 0.2 says nothing of it, nor of the next. */
  readonly isolated?: readonly IsolatedView[];
  /** Resources that an Envoy validates at this moment; what they belong to waits for it. */
  readonly checking?: number;
  /** Why what was published last was not validated, though it should have been; null: it was, or need not be. */
  readonly unchecked?: string | null;
}

/** A resource that is kept from the sidecars of a service while all else is published. */
export interface IsolatedView {
  readonly service: string;
  readonly since: number;
  readonly type: string;
  readonly resource: string;
  /** Of a route configuration: the catalog keys at fault; empty where it is no key's route, or all of it. */
  readonly entries: readonly string[];
  /** What stands in for it. */
  readonly serves: 'last good' | '503' | 'mixed';
  readonly by: readonly string[];
  readonly error: string;
  readonly origins: readonly { readonly file: string; readonly line: number }[];
}

/** Clients that a limit of the server kept out. */
export interface RefusalView {
  /** As the label of `moniker_cp_clients_refused_total`: `connections`, `streams`, `connection-streams`, … */
  readonly reason: string;
  /** In the last minute. */
  readonly times: number;
  /** The option that sets the limit, and its value; null where none does. */
  readonly limit: string | null;
}

/** What all sidecars together send to one cluster in one zone, by their load reports. */
export interface LoadView {
  /** `<target>` or `<target>/<version>`. */
  readonly cluster: string;
  readonly target: string;
  readonly version: string | null;
  readonly zone: string;
  readonly requestsPerSecond: number;
  readonly errorsPerSecond: number;
  readonly inProgress: number;
  /** Since the control plane started. */
  readonly requests: number;
  readonly errors: number;
  readonly sidecars: number;
  /** Requests that were never sent, by why; in the row without a zone. The category is empty where none is named. */
  readonly drops: readonly {
    readonly category: string;
    readonly perSecond: number;
    readonly total: number;
  }[];
}

/** `GET /status`; and each `data:` of `GET /status/events` (server-sent events: one at once, one a change). */
export interface StatusResponse {
  /** Of the control plane itself. */
  readonly build: string;
  readonly startedAt: number;
  readonly ready: boolean;
  /** True while a file is refused or held, or a last-good snapshot serves in place of the catalog. */
  readonly degraded: boolean;
  /** Of the published model; null before the first publish. */
  /** Of the newest compile; parts of it may still wait, as `delivery` says. */
  readonly version: string | null;
  readonly publishedAt: number | null;
  readonly compileSeconds: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly inputs: readonly InputView[];
  readonly diagnostics: readonly Diagnostic[];
  /** Newer structures on their way to sidecars, and those that are kept from them. */
  readonly delivery: DeliveryView;
  /** Sorted by cluster and zone; a daemon of before 0.2 says nothing of it. */
  readonly loads?: readonly LoadView[];
  /** Sorted by reason; empty: nobody was refused in the last minute. A daemon of before 0.2 says nothing of it. */
  readonly refusals?: readonly RefusalView[];
  /**
   * Streams that `--admit-per-second` has not let in yet: their sidecars are not among `sidecars`. A daemon of before
   * 0.2 says nothing of it.
   */
  readonly waiting?: number;
  /** Sorted by service, then node. */
  readonly sidecars: readonly SidecarView[];
}

/**
 * `GET /config/<service>`: what a sidecar of this service without overrides of its own is to hold. The query tells
 * more of it, for the groups and zones of mesh.yaml: `region`, `zone`, `label=KEY=VALUE`, `metadata=PATH=VALUE`.
 */
export interface ServiceConfigResponse {
  readonly service: string;
  /** The group and zone of such a sidecar where they matter; absent: it gets what all others do. */
  readonly variant?: string;
  /** Of the group's snapshot. */
  readonly version: string;
  /** By type, then name, sorted. `resource` is proto3 JSON in snake_case with its `@type`. */
  readonly resources: Readonly<
    Record<CompiledType, Readonly<Record<string, { readonly version: string; readonly resource: object }>>>
  >;
  readonly splits: readonly Split[];
}

/** `GET /config`: every service that has a sidecar, by name. */
export interface ConfigResponse {
  readonly version: string | null;
  /** By which some sidecars get something else. A daemon of before 0.2 says nothing of them. */
  readonly variants?: VariantRules;
  readonly services: Readonly<Record<string, ServiceConfigResponse>>;
}

/** `POST /accept`: the files whose held reload is now published; empty if none was held. */
export interface AcceptResponse {
  readonly accepted: readonly string[];
}

/** `POST /release`: the services whose newest snapshot is tried again; empty if none was held. */
export interface ReleaseResponse {
  readonly released: readonly string[];
}

/** Every answer other than 2xx. */
export interface ErrorResponse {
  readonly error: string;
}
