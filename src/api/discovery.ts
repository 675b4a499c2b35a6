import { decode } from '../proto/codec.ts';
import type { ResourceType } from '../snapshot/model.ts';
import type { DiscoveryNode, DiscoverySource } from './ports.ts';
import { failure } from './answer.ts';
import type { Answer } from './answer.ts';

/** The REST form of discovery: https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol (REST endpoints). */
export const DISCOVERY_PREFIX = '/v3/discovery:';

/** Envoy lists its several hundred extensions with each request. */
export const MOST_DISCOVERY_BYTES = 2 * 1024 * 1024;

/**
 * The endpoints, by the end of their path. Secrets are not among them: this listener also answers people's questions
 * about the configuration, and what a secret holds is nobody's business there.
 */
const TYPES: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>([
  ['listeners', 'lds'],
  ['routes', 'rds'],
  ['scoped-routes', 'srds'],
  ['clusters', 'cds'],
  ['endpoints', 'eds'],
  ['runtime', 'rtds'],
  ['extension_configs', 'ecds'],
]);

const STATUS = { invalid: 400, 'unknown-service': 404, 'not-ready': 503 } as const;

type Json = Readonly<Record<string, unknown>>;

/** Answers `POST /v3/discovery:<resources>`: a DiscoveryRequest as JSON in, a DiscoveryResponse as JSON out. */
export async function answerDiscovery(source: DiscoverySource, path: string, body: string): Promise<Answer> {
  const name = path.slice(DISCOVERY_PREFIX.length);
  const type = TYPES.get(name);
  if (type === undefined) {
    const known = [...TYPES.keys()].join(', ');
    return failure(404, `discovery has no "${name}" in its REST form; it has ${known}`);
  }
  const request = parse(body);
  if (request === null) return failure(400, 'the body is to be a DiscoveryRequest as JSON');
  const outcome = await source.fetch(type, request);
  if (outcome.kind === 'refused') return failure(STATUS[outcome.reason], outcome.message);
  // The client holds it all: it polls often, and an unchanged answer is not even decoded.
  if (outcome.version === request.versionInfo)
    return { status: 304, contentType: 'application/json', body: '' };
  const response = decode('envoy.service.discovery.v3.DiscoveryResponse', outcome.bytes);
  return { status: 200, contentType: 'application/json', body: JSON.stringify(response) };
}

function parse(body: string): Parameters<DiscoverySource['fetch']>[1] | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const names = member(value, 'resource_names') ?? [];
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) return null;
  const node = member(value, 'node');
  return {
    node: isObject(node) ? discoveryNode(node) : null,
    typeUrl: text(member(value, 'type_url')),
    versionInfo: text(member(value, 'version_info')),
    names,
  };
}

function discoveryNode(node: Json): DiscoveryNode {
  const locality = object(member(node, 'locality'));
  const version = object(member(object(member(node, 'user_agent_build_version')), 'version'));
  const numbers = ['major_number', 'minor_number', 'patch'].map((name) => Number(member(version, name) ?? 0));
  const own = text(member(node, 'user_agent_version'));
  const built = member(node, 'user_agent_build_version') === undefined ? null : numbers.join('.');
  return {
    id: text(member(node, 'id')),
    cluster: text(member(node, 'cluster')),
    metadata: object(member(node, 'metadata')),
    locality: {
      region: text(member(locality, 'region')),
      zone: text(member(locality, 'zone')),
      subZone: text(member(locality, 'sub_zone')),
    },
    userAgentName: text(member(node, 'user_agent_name')),
    userAgentVersion: own === '' ? built : own,
  };
}

/** Proto3 JSON allows a field's own name and its form in camelCase. */
function member(value: Json, name: string): unknown {
  if (Object.hasOwn(value, name)) return value[name];
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(value, camel) ? value[camel] : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const object = (value: unknown): Json => (isObject(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
