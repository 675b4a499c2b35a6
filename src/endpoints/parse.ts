import { readFields, readItems, readNamed, type Cursor, type NamedCursor } from '../yaml/cursor.ts';
import { readDocument } from '../yaml/document.ts';
import { ENDPOINT_HOST, TARGET_NAME, WORD } from '../yaml/grammar.ts';
import { isIpAddress } from '../yaml/ip.ts';
import type { Parsed } from '../yaml/parsed.ts';
import { createSink } from '../yaml/sink.ts';
import { readInteger, readName, readText, readWord } from '../yaml/values.ts';
import type { Endpoint, Endpoints, TargetEndpoints } from './model.ts';

const FIELDS = { required: ['address', 'port'], optional: ['version', 'zone', 'weight'] } as const;
/** Envoy sums the weights of a locality in 32 bits: this leaves room for 4,294 endpoints of the highest. */
const MAX_WEIGHT = 1_000_000;

/** Reads `endpoints.yaml`: a mapping of target → list of endpoints. A list may be empty: that is a fact too. */
export function parseEndpoints(file: string, text: string): Parsed<Endpoints> {
  const { root, diagnostics, cutShort } = readDocument(file, text);
  const sink = createSink({ initial: diagnostics, cutShort });
  if (root === null) return sink.finish<Endpoints>(null);
  const targets = new Map<string, TargetEndpoints>();
  const named = readNamed({ node: root, path: '', sink });
  if (root.kind === 'mapping' && named.length === 0 && root.complete) {
    sink.report('MCP1002', { at: root.at, path: '', message: 'the file names no service or adapter' });
  }
  for (const c of named) {
    readName(c, TARGET_NAME, '');
    const list = readItems(c).map(readEndpoint);
    checkVersions(c, list);
    checkTwice(c, list);
    targets.set(c.name, Object.freeze({ target: c.name, at: c.key.at, endpoints: Object.freeze(list) }));
  }
  return sink.finish(Object.freeze({ file, targets }));
}

/** One that is no mapping keeps its place in the list, so that the others keep their paths. */
function readEndpoint(c: Cursor): Endpoint {
  const fields = readFields(c, FIELDS);
  const optional = <T>(name: 'version' | 'zone' | 'weight', read: (c: Cursor) => T): T | null => {
    const field = fields?.get(name) ?? null;
    return field === null ? null : read(field);
  };
  const addressField = fields?.get('address') ?? null;
  const portField = fields?.get('port') ?? null;
  return Object.freeze({
    address: (addressField !== null && readAddress(addressField)) || '',
    port: (portField !== null && readInteger(portField, { min: 1, max: 65535 })) || 0,
    version: optional('version', (f) => readWord(f, WORD)),
    zone: optional('zone', (f) => readWord(f, WORD)),
    weight: optional('weight', (f) => readInteger(f, { min: 1, max: MAX_WEIGHT })),
    at: c.node.at,
  });
}

function readAddress(c: Cursor): string | null {
  const text = readText(c);
  if (text === null || isIpAddress(text) || ENDPOINT_HOST.pattern.test(text)) return text;
  const message = `${JSON.stringify(text.slice(0, 80))} is neither an IP address nor a host name`;
  c.sink.report('MCP1403', { at: c.node.at, path: c.path, message });
  c.sink.doubt(c.path);
  return null;
}

function checkVersions(c: NamedCursor, list: readonly Endpoint[]): void {
  const sure = list.filter((_, i) => !c.sink.doubts.at(`${c.path}[${i}].version`));
  const first = sure[0];
  if (first === undefined) return;
  const other = sure.find((e) => (e.version === null) !== (first.version === null));
  if (other === undefined) return;
  const [withVersion, without] = first.version === null ? [other, first] : [first, other];
  c.sink.report('MCP1401', {
    at: without.at,
    path: c.path,
    message: `"${c.path}" has endpoints with a version and this one without`,
    related: [{ ...withVersion.at, message: `this one has the version ${withVersion.version ?? ''}` }],
  });
  c.sink.doubt(c.path);
}

function checkTwice(c: NamedCursor, list: readonly Endpoint[]): void {
  const { doubts } = c.sink;
  const seen = new Map<string, Endpoint>();
  for (const [i, endpoint] of list.entries()) {
    if (doubts.at(`${c.path}[${i}].address`) || doubts.at(`${c.path}[${i}].port`)) continue;
    const key = `${endpoint.address.toLowerCase()} ${endpoint.port}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, endpoint);
      continue;
    }
    c.sink.report('MCP1402', {
      at: endpoint.at,
      path: c.path,
      message: `"${c.path}" lists ${endpoint.address} port ${endpoint.port} twice, first on line ${first.at.line}`,
      related: [{ ...first.at, message: 'first listed here' }],
    });
    // One of the two addresses may be mistyped, or one of the versions too many.
    if (first.version !== endpoint.version) c.sink.doubt(c.path);
  }
}
