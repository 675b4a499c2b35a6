import type { GroupSnapshot, Resource, ResourceSet } from './model.ts';

/** Something that a sidecar could not work with. */
export interface SnapshotProblem {
  readonly kind: 'reference' | 'name' | 'weights';
  readonly type: Resource['type'];
  readonly name: string;
  readonly message: string;
}

/** The share of traffic that the weights of a split sum to. */
const TOTAL = 10_000;

/**
 * Does everything that a snapshot names exist in it: from listeners and routes to clusters, from clusters to their
 * load assignments, from listeners to route configurations, secrets and filters? Are its names its own? An empty load
 * assignment is no problem: losing endpoints never stops a publish.
 */
export function snapshotProblems(snapshot: GroupSnapshot): readonly SnapshotProblem[] {
  const { sets, extra, splits } = snapshot;
  const all = Object.values({ ...extra, ...sets });
  const problems = all.flatMap((set) => [...nameProblems(set)]);
  for (const set of all) {
    for (const resource of set.byName.values()) {
      for (const [what, name] of missing(resource, snapshot)) {
        const message = `${describe(resource)} names the ${what} ${name}, which is not there`;
        problems.push({ kind: 'reference', type: resource.type, name: resource.name, message });
      }
    }
  }
  for (const { target, weights } of splits) {
    const sum = weights.reduce((total, { weight }) => total + weight, 0);
    if (sum === TOTAL && weights.every(({ weight }) => weight >= 0)) continue;
    const message = `the weights of ${target} sum to ${sum} and not to ${TOTAL}`;
    problems.push({ kind: 'weights', type: 'rds', name: target, message });
  }
  return problems;
}

function* missing(
  { references }: Resource,
  { sets, extra, splits }: GroupSnapshot,
): Generator<[string, string]> {
  const named: readonly [string, ResourceSet | undefined, readonly string[]][] = [
    ['cluster', sets.cds, references.clusters ?? []],
    ['route configuration', sets.rds, references.routes ?? []],
    ['load assignment', sets.eds, references.assignment === undefined ? [] : [references.assignment]],
    ['secret', extra?.sds, references.secrets ?? []],
    ['filter configuration', extra?.ecds, references.filters ?? []],
  ];
  for (const [what, set, names] of named) {
    for (const name of names) if (set?.byName.has(name) !== true) yield [what, name];
  }
  for (const { target, clusters } of references.splits ?? []) {
    const weights = splits.find((split) => split.target === target)?.weights;
    if (weights === undefined) yield ['split', target];
    for (const cluster of clusters) {
      if (weights?.some((weight) => weight.cluster === cluster) !== true) yield ['weight of', cluster];
    }
  }
}

function* nameProblems({ byName }: ResourceSet): Generator<SnapshotProblem> {
  const taken = new Set(byName.keys());
  for (const [key, resource] of byName) {
    const { type, name, aliases = [] } = resource;
    if (name === '' || name !== key) {
      yield { kind: 'name', type, name, message: `${describe(resource)} stands under the name "${key}"` };
    }
    for (const alias of aliases) {
      if (taken.has(alias)) {
        yield { kind: 'name', type, name, message: `${describe(resource)} has the name ${alias} of another` };
      }
      taken.add(alias);
    }
  }
}

const KINDS: Readonly<Record<Resource['type'], string>> = Object.freeze({
  lds: 'listener',
  rds: 'route configuration',
  cds: 'cluster',
  eds: 'load assignment',
  sds: 'secret',
  ecds: 'filter configuration',
  srds: 'scope',
  vhds: 'virtual host',
});

function describe({ type, name }: Resource): string {
  return `the ${KINDS[type]} ${name}`;
}
