import type { Position } from '../diagnostics/diagnostic.ts';
import { readFields, readNamed, type Cursor } from '../yaml/cursor.ts';
import { readDocument } from '../yaml/document.ts';
import { TARGET_NAME, WORD } from '../yaml/grammar.ts';
import type { Parsed } from '../yaml/parsed.ts';
import { createSink } from '../yaml/sink.ts';
import { readBoolean, readInteger, readName, readWord } from '../yaml/values.ts';
import type { Rollout, RolloutWeight } from './model.ts';
import { readOverrides } from './overrides.ts';

const FIELDS = { required: ['target', 'weights'], optional: ['overrides', 'sticky'] } as const;
/** What Envoy's weights hold; they are scaled to a fixed total anyway. */
const MAX_WEIGHT = 4_294_967_295;

/** Reads one weight file, `rollouts/<name>.yaml`. Whether its target and versions exist is the join's business. */
export function parseRollout(file: string, text: string): Parsed<Rollout> {
  const { root, diagnostics, cutShort } = readDocument(file, text);
  const sink = createSink({ initial: diagnostics, cutShort });
  if (root === null) return sink.finish<Rollout>(null);
  const fields = readFields({ node: root, path: '', sink }, FIELDS);
  if (fields === null) return sink.finish<Rollout>(null);
  const at = (c: Cursor | null): Position => c?.node.at ?? fields.at;
  const target = fields.get('target');
  const weights = fields.get('weights');
  const overrides = fields.get('overrides');
  const sticky = fields.get('sticky');
  return sink.finish<Rollout>(
    Object.freeze({
      file,
      target: (target !== null && readWord(target, TARGET_NAME)) || '',
      targetAt: at(target),
      weights: weights === null ? [] : readWeights(weights),
      weightsAt: at(weights),
      overrides: overrides === null ? [] : readOverrides(overrides),
      sticky: (sticky !== null && readBoolean(sticky)) === true,
      stickyAt: at(sticky),
    }),
  );
}

function readWeights(c: Cursor): readonly RolloutWeight[] {
  const named = readNamed(c);
  // A version whose weight has an error is named all the same.
  const weights = named.flatMap((entry): readonly RolloutWeight[] => {
    const version = readName(entry, WORD, c.path);
    const weight = readInteger(entry, { min: 0, max: MAX_WEIGHT }) ?? 0;
    return version === null ? [] : [Object.freeze({ version, weight, at: entry.key.at })];
  });
  const { doubts } = c.sink;
  if (c.node.kind === 'mapping' && named.length === 0 && c.node.complete) {
    c.sink.report('MCP1019', { at: c.node.at, path: c.path, message: '"weights" names no version' });
  } else if (weights.length > 0 && !doubts.within(c.path) && weights.every((w) => w.weight === 0)) {
    c.sink.report('MCP1301', {
      at: c.node.at,
      path: c.path,
      message: 'all weights are 0, so no version would be served',
    });
  }
  return Object.freeze(weights);
}
