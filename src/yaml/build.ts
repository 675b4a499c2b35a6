import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';
import { diagnostic, type DiagnosticProps } from '../diagnostics/create.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { LIMITS } from './limits.ts';
import type { Lines } from './lines.ts';
import type { MappingEntry, MappingNode, ScalarNode, UnknownNode, YamlNode } from './node.ts';
import { resolvePlain, type ScalarValue } from './scalar.ts';
import { standardTag } from './tag.ts';

/** A node with what it costs when every alias in it is written out. */
interface Built<N extends YamlNode = YamlNode> {
  readonly node: N;
  readonly nodes: number;
  readonly depth: number;
}

export interface EventSource {
  readonly text: string;
  readonly lines: Lines;
  /** Of a non-empty document: its first node is at index 1. */
  readonly events: readonly Event[];
}

interface Builder extends EventSource {
  /** Null while the anchor's own node is being read: an alias to it from within would never end. */
  readonly anchors: Map<string, Built | null>;
  readonly diagnostics: Diagnostic[];
  next: number;
  /** Where the last written node began or ended: the place of one that has no text of its own. */
  lastOffset: number;
}

/** Leaves a document whose aliases multiply beyond the limits; never leaves this file. */
class LimitExceeded extends Error {}

/** The first document of a stream as nodes; `root` is null only where a limit was exceeded. */
export function buildNodes(source: EventSource): {
  root: YamlNode | null;
  diagnostics: readonly Diagnostic[];
} {
  const b: Builder = { ...source, anchors: new Map(), diagnostics: [], next: 1, lastOffset: 0 };
  try {
    return { root: build(b, '').node, diagnostics: b.diagnostics };
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return { root: null, diagnostics: b.diagnostics };
  }
}

function report(b: Builder, code: Code, props: DiagnosticProps): void {
  b.diagnostics.push(diagnostic(code, props));
}

function build(b: Builder, path: string): Built {
  const event = b.events[b.next++];
  switch (event?.type) {
    case EVENT_ID.ALIAS:
      return alias(b, b.text.slice(event.anchorStart, event.anchorEnd), {
        offset: event.anchorStart - 1,
        path,
      });
    case EVENT_ID.SCALAR:
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING: {
      const anchor = event.anchorStart === -1 ? null : b.text.slice(event.anchorStart, event.anchorEnd);
      if (anchor !== null) b.anchors.set(anchor, null);
      const built = content(b, event, path);
      checkLimits(b, built);
      if (anchor !== null) b.anchors.set(anchor, built);
      return built;
    }
    default:
      throw new Error('the event stream holds no node where one must be');
  }
}

function content(b: Builder, event: Event, path: string): Built {
  if (event.type === EVENT_ID.SCALAR) return { node: scalar(b, event, path), nodes: 1, depth: 0 };
  if (event.type === EVENT_ID.SEQUENCE) return sequence(b, event.start, path);
  if (event.type === EVENT_ID.MAPPING) return mapping(b, event.start, path);
  throw new Error('not a node');
}

function checkLimits(b: Builder, { node, nodes, depth }: Built): void {
  const message =
    nodes > LIMITS.nodes
      ? `more than ${LIMITS.nodes} nodes, aliases written out`
      : depth > LIMITS.depth
        ? `nested more than ${LIMITS.depth} levels deep, aliases followed`
        : null;
  if (message === null) return;
  report(b, 'MCP1012', { at: node.at, path: '', message });
  throw new LimitExceeded();
}

function alias(b: Builder, name: string, { offset, path }: { offset: number; path: string }): Built {
  b.lastOffset = offset;
  const target = b.anchors.get(name);
  if (target !== undefined && target !== null) return target;
  const at = b.lines.at(offset);
  const message =
    target === null
      ? `the alias *${name} stands within its own anchor`
      : `no anchor &${name} stands before this alias`;
  report(b, 'MCP1013', { at, path, message });
  return { node: unknown(at), nodes: 1, depth: 0 };
}

function unknown(at: Position): UnknownNode {
  return Object.freeze({ kind: 'unknown', at });
}

function scalar(b: Builder, event: ScalarEvent, path: string): ScalarNode | UnknownNode {
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  const offset = event.valueStart === -1 ? b.lastOffset : event.valueStart - (quoted ? 1 : 0);
  const at = b.lines.at(offset);
  b.lastOffset = event.valueStart === -1 ? offset : event.valueEnd;
  const text = getScalarValue(b.text, event);
  let value: ScalarValue = event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
  if (event.tagStart !== -1) {
    const raw = b.text.slice(event.tagStart, event.tagEnd);
    const tag = standardTag(raw);
    if (tag === 'str') value = text;
    else if (tag === 'other') value = resolvePlain(text);
    else {
      report(b, 'MCP1017', { at, path, message: `the tag ${raw} is not supported` });
      return unknown(at);
    }
  }
  return Object.freeze({ kind: 'scalar', text, value, at });
}

function sequence(b: Builder, start: number, path: string): Built {
  const at = b.lines.at(start);
  b.lastOffset = start;
  const items: YamlNode[] = [];
  let nodes = 1;
  let depth = 0;
  while (b.events[b.next]?.type !== EVENT_ID.POP) {
    const item = build(b, `${path}[${items.length}]`);
    items.push(item.node);
    nodes += item.nodes;
    depth = Math.max(depth, item.depth);
  }
  b.next++;
  return { node: Object.freeze({ kind: 'sequence', items, at }), nodes, depth: depth + 1 };
}

function mapping(b: Builder, start: number, path: string): Built<MappingNode> {
  const at = b.lines.at(start);
  b.lastOffset = start;
  const entries = new Map<string, MappingEntry>();
  const merges: MappingNode[] = [];
  let complete = true;
  let nodes = 1;
  let depth = 0;
  while (b.events[b.next]?.type !== EVENT_ID.POP) {
    const keyEvent = b.events[b.next];
    const key = build(b, path);
    const keyText = key.node.kind === 'scalar' ? key.node.text : '';
    const value = build(b, path === '' ? keyText : `${path}.${keyText}`);
    nodes += key.nodes + value.nodes;
    depth = Math.max(depth, value.depth);
    if (key.node.kind === 'unknown') complete = false;
    else if (key.node.kind !== 'scalar') {
      complete = false;
      report(b, 'MCP1022', {
        at: key.node.at,
        path,
        message: 'a key must be plain text, not a list or mapping',
      });
    } else if (isMergeKey(keyEvent, key.node)) {
      const sources = mergeSources(b, value.node, path);
      complete &&= sources.complete;
      merges.push(...sources.mappings);
    } else {
      addEntry(b, entries, { key: key.node, value: value.node, path });
    }
  }
  b.next++;
  for (const source of merges) {
    complete &&= source.complete;
    for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
  }
  return { node: Object.freeze({ kind: 'mapping', entries, complete, at }), nodes, depth: depth + 1 };
}

function addEntry(
  b: Builder,
  entries: Map<string, MappingEntry>,
  entry: MappingEntry & { path: string },
): void {
  const { key, value, path } = entry;
  const first = entries.get(key.text);
  if (first !== undefined) {
    report(b, 'MCP1004', {
      at: key.at,
      path: path === '' ? key.text : `${path}.${key.text}`,
      message: `"${key.text}" is defined twice, first on line ${first.key.at.line}`,
      related: [{ ...first.key.at, message: 'first defined here' }],
    });
  }
  entries.set(key.text, Object.freeze({ key, value }));
}

function isMergeKey(event: Event | undefined, key: ScalarNode): boolean {
  return key.text === '<<' && event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
}

interface MergeSources {
  readonly mappings: readonly MappingNode[];
  /** False if something that is merged could not be read. */
  readonly complete: boolean;
}

/** What `<<` names: a mapping or a list of mappings, the first of which has precedence. */
function mergeSources(b: Builder, value: YamlNode, path: string): MergeSources {
  const items = value.kind === 'sequence' ? value.items : [value];
  const mappings = items.filter((item) => item.kind === 'mapping');
  for (const item of items) {
    if (item.kind === 'mapping' || item.kind === 'unknown') continue;
    report(b, 'MCP1007', { at: item.at, path, message: '`<<` merges a mapping or a list of mappings' });
  }
  return { mappings, complete: mappings.length === items.length };
}
