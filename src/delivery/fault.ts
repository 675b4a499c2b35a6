import type { Refusal } from '../snapshot/cache.ts';
import type { GroupSnapshot, ResourceType } from '../snapshot/model.ts';
import { isStructural, versionIn } from './structure.ts';

/** What a sidecar could not take: one of these contents, or their meeting. */
export interface Fault {
  readonly type: ResourceType;
  /** Name → version; empty: that the resource is gone. */
  readonly batch: ReadonlyMap<string, string>;
  /** The sidecar's own words. */
  readonly error: string;
}

/** Which of the two snapshots a node has or is to have. */
export interface Pair {
  readonly accepted: GroupSnapshot | undefined;
  readonly candidate: GroupSnapshot | undefined;
}

/**
 * What of a rejection speaks against the candidate: the suspects that it has and the accepted snapshot has not,
 * narrowed to those that the error names. Null: the rejection is about something else.
 */
export function faultOf({ type, message, suspects }: Refusal, { accepted, candidate }: Pair): Fault | null {
  if (!isStructural(type) || candidate === undefined) return null;
  const fresh = [...suspects].filter(
    ([name, version]) =>
      versionIn(candidate, type, name) === version && versionIn(accepted, type, name) !== version,
  );
  const named = fresh.filter(([name]) => mentions(message, name));
  const batch = new Map(named.length > 0 ? named : fresh);
  return batch.size === 0 ? null : { type, batch, error: message };
}

/** The candidate has all that was at fault, and the accepted snapshot has not. */
export function hasFault({ accepted, candidate }: Pair, { type, batch }: Fault): boolean {
  let fresh = false;
  for (const [name, version] of batch) {
    if (candidate === undefined || versionIn(candidate, type, name) !== version) return false;
    fresh ||= versionIn(accepted, type, name) !== version;
  }
  return fresh;
}

const WORD = '[\\w/-]';

/** As a whole word: `resolver` is not in `resolver/v2`. */
function mentions(message: string, name: string): boolean {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<!${WORD})${literal}(?!${WORD}|\\.\\w)`).test(message);
}
