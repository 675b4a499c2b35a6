import type { ConfigResponse, ServiceConfigResponse } from '../api/model.ts';
import type { CompiledType, GroupSnapshot, Split } from '../snapshot/model.ts';
import type { VariantRules } from '../snapshot/variants.ts';

/** What two meshes are compared by: names and content hashes, not bytes. */
export interface ServiceConfig {
  readonly resources: Readonly<Record<CompiledType, ReadonlyMap<string, string>>>;
  readonly splits: readonly Split[];
}

/** By service; those with a sidecar. */
export type MeshConfig = ReadonlyMap<string, ServiceConfig>;

export type Change = 'added' | 'changed' | 'removed';

export interface ResourceChange {
  readonly type: CompiledType;
  readonly name: string;
  readonly change: Change;
}

/** Shares from 0 to 1 by cluster; null on the side where the target has no split. */
export interface WeightChange {
  readonly target: string;
  readonly before: Readonly<Record<string, number>> | null;
  readonly after: Readonly<Record<string, number>> | null;
}

export interface ServiceDiff {
  readonly service: string;
  readonly change: Change;
  /** In the order of TYPES, then by name. */
  readonly resources: readonly ResourceChange[];
  readonly weights: readonly WeightChange[];
  /** Listeners whose connections Envoy would drain: changed or removed ones. */
  readonly drains: readonly string[];
}

/** A group of mesh.yaml, or a zone that is preferred (`zone=us-east-1a`): whose nodes get something else than before. */
export interface GroupChange {
  readonly group: string;
  readonly change: Change;
}

const TYPES: readonly CompiledType[] = ['lds', 'rds', 'cds', 'eds'];

const NOTHING: ServiceConfig = Object.freeze({
  resources: Object.freeze({ lds: new Map(), rds: new Map(), cds: new Map(), eds: new Map() }),
  splits: [],
});

/** Only services that differ, by name. */
export function diffMeshes(before: MeshConfig, after: MeshConfig): readonly ServiceDiff[] {
  const services = [...new Set([...before.keys(), ...after.keys()])].sort();
  return services.flatMap((service) => {
    const [old, now] = [before.get(service), after.get(service)];
    const diff = diffService(old ?? NOTHING, now ?? NOTHING);
    const change: Change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    const differs = change !== 'changed' || diff.resources.length > 0 || diff.weights.length > 0;
    return differs ? [{ service, change, ...diff }] : [];
  });
}

/** A group counts as changed where others are put before it, too: it may have other nodes then. */
export function diffGroups(before: VariantRules, after: VariantRules): readonly GroupChange[] {
  const told = ({ rules, zones }: VariantRules): ReadonlyMap<string, string> =>
    new Map([
      ...rules.map((rule, i): [string, string] => [
        rule.name,
        JSON.stringify([rule, rules.slice(0, i).map(({ conditions, services }) => [conditions, services])]),
      ]),
      ...zones.map((zone): [string, string] => [`zone=${zone}`, '']),
    ]);
  return diffNames(told(before), told(after)).map(([group, change]) => ({ group, change }));
}

function diffService(before: ServiceConfig, after: ServiceConfig): Omit<ServiceDiff, 'service' | 'change'> {
  const resources = TYPES.flatMap((type) =>
    diffNames(before.resources[type], after.resources[type]).map(([name, change]) => ({
      type,
      name,
      change,
    })),
  );
  const drains = resources.filter(({ type, change }) => type === 'lds' && change !== 'added');
  return {
    resources,
    weights: diffWeights(before.splits, after.splits),
    drains: drains.map(({ name }) => name),
  };
}

function diffNames(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly (readonly [string, Change])[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): readonly (readonly [string, Change])[] => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    return [[name, old === undefined ? 'added' : now === undefined ? 'removed' : 'changed']];
  });
}

function diffWeights(before: readonly Split[], after: readonly Split[]): readonly WeightChange[] {
  const [old, now] = [sharesByTarget(before), sharesByTarget(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((target) => {
    const change = { target, before: old.get(target) ?? null, after: now.get(target) ?? null };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}

function sharesByTarget(splits: readonly Split[]): Map<string, Readonly<Record<string, number>>> {
  return new Map(splits.map((split) => [split.target, shares(split)]));
}

function shares(split: Split): Readonly<Record<string, number>> {
  const total = split.weights.reduce((sum, { weight }) => sum + weight, 0);
  return Object.fromEntries(
    split.weights.map(({ cluster, weight }) => [cluster, total === 0 ? 0 : weight / total]),
  );
}

/** Of compiled groups, one a service. */
export function meshOfSnapshots(snapshots: readonly GroupSnapshot[]): MeshConfig {
  return new Map(
    snapshots.map((snapshot) => [
      snapshot.group.service,
      { resources: byType((type) => versions(snapshot.sets[type].byName)), splits: snapshot.splits },
    ]),
  );
}

/** Of a daemon's answer to `GET /config`. */
export function meshOfConfig(config: ConfigResponse): MeshConfig {
  return new Map(
    Object.values(config.services).map((service: ServiceConfigResponse) => [
      service.service,
      {
        resources: byType((type) => versions(Object.entries(service.resources[type]))),
        splits: service.splits,
      },
    ]),
  );
}

function versions(entries: Iterable<readonly [string, { readonly version: string }]>): Map<string, string> {
  return new Map([...entries].map(([name, { version }]) => [name, version]));
}

function byType<T>(make: (type: CompiledType) => T): Readonly<Record<CompiledType, T>> {
  return { lds: make('lds'), rds: make('rds'), cds: make('cds'), eds: make('eds') };
}
