import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/create.ts';
import { originsOf, questionAbout } from '../pipeline/origins.ts';
import { defaultGroup } from '../snapshot/groups.ts';
import type { Resource } from '../snapshot/model.ts';
import { createEnvoyRunner } from '../validate/runner.ts';
import { createValidator } from '../validate/validator.ts';
import type { Offline } from './offline.ts';

export interface Validated {
  readonly rejected: readonly Diagnostic[];
  /** Why not all is known: that Envoy could not be run. Null: all is known. */
  readonly unknown: string | null;
}

/** What an Envoy rejects of all that the services' sidecars would be given. */
export async function validate(
  envoy: string,
  { inputs, compiled }: NonNullable<Offline['joined']>,
): Promise<Validated> {
  const users = new Map<Resource, string>();
  for (const service of compiled.services) {
    const { sets } = compiled.group(defaultGroup(service)) ?? {};
    const plain = compiled.plainRoutes(defaultGroup(service));
    for (const set of [...Object.values(sets ?? {}), ...(plain ? [plain] : [])]) {
      for (const resource of set.byName.values()) if (!users.has(resource)) users.set(resource, service);
    }
  }
  const { rejected, unknown } = await createValidator(createEnvoyRunner({ binary: envoy })).check(
    users.keys(),
  );
  const found = new Map<string, Diagnostic>();
  for (const one of rejected) {
    const service = users.get(one.resource) ?? '';
    const places = originsOf(inputs, questionAbout({ ...one, service }));
    const [at = { file: inputs.topology.file, line: 1, column: 1 }, ...others] = places;
    const { type, name } = one.resource;
    const message = `for ${service}, Envoy rejects ${type} ${name}: ${one.error.replaceAll(/\s+/g, ' ').trim()}`;
    const related = others.map((place) => ({ ...place, message: 'and here' }));
    const told = diagnostic('MCP1905', { at, path: '', message, ...(related.length > 0 && { related }) });
    // The routes with and without weights are told once.
    found.set(`${type} ${name}`, told);
  }
  return { rejected: [...found.values()], unknown };
}
