import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/order.ts';
import { buildMesh } from '../mesh/build.ts';
import type { Mesh } from '../mesh/model.ts';
import { groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { VariantRules } from '../snapshot/variants.ts';
import type { ServiceSpec } from '../topology/model.ts';
import {
  compileGroup,
  compileRoutes,
  serviceBase,
  variantBase,
  type GroupContext,
  type ServiceBase,
  type VariantBase,
} from './group.ts';
import { Memo } from './memo.ts';
import type { CompileCounts, Compiled, CompileInputs } from './model.ts';
import { compileProxyless } from './proxyless.ts';
import { createRoutePlan } from './route-plan.ts';
import { targetClusters } from './target-clusters.ts';
import { targetsFor, variantIn, variantRules } from './variants.ts';

function count({ topology, catalogs, rollouts, endpoints }: CompileInputs, mesh: Mesh): CompileCounts {
  return Object.freeze({
    keys: catalogs.reduce((sum, { entries }) => sum + entries.size, 0),
    boundKeys: mesh.keys.boundKeys,
    services: topology.services.size,
    adapters: topology.adapters.size,
    rollouts: rollouts.length,
    endpoints: [...endpoints.targets.values()].reduce((sum, target) => sum + target.endpoints.length, 0),
  });
}

/** What a compile passes on to the next one. */
interface Memos {
  readonly memo: Memo;
  /** Of the generation of the catalogs. */
  readonly keyMemo: Memo;
}

/** A compiled mesh. Groups are made when they are asked for, once. */
export class CompiledMesh implements Compiled {
  readonly diagnostics: readonly Diagnostic[];
  readonly publishable: boolean;
  readonly counts: CompileCounts;
  readonly services: readonly string[];
  readonly withoutSidecar: readonly string[];
  /** The facts behind the resources, for those who explain them. */
  readonly mesh: Mesh;
  readonly memos: Memos;
  readonly variants: VariantRules;
  /** Of nodes that nothing sets apart. */
  readonly #context: GroupContext;
  readonly #contexts = new Map<string, GroupContext>();
  readonly #services = new Map<string, ServiceBase>();
  readonly #variants = new Map<string, VariantBase>();
  readonly #groups = new Map<string, GroupSnapshot>();
  readonly #plainRoutes = new Map<string, ResourceSet>();

  constructor(inputs: CompileInputs, previous?: CompiledMesh) {
    const { mesh, diagnostics } = buildMesh(inputs, previous?.mesh);
    const memo = new Memo(previous?.memos.memo);
    const keyMemo = new Memo(previous?.mesh.keys === mesh.keys ? previous.memos.keyMemo : undefined);
    this.mesh = mesh;
    this.diagnostics = diagnostics;
    this.publishable = !hasErrors(diagnostics);
    this.counts = count(inputs, mesh);
    const services = [...mesh.topology.services.values()];
    const named = (sidecar: boolean): readonly string[] =>
      services
        .filter((service) => service.sidecar === sidecar)
        .map(({ name }) => name)
        .sort();
    this.services = named(true);
    this.withoutSidecar = named(false);
    this.memos = { memo, keyMemo };
    const plan = createRoutePlan({ mesh, memo, keyMemo, plain: false });
    const place = { zone: null, preference: null };
    this.#context = { mesh, memo, plan, clusters: targetClusters(mesh, memo), place };
    this.variants = variantRules(mesh);
  }

  get knownVersions(): Mesh['knownVersions'] {
    return this.mesh.knownVersions;
  }

  /** Sidecars belong to services that have one; an application may do without, whichever its service says. */
  #service({ service: name, client }: NodeGroup): ServiceSpec | null {
    const service = this.mesh.topology.services.get(name);
    return service?.sidecar === true || client === 'proxyless' ? (service ?? null) : null;
  }

  group(group: NodeGroup): GroupSnapshot | null {
    const service = this.#service(group);
    if (service === null) return null;
    const key = groupKey(group);
    const known = this.#groups.get(key) ?? this.#compile(service, group);
    this.#groups.set(key, known);
    return known;
  }

  #compile(service: ServiceSpec, group: NodeGroup): GroupSnapshot {
    const context = this.#contextOf(group.variant);
    if (group.client === 'proxyless') return compileProxyless(context, service, group);
    return compileGroup(context, this.#variantOf(service, group.variant), group);
  }

  /** Only shares and places differ between variants: the plan of the routes and the clusters are all nodes'. */
  #contextOf(variant: string | undefined): GroupContext {
    if (variant === undefined) return this.#context;
    const known = this.#contexts.get(variant);
    if (known !== undefined) return known;
    const { rule, place } = variantIn(this.mesh, variant);
    const mesh = { ...this.mesh, targets: targetsFor(this.mesh, rule) };
    const made = { ...this.#context, mesh, place };
    this.#contexts.set(variant, made);
    return made;
  }

  #variantOf(service: ServiceSpec, variant: string | undefined): VariantBase {
    const key = `${service.name} ${variant ?? ''}`;
    const known = this.#variants.get(key);
    if (known !== undefined) return known;
    const base = this.#services.get(service.name) ?? serviceBase(this.#context, service);
    this.#services.set(service.name, base);
    const made = variantBase(this.#contextOf(variant), base);
    this.#variants.set(key, made);
    return made;
  }

  plainRoutes(group: NodeGroup): ResourceSet | null {
    // The routes of a proxyless group have the weights in them as it is.
    if (group.client === 'proxyless') return this.group(group)?.sets.rds ?? null;
    const service = this.#service(group);
    if (service === null) return null;
    // Routes carry the shares here, and those are all that a variant may change of them.
    const { rule } = variantIn(this.mesh, group.variant);
    const key = `${service.name} ${rule?.name ?? ''}`;
    const known = this.#plainRoutes.get(key);
    if (known !== undefined) return known;
    const { memo, keyMemo } = this.memos;
    const { mesh } = this.#contextOf(group.variant);
    const made = compileRoutes(memo, createRoutePlan({ mesh, memo, keyMemo, plain: true }), service);
    this.#plainRoutes.set(key, made);
    return made;
  }
}

/**
 * The pure function of the whole project: inputs → resources and diagnostics. Inputs are compared by identity, so a
 * caller passes the same objects for files that have not changed. `previous` only saves work: the result is the same
 * without it.
 */
export function compile(inputs: CompileInputs, previous?: Compiled): CompiledMesh {
  return new CompiledMesh(inputs, previous instanceof CompiledMesh ? previous : undefined);
}
