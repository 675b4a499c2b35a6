import { parseCatalog } from '../catalog/parse.ts';
import { compile } from '../compile/compile.ts';
import { parseEndpoints } from '../endpoints/parse.ts';
import { parseTopology } from '../topology/parse.ts';
import { parseRollout } from '../weights/parse.ts';
import type { Parsers } from './candidate.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine.ts';

export const PARSERS: Parsers = Object.freeze({
  topology: parseTopology,
  catalog: parseCatalog,
  rollout: parseRollout,
  endpoints: parseEndpoints,
});

/** The engine with the real parsers and compiler. */
export function standardEngine(settings: { readonly acceptLargeChanges: boolean }): Engine {
  return createEngine({ parsers: PARSERS, compile, acceptLargeChanges: settings.acceptLargeChanges });
}
