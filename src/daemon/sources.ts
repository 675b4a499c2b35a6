import type { ConfigResponse, ServiceConfigResponse, SidecarView, StatusResponse } from '../api/model.ts';
import type { ApiSource } from '../api/ports.ts';
import { VERSION } from '../config/version.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { defaultGroup } from '../snapshot/groups.ts';
import type { Pipeline } from '../pipeline/pipeline-model.ts';
import type { SnapshotCache } from '../snapshot/cache.ts';
import type { GroupSnapshot, ResourceSet } from '../snapshot/model.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Fleet, SidecarView as FleetView } from '../xds/fleet.ts';
import type { Loads } from '../xds/server.ts';
import type { Refusals } from './refusals.ts';
import type { Vet } from './vet.ts';
import type { Waiting } from './waiting.ts';

export interface Parts {
  readonly pipeline: Pipeline;
  readonly cache: SnapshotCache;
  readonly fleet: Fleet;
  readonly loads: Loads;
  /** Brings the fleet and the counts up to date. */
  readonly refresh: () => Promise<void>;
  readonly delivery: Delivery;
  readonly vet: Vet;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly waiting: Waiting;
  /** Of the start, beside those of the files. */
  readonly diagnostics: readonly Diagnostic[];
  readonly startedAt: number;
  /** True once both addresses are listened on. */
  readonly isReady: () => boolean;
}

/** The management HTTP's view of the daemon's parts. */
export function apiSource(parts: Parts): ApiSource {
  const { pipeline, cache, fleet, loads, refresh, delivery, vet, metrics, refusals, waiting } = parts;
  return {
    status: async () => {
      await refresh();
      return statusOf(parts);
    },
    onChange(listener) {
      const stops = [
        pipeline.onChange(listener),
        fleet.subscribe(listener),
        delivery.onChange(listener),
        vet.onChange(listener),
        loads.onChange(listener),
        refusals.onChange(listener),
        waiting.onChange(listener),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    async config(service, node) {
      const snapshot = (await pipeline.variant(service, node)) ?? cache.current(defaultGroup(service));
      return snapshot ? configOf(snapshot) : null;
    },
    allConfig: () => allConfig(parts),
    metrics: async () => {
      await refresh();
      return metrics.render();
    },
    accept: async (files) => ({ accepted: await pipeline.accept(files ?? undefined) }),
    release: (service) => ({ released: vet.release(service ?? undefined) }),
  };
}

function statusOf({
  pipeline,
  fleet,
  loads,
  delivery,
  vet,
  refusals,
  waiting,
  diagnostics,
  startedAt,
  isReady,
}: Parts): StatusResponse {
  const { counts, ...status } = pipeline.status();
  return {
    build: VERSION,
    startedAt,
    ready: isReady(),
    ...status,
    counts: { ...counts },
    degraded: status.degraded || vet.status().held.length > 0,
    diagnostics: [...diagnostics, ...status.diagnostics, ...vet.diagnostics()],
    delivery: vet.status(),
    loads: loads.view(),
    refusals: refusals.view(),
    waiting: waiting.look(),
    sidecars: sidecarViews(fleet, delivery).toSorted(bySidecar),
  };
}

/** A sidecar as its stream and the delivery see it. */
type DeliveredView = FleetView & { readonly variant: string | null };

/** A sidecar that holds all that it was given is still behind while the newest is kept from it. */
export function sidecarViews(fleet: Fleet, delivery: Delivery): readonly DeliveredView[] {
  return fleet.list().map((view) => {
    const isBehind = view.state === 'SYNCED' && delivery.lags(view.streamId);
    const variant = delivery.variant(view.streamId);
    return { ...view, variant, ...(isBehind && { state: 'STALE' }) };
  });
}

function bySidecar(a: SidecarView, b: SidecarView): number {
  const [left, right] = [`${a.service}\0${a.nodeId}`, `${b.service}\0${b.nodeId}`];
  if (left === right) return a.streamId - b.streamId;
  return left < right ? -1 : 1;
}

/** Decoding is for people only, so its code is loaded when somebody looks. */
async function configOf(snapshot: GroupSnapshot): Promise<ServiceConfigResponse> {
  const { decodeAny } = await import('../proto/codec.ts');
  const decoded = ({ byName }: ResourceSet): ServiceConfigResponse['resources']['lds'] =>
    Object.fromEntries(
      [...byName.values()].map(({ name, version, any }) => [name, { version, resource: decodeAny(any) }]),
    );
  const { lds, rds, cds, eds } = snapshot.sets;
  return {
    service: snapshot.group.service,
    ...(snapshot.group.variant !== undefined && { variant: snapshot.group.variant }),
    version: snapshot.version,
    resources: { lds: decoded(lds), rds: decoded(rds), cds: decoded(cds), eds: decoded(eds) },
    splits: snapshot.splits,
  };
}

async function allConfig({ pipeline, cache }: Parts): Promise<ConfigResponse> {
  const services: Record<string, ServiceConfigResponse> = {};
  for (const service of pipeline.services()) {
    const snapshot = cache.current(defaultGroup(service));
    if (snapshot) services[service] = await configOf(snapshot);
  }
  return { version: pipeline.status().version, variants: pipeline.variants(), services };
}
