import { decodeAny } from '../proto/codec.ts';
import type { Resource } from '../snapshot/model.ts';

/** What a listener or a cluster asks the control plane for, read from the resource itself. */
export interface NamedResources {
  readonly routes: readonly string[];
  readonly secrets: readonly string[];
  readonly filters: readonly string[];
}

const NOTHING: NamedResources = Object.freeze({ routes: [], secrets: [], filters: [] });
/** Resources that do not change stay the same objects. */
const known = new WeakMap<Resource, NamedResources>();

type Json = Readonly<Record<string, unknown>>;

/** Only what is to come over this stream: what comes from a file or another server is not ours to have. */
export function namedIn(resource: Resource): NamedResources {
  if (resource.type !== 'lds' && resource.type !== 'cds') return NOTHING;
  const found = known.get(resource) ?? read(decodeAny(resource.any));
  known.set(resource, found);
  return found;
}

function read(message: unknown): NamedResources {
  const names = { routes: new Set<string>(), secrets: new Set<string>(), filters: new Set<string>() };
  const add = (set: Set<string>, name: unknown, source: unknown): void => {
    if (typeof name === 'string' && isObject(source) && 'ads' in source) set.add(name);
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isObject(value)) return;
    add(names.routes, value['route_config_name'], value['config_source']);
    add(names.secrets, value['name'], value['sds_config']);
    const { config_discovery: discovery } = value;
    if (isObject(discovery)) add(names.filters, value['name'], discovery['config_source']);
    Object.values(value).forEach(walk);
  };
  walk(message);
  return { routes: [...names.routes], secrets: [...names.secrets], filters: [...names.filters] };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
