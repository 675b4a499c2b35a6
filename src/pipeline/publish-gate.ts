import type { CompileInputs } from '../compile/model.ts';
import type { Code } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { decodeAny } from '../proto/codec.ts';
import { snapshotProblems } from '../snapshot/check.ts';
import type { GroupSnapshot, Resource, ResourceSet } from '../snapshot/model.ts';
import { isIpAddress } from '../yaml/ip.ts';
import { namedIn } from './named-resources.ts';
import { originsOf } from './origins.ts';

/** More than so many help nobody: they have one cause. */
const MOST = 20;

const CODES = { reference: 'MCP1901', name: 'MCP1902', weights: 'MCP1903' } as const;

/** Assignments that were found good; resources that do not change stay the same objects. */
const checked = new WeakSet<Resource>();

/**
 * The last look at what a compile made, before anything of it is published. What it finds is a fault of this
 * program and not of the operator, whose files passed every check before: still the sidecars stay whole.
 */
export function publishProblems(
  groups: readonly GroupSnapshot[],
  inputs: CompileInputs,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const add = (
    code: Code,
    group: GroupSnapshot,
    problem: Pick<Resource, 'type' | 'name'> & { message: string },
  ) => {
    const { type, name, message } = problem;
    const { service } = group.group;
    const [at = { file: inputs.topology.file, line: 1, column: 1 }] = originsOf(inputs, {
      service,
      type,
      names: [name],
      message: '',
    });
    const text = `for ${service}, ${message}`;
    found.set(text, diagnostic(code, { at, path: '', message: text }));
  };
  for (const group of groups) {
    for (const problem of snapshotProblems(group)) {
      if (found.size >= MOST) break;
      add(CODES[problem.kind], group, problem);
    }
    for (const problem of unnamed(group)) {
      if (found.size >= MOST) break;
      add('MCP1901', group, problem);
    }
    for (const resource of group.sets.eds.byName.values()) {
      if (found.size >= MOST || checked.has(resource)) continue;
      const bad = hostNames(resource);
      for (const address of bad) {
        const message = `the load assignment ${resource.name} has ${address}, which is no IP address`;
        add('MCP1904', group, { ...resource, message });
      }
      if (bad.length === 0) checked.add(resource);
    }
  }
  return [...found.values()];
}

/** What a resource names in its own bytes, whatever the compile says that it names. */
function* unnamed({
  sets,
  extra,
}: GroupSnapshot): Generator<Pick<Resource, 'type' | 'name'> & { message: string }> {
  for (const resource of [...sets.lds.byName.values(), ...sets.cds.byName.values()]) {
    const { type, name } = resource;
    const { routes, secrets, filters } = namedIn(resource);
    const wanted: readonly [string, ResourceSet | undefined, readonly string[]][] = [
      ['route configuration', sets.rds, routes],
      ['secret', extra?.sds, secrets],
      ['filter configuration', extra?.ecds, filters],
    ];
    for (const [what, set, names] of wanted) {
      for (const one of names) {
        if (set?.byName.has(one) === true) continue;
        const of = type === 'lds' ? 'listener' : 'cluster';
        yield { type, name, message: `the ${of} ${name} names the ${what} ${one}, which is not there` };
      }
    }
  }
}

/** EDS takes addresses as they are: Envoy rejects the whole assignment for one name in it. */
function hostNames({ any }: Resource): readonly string[] {
  const addresses: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      if ('socket_address' in value) {
        const { address } = value.socket_address as { readonly address?: string };
        addresses.push(address ?? '');
      } else Object.values(value).forEach(walk);
    }
  };
  walk(decodeAny(any));
  return addresses.filter((address) => !isIpAddress(address));
}
