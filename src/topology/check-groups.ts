import { didYouMean } from '../diagnostics/suggest.ts';
import type { Sink } from '../yaml/sink.ts';
import { isUnknownService, noService } from './check-context.ts';
import type { GroupSpec, Topology } from './model.ts';

/** The rules for groups of nodes, among themselves and against services and adapters. */
export function checkGroups(topology: Topology, sink: Sink): void {
  const { groups } = topology;
  for (const [i, group] of groups.entries()) {
    checkName(group, groups.slice(0, i), sink);
    checkReferences(topology, group, sink);
    checkGifts(group, sink);
    checkReach(topology, group, { earlier: groups.slice(0, i), sink });
  }
}

function checkName({ name, path, at }: GroupSpec, earlier: readonly GroupSpec[], sink: Sink): void {
  const first = earlier.find((other) => other.name === name);
  if (first === undefined || name === '') return;
  const message = `two groups are named "${name}"`;
  const related = [{ ...first.at, message: 'the other one' }];
  sink.report('MCP1117', { at, path: `${path}.name`, message, related });
}

function checkReferences(topology: Topology, { services, versions, path }: GroupSpec, sink: Sink): void {
  for (const { name, at } of services ?? []) {
    if (!isUnknownService(topology, name, sink)) continue;
    const message = topology.adapters.has(name)
      ? `"${name}" is an adapter, and has no sidecars`
      : noService(topology, name);
    sink.report('MCP1118', { at, path: `${path}.match.services`, message });
  }
  const targets = [...topology.services.keys(), ...topology.adapters.keys()];
  for (const { target, targetAt: at, path: pin } of versions) {
    if (targets.includes(target)) continue;
    if (['services', 'adapters'].some((kind) => sink.doubts.mayName(kind, target))) continue;
    const message = `there is no service or adapter "${target}".${didYouMean(target, targets)}`;
    sink.report('MCP1119', { at, path: pin, message });
  }
}

/** A rule is there for what it gives. */
function checkGifts({ versions, zonePreference, name, path, at }: GroupSpec, sink: Sink): void {
  const { doubts } = sink;
  if (versions.length > 0 || zonePreference !== null) return;
  if (doubts.within(`${path}.versions`) || doubts.within(`${path}.zonePreference`)) return;
  const message = `the group "${name}" gives its nodes nothing: neither versions nor a zonePreference`;
  sink.report('MCP1120', { at, path, message });
}

interface Reach {
  readonly earlier: readonly GroupSpec[];
  readonly sink: Sink;
}

/** A rule that no node can come to. */
function checkReach(topology: Topology, group: GroupSpec, { earlier, sink }: Reach): void {
  const { name, path, at } = group;
  if (sink.doubts.within(`${path}.match`) || group.services?.length === 0) return;
  const first = earlier.find(
    (other) => !sink.doubts.within(`${other.path}.match`) && takesAll(other, group, topology),
  );
  if (first !== undefined) {
    const message = `no node comes to the group "${name}": "${first.name}" takes all of its nodes before`;
    const related = [{ ...first.at, message: 'taken here' }];
    sink.report('MCP1121', { at, path, message, related });
  }
}

/** Whether each node of `inner` is one of `outer`, as far as the conditions tell. */
function takesAll(outer: GroupSpec, inner: GroupSpec, topology: Topology): boolean {
  const wanted = inner.services?.map(({ name }) => name) ?? [...topology.services.keys()];
  const taken = outer.services?.map(({ name }) => name);
  if (taken !== undefined && !wanted.every((name) => taken.includes(name))) return false;
  return outer.conditions.every(({ path, values }) =>
    inner.conditions.some((own) => own.path === path && own.values.every((value) => values.includes(value))),
  );
}
