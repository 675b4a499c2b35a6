import type { Position } from '../diagnostics/diagnostic.ts';
import { readFields, readNamed, type Cursor } from '../yaml/cursor.ts';
import { TARGET_NAME } from '../yaml/grammar.ts';
import { readBoolean, readInteger, readName, readWord } from '../yaml/values.ts';
import type { MonikerRules, UnboundAction } from './model.ts';

const FIELDS = { required: [], optional: ['unbound', 'withoutAdapter', 'debugHeader'] } as const;
const STATUS = { min: 400, max: 599 } as const;
const NOT_FOUND = 404;
const NOT_IMPLEMENTED = 501;

/** The key of `unbound` that stands for every caller without a rule of its own. */
export const OTHERS = 'others';

export function defaultMonikerRules(at: Position): MonikerRules {
  return Object.freeze({
    unbound: new Map(),
    unboundOthers: Object.freeze({ kind: 'status', status: NOT_FOUND, at }),
    withoutAdapter: NOT_IMPLEMENTED,
    debugHeader: false,
  });
}

export function readMonikerRules(c: Cursor): MonikerRules {
  const rules = defaultMonikerRules(c.node.at);
  const fields = readFields(c, FIELDS);
  const unboundField = fields?.get('unbound') ?? null;
  const withoutAdapter = fields?.get('withoutAdapter') ?? null;
  const debugHeader = fields?.get('debugHeader') ?? null;
  const actions = unboundField === null ? new Map<string, UnboundAction>() : readUnbound(unboundField);
  const unboundOthers = actions.get(OTHERS) ?? rules.unboundOthers;
  actions.delete(OTHERS);
  return Object.freeze({
    unbound: actions,
    unboundOthers,
    withoutAdapter: (withoutAdapter === null ? null : readInteger(withoutAdapter, STATUS)) ?? NOT_IMPLEMENTED,
    debugHeader: (debugHeader === null ? null : readBoolean(debugHeader)) ?? false,
  });
}

function readUnbound(c: Cursor): Map<string, UnboundAction> {
  const actions = new Map<string, UnboundAction>();
  for (const entry of readNamed(c)) {
    readName(entry, TARGET_NAME, c.path);
    const action = readAction(entry);
    if (action !== null) actions.set(entry.name, action);
  }
  return actions;
}

function readAction(c: Cursor): UnboundAction | null {
  const { at } = c.node;
  if (c.node.kind === 'scalar' && typeof c.node.value === 'number') {
    const status = readInteger(c, STATUS);
    return status === null ? null : Object.freeze({ kind: 'status', status, at });
  }
  const service = readWord(c, TARGET_NAME);
  return service === null ? null : Object.freeze({ kind: 'service', service, at });
}
