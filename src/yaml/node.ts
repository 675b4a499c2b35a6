import type { Position } from '../diagnostics/diagnostic.ts';
import type { ScalarValue } from './scalar.ts';

/** A document's nodes with their places. An alias is the very node that its anchor names. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | UnknownNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  /** The text as written, quotes and folding undone: `1.10` stays `1.10`. */
  readonly text: string;
  readonly value: ScalarValue;
  readonly at: Position;
}

/** What the text does not say: an alias without an anchor, a tag that is not supported. Already reported. */
export interface UnknownNode {
  readonly kind: 'unknown';
  readonly at: Position;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly at: Position;
}

export interface MappingEntry {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

export interface MappingNode {
  readonly kind: 'mapping';
  /** By the key's text, in the order of the document; merged keys (`<<`) last. */
  readonly entries: ReadonlyMap<string, MappingEntry>;
  /** False where a key or a merge could not be read, which is reported: there may be more entries than these. */
  readonly complete: boolean;
  readonly at: Position;
}
