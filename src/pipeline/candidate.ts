import { hash } from 'node:crypto';
import type { Catalog } from '../catalog/model.ts';
import type { Code } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Draft } from '../diagnostics/doubts.ts';
import type { Endpoints } from '../endpoints/model.ts';
import type { Topology } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';
import type { Parsed } from '../yaml/parsed.ts';
import { kindOf } from './files.ts';
import type { FileContent } from './files.ts';

/** The parsers, injected so that the state can be tested without YAML. */
export interface Parsers {
  topology(file: string, text: string): Parsed<Topology>;
  catalog(file: string, text: string): Parsed<Catalog>;
  rollout(file: string, text: string): Parsed<Rollout>;
  endpoints(file: string, text: string): Parsed<Endpoints>;
}

export type InputModel =
  | { readonly kind: 'mesh'; readonly topology: Topology }
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'endpoints'; readonly endpoints: Endpoints }
  | { readonly kind: 'rollout'; readonly rollout: Rollout };

/** One version of one file that can serve. */
export interface Good {
  readonly model: InputModel;
  /** Hash of the text, so that an unchanged file keeps its model's identity. */
  readonly hash: string;
  /** Kept for all but catalogs, which may be large and hold more than routing needs. */
  readonly text: string | null;
  /** Warnings: a version with errors is never good. */
  readonly diagnostics: readonly Diagnostic[];
  /** It comes from the last-good file, not from the directory. */
  readonly restored: boolean;
}

export type Read =
  | { readonly good: Good }
  | {
      readonly refused: readonly Diagnostic[];
      readonly reason: string;
      /** What could be read all the same; for diagnostics only. */
      readonly draft: Draft<InputModel> | null;
    };

export function hashText(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** A line that holds something other than a comment or a document marker. */
const CONTENT_LINE = /^[ \t]*(?!#|---[ \t]*(?:#|$)|\.\.\.[ \t]*(?:#|$))\S/m;

function refused(code: Code, file: string, message: string): Read {
  const found = diagnostic(code, { at: { file, line: 1, column: 1 }, path: '', message });
  return { refused: [found], reason: message, draft: null };
}

function parse(file: string, text: string, parsers: Parsers): Parsed<InputModel> {
  switch (kindOf(file)) {
    case 'mesh':
      return wrap(parsers.topology(file, text), (topology) => ({ kind: 'mesh', topology }));
    case 'endpoints':
      return wrap(parsers.endpoints(file, text), (endpoints) => ({ kind: 'endpoints', endpoints }));
    case 'rollout':
      return wrap(parsers.rollout(file, text), (rollout) => ({ kind: 'rollout', rollout }));
    case 'catalog':
      return wrap(parsers.catalog(file, text), (catalog) => ({ kind: 'catalog', catalog }));
  }
}

function wrap<T>(parsed: Parsed<T>, tag: (model: T) => InputModel): Parsed<InputModel> {
  const { model, draft, diagnostics } = parsed;
  return {
    model: model === null ? null : tag(model),
    draft: draft === null ? null : { sketch: tag(draft.sketch), doubts: draft.doubts },
    diagnostics,
  };
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((d) => d.severity === 'error');
  const first = errors[0];
  if (first === undefined) return 'it cannot be read';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.code} at line ${first.line}: ${first.message}${more}`;
}

/** Content → a version that could serve, or why it cannot. `current` is taken over if the text is the same. */
export function readContent(
  file: string,
  content: FileContent,
  context: { readonly parsers: Parsers; readonly current: Good | null },
): Read {
  if (content.kind === 'missing') return refused('MCP1702', file, `${file} is not there`);
  if (content.kind === 'unreadable')
    return refused('MCP1703', file, `${file} cannot be read: ${content.error}`);
  const { text } = content;
  if (!CONTENT_LINE.test(text)) return refused('MCP1002', file, `${file} is empty`);
  const hashed = hashText(text);
  if (context.current?.hash === hashed && !context.current.restored) return { good: context.current };
  const { model, draft, diagnostics } = parse(file, text, context.parsers);
  if (model === null) return { refused: diagnostics, reason: summary(diagnostics), draft };
  return {
    good: { model, hash: hashed, text: model.kind === 'catalog' ? null : text, diagnostics, restored: false },
  };
}
