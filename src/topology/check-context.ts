import { didYouMean } from '../diagnostics/suggest.ts';
import type { Sink } from '../yaml/sink.ts';
import type { ServiceSpec, Topology } from './model.ts';

/** Where an edge route and an egress authority mean routing by moniker. */
export const ADAPTERS = 'adapters';

/** True unless a service has the name, or may have it once the errors under `services` are mended. */
export function isUnknownService({ services }: Topology, name: string, { doubts }: Sink): boolean {
  return !services.has(name) && !doubts.mayName('services', name);
}

export function noService({ services }: Topology, name: string, others: readonly string[] = []): string {
  return `there is no service "${name}".${didYouMean(name, [...services.keys(), ...others])}`;
}

/** A setting of a service or adapter that `defaults` may set for it. */
export function isSettingInDoubt(path: string, setting: string, { doubts }: Sink): boolean {
  return doubts.within(`${path}.${setting}`) || doubts.within(`defaults.${setting}`);
}

/** Whether the service routes requests by moniker; null where that rests on something with an error. */
export function routesByMoniker({ edge }: Topology, service: ServiceSpec, { doubts }: Sink): boolean | null {
  const path = `services.${service.name}`;
  if (['sidecar', 'callsAdapters'].some((field) => doubts.at(`${path}.${field}`))) return null;
  if (!service.sidecar) return false;
  if (service.callsAdapters) return true;
  if (doubts.at('edge.service') || doubts.within('edge.routes')) return null;
  return edge?.service === service.name && edge.routes.some(({ to }) => to === ADAPTERS);
}
