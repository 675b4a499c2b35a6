import type { CompileInputs } from '../compile/model.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import { APP_CLUSTER, EDGE } from '../envoy/names.ts';
import type { Resource } from '../snapshot/model.ts';
import { clustersOf } from '../validate/route-actions.ts';
import type { RouteUnit } from '../validate/route-units.ts';

/** Resources of one service's sidecars, and what Envoy said of them. */
export interface OriginQuestion {
  readonly service: string;
  /** Short name of the type: `cds`. */
  readonly type: string;
  readonly names: readonly string[];
  readonly message: string;
  /** Catalog keys whose entries of a route configuration are at fault. */
  readonly keys?: readonly string[];
  /** Clusters that the entries at fault lead to, where these are at fault rather than their keys. */
  readonly targets?: readonly string[];
}

/** What is known of a resource that Envoy rejected. */
export interface RejectedPart {
  readonly service: string;
  readonly resource: Resource;
  readonly error: string;
  /** Of a route configuration, the entries at fault. */
  readonly units: readonly RouteUnit[];
  /** Their action is at fault rather than their keys. */
  readonly shared: boolean;
}

export function questionAbout({ resource, service, units, shared, error }: RejectedPart): OriginQuestion {
  const keys = [...new Set(units.flatMap(({ key }) => key ?? []))];
  const [first] = units;
  const targets = first === undefined ? [] : clustersOf(first);
  const { type, name } = resource;
  // An action that several keys share is made of what it leads to.
  return { service, type, names: [name], message: error, keys: shared ? [] : keys, targets };
}

/** More places than these help nobody. */
const MOST = 8;

/**
 * Where the operator wrote what the resources were made of: the catalog keys that the message names, then the
 * service or adapter in mesh.yaml, its weight file and its endpoints. Resource names lead there by themselves, so
 * nothing has to be carried along with the resources.
 */
export function originsOf(inputs: CompileInputs, question: OriginQuestion): readonly Position[] {
  const places = new Map<string, Position>();
  const add = (at: Position | undefined): void => {
    if (at) places.set(`${at.file}:${at.line}`, { file: at.file, line: at.line, column: at.column });
  };
  if (question.type === 'rds') for (const at of namedKeys(inputs, question.message)) add(at);
  const { keys = [], targets = [] } = question;
  for (const at of placesOfKeys(inputs, keys)) add(at);
  for (const name of targets) for (const at of placesOf(inputs, { ...question, type: 'cds' }, name)) add(at);
  // What is known so closely needs no table around it.
  if (places.size > 0 && keys.length + targets.length > 0) return [...places.values()].slice(0, MOST);
  for (const name of question.names) {
    if (places.size >= MOST) break;
    for (const at of placesOf(inputs, question, name)) add(at);
  }
  return [...places.values()].slice(0, MOST);
}

function* placesOf(
  { topology, rollouts, endpoints }: CompileInputs,
  { service, type }: OriginQuestion,
  name: string,
): Generator<Position | undefined> {
  const own = topology.services.get(service)?.at;
  if ((type === 'cds' || type === 'eds') && name !== APP_CLUSTER) {
    const [target = ''] = name.split('/');
    yield topology.services.get(target)?.at ?? topology.adapters.get(target)?.at ?? own;
    yield rollouts.find((rollout) => rollout.target === target)?.targetAt;
    yield endpoints.targets.get(target)?.at;
    return;
  }
  // A listener `edge`, a route configuration `<service>/edge`.
  const ofEdge = name === EDGE || name.endsWith(`/${EDGE}`);
  yield (ofEdge ? topology.edge?.at : undefined) ?? own;
}

function* placesOfKeys({ catalogs }: CompileInputs, keys: readonly string[]): Generator<Position> {
  for (const key of keys.slice(0, MOST)) {
    // Of two catalogs with the same key the later one counts.
    const found = catalogs.findLast(({ entries }) => entries.has(key));
    const entry = found?.entries.get(key);
    if (found && entry) yield { file: found.file, line: entry.line, column: entry.column };
  }
}

/** A key has a dot or a slash: a single word might be any of the message's. */
function* namedKeys({ catalogs }: CompileInputs, message: string): Generator<Position> {
  const words = new Set(message.match(/[\w.-]+(?:\/[\w.-]+)*/g)?.filter((word) => /[./]/.test(word)));
  if (words.size === 0) return;
  for (const { file, entries } of catalogs) {
    for (const word of words) {
      const entry = entries.get(word.replace(/[./]+$/, ''));
      if (entry) yield { file, line: entry.line, column: entry.column };
    }
  }
}
