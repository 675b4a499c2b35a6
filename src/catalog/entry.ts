import { EVENT_ID } from 'js-yaml';
import type { Position } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readEntryFields, type Field } from './fields.ts';
import type { CatalogEntry } from './model.ts';
import { eventOf, follow, type CatalogReader } from './reader.ts';
import { internText } from './text.ts';
import { isPlain, offsetOf, scalarText, type Ref } from './walk.ts';

const ENTRY_FIELDS: ReadonlySet<string> = new Set(['domain', 'source_binding', 'status', 'successor']);
const BINDING_FIELDS: ReadonlySet<string> = new Set(['type']);
/** Open Moniker's statuses; draft, pending_review and archived ones are not served. */
const STATUSES: ReadonlySet<string> = new Set([
  'draft',
  'pending_review',
  'approved',
  'active',
  'deprecated',
  'archived',
]);
const NULL = /^(?:null|Null|NULL|~|)$/;

export interface KeyPlace {
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

/** Reads one entry's value; null where it is no mapping and so no entry. */
export function readEntry(reader: CatalogReader, place: KeyPlace, value: Ref): CatalogEntry | null {
  const { key } = place;
  const target = follow(reader, value, key);
  const event = target === null ? undefined : eventOf(target);
  if (target === null || event?.type !== EVENT_ID.MAPPING) {
    const absent = event?.type === EVENT_ID.SCALAR && isPlain(event) && NULL.test(scalarText(value.piece, event));
    if (target !== null && !absent) {
      const at = { file: reader.file, line: place.line, column: place.column };
      reader.sink.report('MCP1207', { at, path: key, message: `the entry "${key}" is not a mapping` });
      reader.sink.doubt(key);
      return null;
    }
    return makeEntry(place, { domain: null, sourceType: null, status: null, successor: null });
  }
  const fields = readEntryFields(target, { reader, names: ENTRY_FIELDS, path: key });
  const text = (name: string): string | null | undefined => {
    const field = fields.get(name);
    return field === undefined ? null : readField(reader, field, `${key}.${name}`);
  };
  const domain = text('domain');
  // Keys below may take their domain from here.
  if (domain === undefined) reader.sink.doubt(key);
  const binding = fields.get('source_binding');
  const status = text('status');
  if (typeof status === 'string') checkStatus(reader, { key, status, field: fields.get('status') });
  const sourceType = binding === undefined ? null : readSourceType(reader, binding, key);
  return makeEntry(place, {
    domain: domain ?? null,
    // Whether the key binds at all is unknown while its status is.
    sourceType: status === undefined ? null : sourceType,
    status: status?.toLowerCase() ?? null,
    successor: text('successor') ?? null,
  });
}

function makeEntry(place: KeyPlace, fields: Omit<CatalogEntry, keyof KeyPlace>): CatalogEntry {
  return Object.freeze({ ...place, ...fields });
}

/** Text of a field; null where it is null, undefined where it has an error, which is reported. */
function readField(reader: CatalogReader, field: Field, path: string): string | null | undefined {
  const target = follow(reader, field.value, path);
  if (target === null) return undefined;
  const event = eventOf(target);
  if (event?.type === EVENT_ID.SCALAR) {
    const text = scalarText(target.piece, event);
    return isPlain(event) && NULL.test(text) ? null : internText(text);
  }
  const kind = event?.type === EVENT_ID.MAPPING ? 'a mapping' : 'a list';
  const at = reader.position(offsetOf(field.key));
  reader.sink.report('MCP1209', { at, path, message: `"${path}" must be text, not ${kind}` });
  return undefined;
}

function readSourceType(reader: CatalogReader, binding: Field, key: string): string | null {
  const path = `${key}.source_binding`;
  const target = follow(reader, binding.value, path);
  if (target === null) return null;
  const event = eventOf(target);
  const at = (): Position => reader.position(offsetOf(binding.key));
  if (event?.type === EVENT_ID.MAPPING) {
    const type = readEntryFields(target, { reader, names: BINDING_FIELDS, path }).get('type');
    const text = type === undefined ? null : readField(reader, type, `${path}.type`);
    // A merge that could not be read may have brought the type.
    if (type === undefined && reader.sink.doubts.at(path)) return null;
    if (text === undefined) return null;
    if (text !== null && text !== '') return text;
    reader.sink.report('MCP1205', { at: at(), path, message: `the source binding of "${key}" has no type` });
    return null;
  }
  if (event?.type === EVENT_ID.SCALAR && isPlain(event) && NULL.test(scalarText(target.piece, event))) return null;
  reader.sink.report('MCP1209', { at: at(), path, message: `"${path}" must be a mapping` });
  return null;
}

function checkStatus(
  reader: CatalogReader,
  { key, status, field }: { key: string; status: string; field: Field | undefined },
): void {
  if (field === undefined || STATUSES.has(status.toLowerCase())) return;
  const message = `unknown status "${status}" of "${key}", which counts as active.${didYouMean(status, STATUSES)}`;
  reader.sink.report('MCP1210', { at: reader.position(offsetOf(field.key)), path: `${key}.status`, message });
}
