import { hash } from 'node:crypto';
import type {
  ExtraType,
  GroupSnapshot,
  NodeGroup,
  References,
  Resource,
  ResourceSet,
} from '../../../src/snapshot/model.ts';

/** A small mesh for protocol tests: one service, targets with versions, a route configuration a target. */
export interface MeshSpec {
  /** Target → version → weight. Each version is a cluster `<target>/<version>`. */
  readonly targets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Cluster → revision of its definition; 0 where absent. */
  readonly clusterRevisions?: Readonly<Record<string, number>>;
  /** Cluster → revision of its endpoints; 0 where absent. */
  readonly endpointRevisions?: Readonly<Record<string, number>>;
  /** Clusters whose assignment has no endpoint. */
  readonly withoutEndpoints?: readonly string[];
  /** Listener → the target whose routes it serves. */
  readonly listeners: Readonly<Record<string, string>>;
  /** Of every route configuration. */
  readonly routeRevision?: number;
  readonly listenerRevisions?: Readonly<Record<string, number>>;
  /** Of other types: name → content. A virtual host answers to its name as an alias. */
  readonly extra?: Readonly<Partial<Record<ExtraType, Readonly<Record<string, string>>>>>;
}

export function nodeGroup(service: string): NodeGroup {
  return {
    service,
    overrides: { bindAddress: null, inboundPort: null, egressPort: null, edgePort: null },
  };
}

const short = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);

/** The bytes are text: the protocol never looks into them. */
export function resource(
  type: Resource['type'],
  name: string,
  { content = '', references = {} }: { readonly content?: string; readonly references?: References } = {},
): Resource {
  const any = new TextEncoder().encode(`${type}:${name}:${content}`);
  return { type, name, version: short(`${name}:${content}`), any, references };
}

export function resourceSet(resources: readonly Resource[]): ResourceSet {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    version: short(sorted.map((one) => `${one.name}=${one.version}`).join()),
    byName: new Map(sorted.map((one) => [one.name, one])),
  };
}

export function routesName(target: string): string {
  return `routes/${target}`;
}

/** The snapshot's routes for a client without a runtime layer: `<clusters>#<revision>#<weights>`. */
export function plainRoutesOf({ sets, splits }: GroupSnapshot): ResourceSet {
  return resourceSet(
    [...sets.rds.byName.values()].map(({ name, any, references }) => {
      const weights = splits.find(({ target }) => routesName(target) === name)?.weights ?? [];
      const text = new TextDecoder().decode(any).split(':').slice(2).join(':');
      return resource('rds', name, {
        content: `${text}#${weights.map(({ weight }) => weight).join()}`,
        references,
      });
    }),
  );
}

export function snapshotOf(spec: MeshSpec, service = 'svc'): GroupSnapshot {
  const cds: Resource[] = [];
  const eds: Resource[] = [];
  const rds: Resource[] = [];
  for (const [target, versions] of Object.entries(spec.targets)) {
    const clusters = Object.keys(versions).map((version) => `${target}/${version}`);
    for (const name of clusters) {
      const revision = String(spec.clusterRevisions?.[name] ?? 0);
      cds.push(resource('cds', name, { content: revision, references: { assignment: name } }));
      const empty = spec.withoutEndpoints?.includes(name) === true;
      const endpoints = empty ? 'none' : String(spec.endpointRevisions?.[name] ?? 0);
      eds.push(resource('eds', name, { content: endpoints, references: empty ? { empty: true } : {} }));
    }
    rds.push(
      resource('rds', routesName(target), {
        content: `${clusters.join()}#${spec.routeRevision ?? 0}`,
        references: { clusters, splits: [{ target, clusters }] },
      }),
    );
  }
  const lds = Object.entries(spec.listeners).map(([name, target]) =>
    resource('lds', name, {
      content: `${target}:${spec.listenerRevisions?.[name] ?? 0}`,
      references: { routes: [routesName(target)] },
    }),
  );
  const sets = { lds: resourceSet(lds), rds: resourceSet(rds), cds: resourceSet(cds), eds: resourceSet(eds) };
  const splits = Object.entries(spec.targets).map(([target, versions]) => ({
    target,
    runtimeKeyPrefix: `split.${target}`,
    weights: Object.entries(versions).map(([version, weight]) => ({
      cluster: `${target}/${version}`,
      weight,
    })),
  }));
  const version = short(
    [sets.lds, sets.rds, sets.cds, sets.eds].map((set) => set.version).join() + JSON.stringify(splits),
  );
  const extra = extraSets(spec.extra);
  const extraVersions = Object.values(extra).map((set) => set.version);
  return {
    group: nodeGroup(service),
    version: extraVersions.length === 0 ? version : short([version, ...extraVersions].join()),
    sets,
    splits,
    ...(extraVersions.length > 0 && { extra }),
  };
}

function extraSets(extra: MeshSpec['extra'] = {}): Partial<Record<ExtraType, ResourceSet>> {
  return Object.fromEntries(
    (Object.entries(extra) as [ExtraType, Readonly<Record<string, string>>][]).map(([type, contents]) => [
      type,
      resourceSet(
        Object.entries(contents).map(([name, content]) => ({
          ...resource(type, name, { content }),
          ...(type === 'vhds' && { aliases: [name] }),
        })),
      ),
    ]),
  );
}
