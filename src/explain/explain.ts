import type { Compiled, CompileInputs } from '../compile/model.ts';
import { CompiledMesh } from '../compile/compile.ts';
import { KEY_HEADER } from '../envoy/names.ts';
import { buildMesh } from '../mesh/build.ts';
import { normalizePath } from '../moniker/normalize.ts';
import { monikerKeyOf } from '../moniker/path.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import { defaultGroup } from '../snapshot/groups.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import { variantParts } from '../snapshot/variants.ts';
import type { ServiceSpec } from '../topology/model.ts';
import { catalogFacts, type CatalogFacts } from './catalog-facts.ts';
import { requestHeaders, type RequestHeaders } from './headers.ts';
import { httpListener, type HttpListener } from './listeners.ts';
import { routeOf } from './matcher.ts';
import type { Explanation, ExplainRequest } from './model.ts';
import { arrivalOf, type Arrival } from './request.ts';
import { ruleOf, type GroupPin } from './rule.ts';
import { clusterShares } from './shares.ts';

type Route = envoy.config.route.v3.Route;

export interface ExplainerProps {
  readonly compiled: Compiled;
  /** What `compiled` was made of: they tell file and line. */
  readonly inputs: CompileInputs;
  /** The service whose sidecar the request comes to. */
  readonly service: string;
  /** What a group or zone of mesh.yaml gives the sidecar; absent: what all others of its service get. */
  readonly variant?: string | undefined;
}

/** Answers any number of requests; the resources are decoded and indexed once. */
export type Explainer = (request: ExplainRequest) => Explanation;

interface Context {
  readonly inputs: CompileInputs;
  readonly service: ServiceSpec;
  readonly snapshot: GroupSnapshot;
  readonly facts: CatalogFacts;
  readonly pins: ReadonlyMap<string, GroupPin>;
  readonly listener: (name: string) => HttpListener | null;
}

/** A request as it stands before the routes. */
interface Seen {
  readonly target: string;
  readonly arrival: Arrival;
  readonly moniker: string | null;
}

function catalogPart(
  { facts }: Context,
  moniker: string | null,
  key: string | null,
): Pick<Explanation, 'key' | 'catalogStatus' | 'domain' | 'sourceType'> {
  const nearest = moniker === null ? null : facts.nearest(moniker);
  const bound = key === null ? null : (facts.entry(key)?.entry ?? null);
  const entry = bound ?? nearest?.entry ?? null;
  return {
    key,
    catalogStatus: entry === null ? null : (entry.status ?? 'active'),
    domain: nearest?.domain ?? null,
    sourceType: bound?.sourceType ?? null,
  };
}

function answered(context: Context, seen: Seen, status: number): Explanation {
  return {
    path: seen.target,
    ...catalogPart(context, seen.moniker, null),
    adapter: null,
    rule: null,
    response: { status, body: '' },
    clusters: [],
  };
}

/** The target that a cluster is a version of: `resolver/v2` is one of `resolver`. */
function targetOf(cluster: string): string {
  return cluster.split('/', 1)[0] ?? cluster;
}

function routed(context: Context, seen: Seen, route: Route): Explanation {
  const { inputs, service, snapshot, facts, pins } = context;
  const found = facts.entry(route.name ?? '');
  const keyAt = found === null ? null : { file: found.file, line: found.entry.line };
  const direct = route.direct_response;
  const clusters = direct === undefined ? clusterShares(route, snapshot.splits) : [];
  const target = clusters[0] === undefined ? null : targetOf(clusters[0].name);
  return {
    path: seen.target,
    ...catalogPart(context, seen.moniker, found?.entry.key ?? null),
    adapter: target !== null && inputs.topology.adapters.has(target) ? target : null,
    rule: ruleOf({ inputs, service, route, arrival: seen.arrival, target, keyAt, pins }),
    response:
      direct === undefined ? null : { status: direct.status ?? 0, body: direct.body?.inline_string ?? '' },
    clusters,
  };
}

/** The request's headers as the routes see them: the key is the sidecar's own, whatever the client sent. */
function routingHeaders(
  request: ExplainRequest,
  arrival: Arrival,
  key: string | null | undefined,
): RequestHeaders {
  const headers = requestHeaders(request.headers, [
    { name: ':path', value: arrival.path },
    { name: ':authority', value: arrival.authority },
    { name: ':method', value: 'GET' },
  ]);
  if (key === null) headers.delete(KEY_HEADER);
  else if (key !== undefined) headers.set(KEY_HEADER, `${key}/`);
  return headers;
}

/** A Host header in the request stands for the authority of its URL. */
function withHostHeader(arrival: Arrival, request: ExplainRequest): Arrival {
  const host = request.headers.findLast(({ name }) => name.toLowerCase() === 'host');
  return host === undefined ? arrival : { ...arrival, authority: host.value };
}

function explainWith(context: Context, request: ExplainRequest): Explanation {
  const { inputs, service } = context;
  const arrival = withHostHeader(arrivalOf(request.target, service.name, inputs.topology), request);
  const listener = context.listener(arrival.listener);
  const unseen = { target: request.target, arrival, moniker: null };
  if (listener === null) return answered(context, unseen, 404);
  const normalized = listener.normalizesPath ? normalizePath(arrival.path) : { path: arrival.path };
  if ('status' in normalized) return answered(context, unseen, normalized.status);
  const moniker = monikerKeyOf(normalized.path);
  const seen = { target: request.target, arrival: { ...arrival, path: normalized.path }, moniker };
  const host = listener.hostOf(arrival.authority);
  if (host === null) return answered(context, seen, 404);
  const headers = routingHeaders(request, seen.arrival, listener.setsKey ? moniker : undefined);
  const route = routeOf(host, headers);
  return route === null ? answered(context, seen, 404) : routed(context, seen, route);
}

/** Where mesh.yaml pins the nodes of a variant, by target. */
function pinsOf({ compiled, inputs, variant }: Omit<ExplainerProps, 'service'>): Context['pins'] {
  const { rule: name } = variantParts(variant);
  const active = compiled.variants.rules.find((rule) => rule.name === name)?.pins ?? [];
  const spec = inputs.topology.groups.find((group) => group.name === name);
  const pins = spec?.versions.filter(({ target }) => active.some((pin) => pin.target === target)) ?? [];
  return new Map(pins.map(({ target, at }) => [target, { name: spec?.name ?? '', at }]));
}

/**
 * Explains requests to a service's sidecar from its compiled resources: the encoded listener, route table and splits
 * are decoded and followed as Envoy follows them, so that what is said here is what Envoy does.
 * Null for a service that the mesh does not know, or that has no sidecar.
 */
export function createExplainer({
  compiled,
  inputs,
  service: name,
  variant,
}: ExplainerProps): Explainer | null {
  const group = { ...defaultGroup(name), ...(variant !== undefined && { variant }) };
  const snapshot = compiled.group(group);
  const service = inputs.topology.services.get(name);
  if (snapshot === null || service === undefined) return null;
  const mesh = compiled instanceof CompiledMesh ? compiled.mesh : buildMesh(inputs).mesh;
  const listeners = new Map<string, HttpListener | null>();
  const listener = (wanted: string): HttpListener | null => {
    const known = listeners.get(wanted);
    if (known !== undefined) return known;
    const made = httpListener(snapshot, wanted);
    listeners.set(wanted, made);
    return made;
  };
  const context: Context = {
    inputs,
    service,
    snapshot,
    facts: catalogFacts(mesh.keys),
    pins: pinsOf({ compiled, inputs, variant }),
    listener,
  };
  return (request) => explainWith(context, request);
}

/** One explanation; for many, `createExplainer` decodes the resources once. Null as there. */
export function explain(props: ExplainerProps & ExplainRequest): Explanation | null {
  return createExplainer(props)?.(props) ?? null;
}
