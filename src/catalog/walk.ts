import { EVENT_ID, getScalarValue, SCALAR_STYLE, type AliasEvent, type Event, type ScalarEvent } from 'js-yaml';

/** The events of one piece of the text. */
export interface Piece {
  readonly text: string;
  /** Of the piece in the whole text. */
  readonly offset: number;
  readonly events: readonly Event[];
}

/** A node: the index of its first event. */
export interface Ref {
  readonly piece: Piece;
  readonly index: number;
}

/** What an alias stands for is fixed by the anchors before it, since an anchor may be defined anew later. */
export interface Anchors {
  readonly byName: Map<string, Ref>;
  readonly targets: Map<AliasEvent, Ref | null>;
}

export function createAnchors(): Anchors {
  return { byName: new Map(), targets: new Map() };
}

/** Notes the anchors of a piece, and what each alias in it stands for (null: nothing before it has that name). */
export function noteAnchors(piece: Piece, anchors: Anchors): void {
  const { text, events } = piece;
  // Most catalogs have none: this search costs far less than a walk over the events.
  if (anchors.byName.size === 0 && !text.includes('&') && !text.includes('*')) return;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) continue;
    if (event.anchorStart === -1) continue;
    const name = text.slice(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.ALIAS) anchors.targets.set(event, anchors.byName.get(name) ?? null);
    else anchors.byName.set(name, { piece, index });
  }
}

/** The index behind the node that begins at `index`. */
export function skip(events: readonly Event[], index: number): number {
  let depth = 0;
  for (let i = index; i < events.length; i++) {
    const type = events[i]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return i + 1;
  }
  return events.length;
}

/** The text's offset of a node's first character; -1 where it has no text. */
export function offsetOf({ piece, index }: Ref): number {
  const event = piece.events[index];
  if (event === undefined) return -1;
  switch (event.type) {
    case EVENT_ID.SCALAR: {
      if (event.valueStart === -1) return -1;
      const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
      return piece.offset + event.valueStart - (quoted ? 1 : 0);
    }
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return piece.offset + event.start;
    case EVENT_ID.ALIAS:
      return piece.offset + event.anchorStart - 1;
    default:
      return -1;
  }
}

export function scalarText(piece: Piece, event: ScalarEvent): string {
  return event.fast ? piece.text.slice(event.valueStart, event.valueEnd) : getScalarValue(piece.text, event);
}

/** True for a plain scalar without a tag: only such a one can be something else than text. */
export function isPlain(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1;
}
