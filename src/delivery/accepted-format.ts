import type { GroupSnapshot, Resource, ResourceSet } from '../snapshot/model.ts';
import { seal, unseal } from '../snapshot/sealed.ts';
import type { VariantRules } from '../snapshot/variants.ts';
import type { Verdict } from './quarantine.ts';

/**
 * What is kept over a restart: the snapshots that sidecars accepted last, and what they rejected. The index names the
 * bytes of each resource by their digest, so that what does not change is written once; secrets stay out of both.
 */
const FORMAT = 1;

export interface Accepted {
  readonly groups: readonly GroupSnapshot[];
  readonly verdicts: readonly Verdict[];
  /** How nodes were told apart; absent: they were not. */
  readonly variants?: VariantRules;
}

type SavedResource = Omit<Resource, 'any' | 'type'> & { readonly digest: string };
type SavedSet = { readonly version: string; readonly resources: readonly SavedResource[] };
type SavedGroup = Pick<GroupSnapshot, 'group' | 'version' | 'splits'> & {
  readonly sets: Readonly<Record<string, SavedSet>>;
};
type SavedVerdict = Omit<Verdict, 'fault'> & {
  readonly fault: {
    readonly type: string;
    readonly batch: readonly (readonly [string, string])[];
    readonly error: string;
  };
};
interface Saved {
  readonly groups: readonly SavedGroup[];
  readonly verdicts: readonly SavedVerdict[];
  readonly variants?: VariantRules | undefined;
}

const OWN: ReadonlySet<string> = new Set(['lds', 'rds', 'cds', 'eds']);
const SECRET = 'sds';

/** All resources whose bytes the index will name. */
export function keptResources(groups: readonly GroupSnapshot[]): ReadonlySet<Resource> {
  return new Set(groups.flatMap((group) => keptSets(group).flatMap(([, set]) => [...set.byName.values()])));
}

function keptSets({ sets, extra }: GroupSnapshot): readonly (readonly [string, ResourceSet])[] {
  return Object.entries({ ...extra, ...sets }).filter(([type]) => type !== SECRET);
}

/** `digestOf` gives the digest under which a resource's bytes are kept. */
export function packIndex(accepted: Accepted, digestOf: (resource: Resource) => string): string {
  const groups = accepted.groups.map((snapshot): SavedGroup => {
    const { group, version, splits } = snapshot;
    const sets = keptSets(snapshot).map(([type, set]): readonly [string, SavedSet] => {
      const resources = [...set.byName.values()].map((resource) => {
        const { any: _bytes, type: _type, ...rest } = resource;
        return { ...rest, digest: digestOf(resource) };
      });
      return [type, { version: set.version, resources }];
    });
    return { group, version, splits, sets: Object.fromEntries(sets) };
  });
  const verdicts = accepted.verdicts.map(({ fault, ...rest }) => ({
    ...rest,
    fault: { ...fault, batch: [...fault.batch] },
  }));
  return seal(FORMAT, { groups, verdicts, variants: accepted.variants } satisfies Saved);
}

/**
 * `bytesOf` gives the bytes of a digest, checked. Throws an Error with a sentence for the operator if the text is
 * not a whole index of this format.
 */
export async function unpackIndex(
  text: string,
  bytesOf: (digest: string) => Promise<Uint8Array>,
): Promise<Accepted> {
  const saved = unseal(text, { format: FORMAT, what: 'an index of accepted snapshots' }) as Saved;
  const made = new Map<string, Resource>();
  const resourceOf = async (
    type: Resource['type'],
    { digest, ...rest }: SavedResource,
  ): Promise<Resource> => {
    const key = `${type} ${rest.name} ${digest}`;
    const known = made.get(key);
    if (known) return known;
    const resource = Object.freeze({ ...rest, type, any: await bytesOf(digest) });
    made.set(key, resource);
    return resource;
  };
  const groups: GroupSnapshot[] = [];
  for (const { sets, ...rest } of saved.groups) {
    const restored: Record<string, ResourceSet> = {};
    for (const [type, { version, resources }] of Object.entries(sets)) {
      const byName = new Map<string, Resource>();
      for (const one of resources) byName.set(one.name, await resourceOf(type as Resource['type'], one));
      restored[type] = { version, byName };
    }
    const own = Object.fromEntries(Object.entries(restored).filter(([type]) => OWN.has(type)));
    const extra = Object.fromEntries(Object.entries(restored).filter(([type]) => !OWN.has(type)));
    groups.push({
      ...rest,
      sets: own as GroupSnapshot['sets'],
      ...(Object.keys(extra).length > 0 && { extra }),
    });
  }
  const verdicts = saved.verdicts.map(({ fault, ...rest }): Verdict => ({
    ...rest,
    fault: { type: fault.type as Verdict['fault']['type'], batch: new Map(fault.batch), error: fault.error },
  }));
  return { groups, verdicts, ...(saved.variants && { variants: saved.variants }) };
}
