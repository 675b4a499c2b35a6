import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic, Position, RelatedPosition } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Endpoints } from '../endpoints/model.ts';
import type { ServiceSpec, AdapterSpec } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';
import { endpointVersions, isUnversioned, type TargetInputs } from './versions.ts';

type Spec = ServiceSpec | AdapterSpec;

export function related(at: Position, message: string): RelatedPosition {
  return { file: at.file, line: at.line, column: at.column, message };
}

function pathOf(spec: Spec): string {
  return `${spec.kind === 'service' ? 'services' : 'adapters'}.${spec.name}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Rollouts and endpoints of targets that mesh.yaml does not have, and second rollouts of one target. */
export function checkNames(
  specs: ReadonlyMap<string, Spec>,
  rollouts: readonly Rollout[],
  endpoints: Endpoints,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Map<string, Rollout>();
  for (const rollout of rollouts) {
    const { target, targetAt: at } = rollout;
    if (!specs.has(target)) {
      const message = `no service or adapter is named "${target}".${didYouMean(target, specs.keys())}`;
      found.push(diagnostic('MCP1501', { at, path: 'target', message }));
    }
    const first = seen.get(target);
    if (first === undefined) seen.set(target, rollout);
    else {
      const message = `"${target}" already has the weight file ${first.file}`;
      found.push(
        diagnostic('MCP1502', {
          at,
          path: 'target',
          message,
          related: [related(first.targetAt, 'the other one')],
        }),
      );
    }
  }
  for (const { target, at } of endpoints.targets.values()) {
    if (specs.has(target)) continue;
    const message = `endpoints for "${target}", but no service or adapter has that name.${didYouMean(target, specs.keys())}`;
    found.push(diagnostic('MCP1503', { at, path: target, message }));
  }
  return found;
}

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** The endpoints parser lets only addresses and host names through, so the shape is enough to tell them apart. */
export function isIpAddress(address: string): boolean {
  return IPV4.test(address) || address.includes(':');
}

function checkEndpoints(spec: Spec, { endpoints, called }: TargetInputs): Diagnostic[] {
  const list = endpoints?.endpoints ?? [];
  if (list.length === 0) {
    if (!called) return [];
    const at = endpoints?.at ?? spec.at;
    const message = `"${spec.name}" has no endpoints: requests to it get 503`;
    const path = endpoints === undefined ? pathOf(spec) : spec.name;
    return [diagnostic('MCP1504', { at, path, message })];
  }
  return list.flatMap(({ address, at }, i) => {
    if (isIpAddress(address) === (spec.resolution === 'eds')) return [];
    const path = `${spec.name}[${i}].address`;
    const message =
      spec.resolution === 'eds'
        ? `"${address}" is a host name, but "${spec.name}" has resolution eds, which takes IP addresses`
        : `"${address}" is an IP address, but "${spec.name}" has resolution dns, which takes host names`;
    return [diagnostic('MCP1505', { at, path, message, related: [related(spec.at, 'the target')] })];
  });
}

function checkStable(spec: Spec, inputs: TargetInputs): Diagnostic[] {
  const { rollout, known } = inputs;
  const path = `${pathOf(spec)}.stable`;
  const versions = new Set([
    ...endpointVersions(inputs),
    ...(rollout?.weights.map(({ version }) => version) ?? []),
  ]);
  if (spec.stable === null) {
    if (versions.size < 2) return [];
    const message = `"${spec.name}" has the versions ${quoted([...versions])} and needs \`stable\`: the one that takes all traffic without a weight file`;
    return [diagnostic('MCP1506', { at: spec.at, path: pathOf(spec), message })];
  }
  if (isUnversioned(inputs)) {
    const message = `the endpoints of "${spec.name}" carry no version, so \`stable: ${spec.stable}\` has no effect`;
    return [diagnostic('MCP1508', { at: spec.stableAt, path, message })];
  }
  if (versions.size === 0 || versions.has(spec.stable)) return [];
  const gone = known.has(spec.stable);
  const message = gone
    ? `the endpoints of "${spec.name}" ${spec.stable} have gone`
    : `"${spec.name}" has no version "${spec.stable}".${didYouMean(spec.stable, versions)}`;
  return [diagnostic('MCP1507', { at: spec.stableAt, path, message, severity: gone ? 'warning' : 'error' })];
}

function checkWeights(spec: Spec, inputs: TargetInputs, rollout: Rollout): Diagnostic[] {
  if (isUnversioned(inputs)) {
    const message = `the endpoints of "${spec.name}" carry no version, so its traffic cannot be split`;
    const first = inputs.endpoints?.endpoints[0]?.at;
    const places = first === undefined ? [] : [related(first, 'an endpoint without a version')];
    return [diagnostic('MCP1509', { at: rollout.targetAt, path: 'target', message, related: places })];
  }
  const found: Diagnostic[] = [];
  const live = new Set(endpointVersions(inputs));
  for (const { version, weight, at } of rollout.weights) {
    if (weight === 0 || live.has(version)) continue;
    const message = `"${spec.name}" ${version} has weight ${weight} but no endpoints: the other versions take its share`;
    found.push(diagnostic('MCP1510', { at, path: `weights.${version}`, message }));
  }
  const weighted = new Set(rollout.weights.map(({ version }) => version));
  for (const version of live) {
    if (weighted.has(version)) continue;
    const list = inputs.endpoints?.endpoints ?? [];
    const index = list.findIndex((endpoint) => endpoint.version === version);
    const at = list[index]?.at ?? rollout.weightsAt;
    const message = `"${spec.name}" ${version} has endpoints but no weight in ${rollout.file}: it gets 0`;
    const places = [related(rollout.weightsAt, 'the weights')];
    found.push(
      diagnostic('MCP1511', { at, path: `${spec.name}[${index}].version`, message, related: places }),
    );
  }
  return found;
}

function checkOverrides(spec: Spec, inputs: TargetInputs, rollout: Rollout): Diagnostic[] {
  if (isUnversioned(inputs)) return [];
  const live = new Set(endpointVersions(inputs));
  const named = new Set([...live, ...rollout.weights.map(({ version }) => version)]);
  if (spec.stable !== null) named.add(spec.stable);
  return rollout.overrides.flatMap(({ use, useAt: at }, i) => {
    if (live.has(use)) return [];
    const path = `overrides[${i}].use`;
    if (named.has(use) || inputs.known.has(use)) {
      const message = `"${spec.name}" ${use} has no endpoints: the override is off and its requests follow the weights`;
      return [diagnostic('MCP1513', { at, path, message })];
    }
    const message = `"${spec.name}" has no version "${use}".${didYouMean(use, named)}`;
    return [diagnostic('MCP1512', { at, path, message })];
  });
}

/** Versions that groups of nodes are pinned to. */
function checkPins(spec: Spec, inputs: TargetInputs): Diagnostic[] {
  const { rollout, pins, known } = inputs;
  const live = new Set(endpointVersions(inputs));
  const named = new Set([...live, ...(rollout?.weights.map(({ version }) => version) ?? [])]);
  if (spec.stable !== null) named.add(spec.stable);
  return pins.flatMap(({ version, at, path }) => {
    if (isUnversioned(inputs)) {
      const message = `the endpoints of "${spec.name}" carry no version, so no node can be pinned to "${version}"`;
      return [diagnostic('MCP1520', { at, path, message })];
    }
    if (live.has(version)) return [];
    if (named.has(version) || known.has(version)) {
      const message = `"${spec.name}" ${version} has no endpoints: the pin is off and its nodes follow the weights`;
      return [diagnostic('MCP1519', { at, path, message })];
    }
    const message = `"${spec.name}" has no version "${version}".${didYouMean(version, named)}`;
    return [diagnostic('MCP1518', { at, path, message })];
  });
}

const CLIENT_HEADER = 'x-client-id';

function checkSticky(spec: Spec, rollout: Rollout): Diagnostic[] {
  const { loadBalancing } = spec;
  if (!rollout.sticky || !('header' in loadBalancing) || loadBalancing.header === CLIENT_HEADER) return [];
  const message = `sticky needs ${CLIENT_HEADER} as the only hash key, but "${spec.name}" is balanced by ${loadBalancing.header}: clients would move`;
  const places = [related(spec.loadBalancingAt, 'the balancing')];
  return [diagnostic('MCP1514', { at: rollout.stickyAt, path: 'sticky', message, related: places })];
}

/** What is wrong between one target's entry in mesh.yaml, its endpoints and its weight file. */
export function checkTarget(spec: Spec, inputs: TargetInputs): Diagnostic[] {
  const { rollout } = inputs;
  const found = [...checkEndpoints(spec, inputs), ...checkStable(spec, inputs), ...checkPins(spec, inputs)];
  if (rollout === undefined) return found;
  return [
    ...found,
    ...checkWeights(spec, inputs, rollout),
    ...checkOverrides(spec, inputs, rollout),
    ...checkSticky(spec, rollout),
  ];
}
