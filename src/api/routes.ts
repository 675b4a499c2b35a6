import type { IncomingMessage } from 'node:http';
import { failure, json } from './answer.ts';
import type { Answer } from './answer.ts';
import type { ApiSource, ConfigNode } from './ports.ts';

type Handler = (
  source: ApiSource,
  request: { readonly parts: readonly string[]; readonly query: URLSearchParams; readonly body: string },
) => Answer | Promise<Answer>;

interface Route {
  readonly method: 'GET' | 'POST';
  /** `*` stands for one segment. */
  readonly path: readonly string[];
  readonly handle: Handler;
}

const ROUTES: readonly Route[] = [
  { method: 'GET', path: ['health'], handle: () => json(200, { status: 'ok' }) },
  { method: 'GET', path: ['ready'], handle: ready },
  { method: 'GET', path: ['status'], handle: async (source) => json(200, await source.status()) },
  { method: 'GET', path: ['config'], handle: async (source) => json(200, await source.allConfig()) },
  { method: 'GET', path: ['config', '*'], handle: config },
  { method: 'GET', path: ['metrics'], handle: metrics },
  { method: 'POST', path: ['accept'], handle: accept },
  { method: 'POST', path: ['release'], handle: release },
];

async function ready(source: ApiSource): Promise<Answer> {
  const { ready: isReady, degraded, version } = await source.status();
  return json(isReady ? 200 : 503, { ready: isReady, degraded, version });
}

async function config(
  source: ApiSource,
  { parts, query }: { readonly parts: readonly string[]; readonly query: URLSearchParams },
): Promise<Answer> {
  const service = parts[1] ?? '';
  const node = wantedNode(query);
  if (node === null) {
    return failure(
      400,
      'the query is made of region, zone, subZone, label=KEY=VALUE and metadata=PATH=VALUE',
    );
  }
  const found = await source.config(service, node);
  return found === null
    ? failure(404, `the mesh has no service "${service}" with a sidecar`)
    : json(200, found);
}

const NODE_FIELDS: ReadonlySet<string> = new Set(['region', 'zone', 'subZone', 'label', 'metadata']);

/** Null: the query asks for something else, or is not written as it should be. */
function wantedNode(query: URLSearchParams): ConfigNode | null {
  if ([...query.keys()].some((name) => !NODE_FIELDS.has(name))) return null;
  const labels = query.getAll('label').map((text) => `labels.${text}`);
  const pairs = [...labels, ...query.getAll('metadata')].map((text) => /^([^=]+)=(.*)$/s.exec(text));
  if (pairs.includes(null)) return null;
  const text = (name: string): string => query.get(name) ?? '';
  return {
    locality: { region: text('region'), zone: text('zone'), subZone: text('subZone') },
    metadata: new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''])),
  };
}

async function metrics(source: ApiSource): Promise<Answer> {
  const { contentType, text } = await source.metrics();
  return { status: 200, contentType, body: text };
}

async function accept(source: ApiSource, { body }: { readonly body: string }): Promise<Answer> {
  const files = wantedFiles(body);
  if (files === undefined) return failure(400, 'the body is to be empty, or {"files": ["<file>", …]}');
  return json(200, await source.accept(files));
}

function release(source: ApiSource, { body }: { readonly body: string }): Answer {
  const service = wantedService(body);
  if (service === undefined) return failure(400, 'the body is to be empty, or {"service": "<name>"}');
  return json(200, source.release(service));
}

/** Null: all. Undefined: the body is not what it should be. */
function wantedService(body: string): string | null | undefined {
  if (body.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(body);
    const service =
      typeof value === 'object' && value !== null && 'service' in value ? value.service : undefined;
    return typeof service === 'string' ? service : undefined;
  } catch {
    return undefined;
  }
}

/** Null: all. Undefined: the body is not what it should be. */
function wantedFiles(body: string): readonly string[] | null | undefined {
  if (body.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('files' in value)) return null;
    const { files } = value;
    return Array.isArray(files) && files.every((file) => typeof file === 'string') ? files : undefined;
  } catch {
    return undefined;
  }
}

/** Finds and runs the route of a request; 404 and 405 are answers as well. */
export async function answer(source: ApiSource, request: IncomingMessage, body: string): Promise<Answer> {
  const parts = segments(request.url ?? '/');
  if (parts === null) return failure(400, 'the path is not well encoded');
  const there = ROUTES.filter(({ path }) => matches(path, parts));
  if (there.length === 0) return failure(404, `there is nothing at /${parts.join('/')}`);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = there.find((candidate) => candidate.method === method);
  const query = new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));
  if (route !== undefined) return route.handle(source, { parts, query, body });
  const allow = there.map((candidate) => candidate.method).join(', ');
  return { ...failure(405, `use ${allow}`), headers: { allow } };
}

function segments(url: string): readonly string[] | null {
  try {
    const [path = ''] = url.split('?');
    return path
      .replace(/^\/|\/$/g, '')
      .split('/')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

function matches(path: readonly string[], parts: readonly string[]): boolean {
  return path.length === parts.length && path.every((part, index) => part === '*' || part === parts[index]);
}
