import { decodeAny } from '../proto/codec.ts';
import type { CompiledType, GroupSnapshot, ResourceSet } from '../snapshot/model.ts';
import type { ServiceConfigResponse } from './model.ts';

type View = ServiceConfigResponse['resources'][CompiledType];

function viewOf(set: ResourceSet): View {
  return Object.fromEntries(
    [...set.byName].map(([name, { version, any }]) => [name, { version, resource: decodeAny(any) }]),
  );
}

/** The JSON of what a group of sidecars is to hold: `GET /config/<service>` and `moniker-cp compile`. */
export function serviceConfig(snapshot: GroupSnapshot): ServiceConfigResponse {
  const { lds, rds, cds, eds } = snapshot.sets;
  return {
    service: snapshot.group.service,
    ...(snapshot.group.variant !== undefined && { variant: snapshot.group.variant }),
    version: snapshot.version,
    resources: { lds: viewOf(lds), rds: viewOf(rds), cds: viewOf(cds), eds: viewOf(eds) },
    splits: snapshot.splits,
  };
}
