import { hash } from 'node:crypto';
import type { GroupSnapshot, Resource, ResourceSet } from '../snapshot/model.ts';

export function contentHash(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex').slice(0, 16);
}

/** Resources of one type as a set, as a compile makes them. */
export function setOf(resources: Iterable<Resource>): ResourceSet {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = sorted.map(({ name, version }) => `${name} ${version}`).join('\n');
  const byName = new Map(sorted.map((resource) => [resource.name, resource]));
  return Object.freeze({ version: contentHash(text), byName });
}

/** A snapshot of other contents, with the version that these have. */
export function snapshotWith(
  base: GroupSnapshot,
  { sets, splits }: Pick<GroupSnapshot, 'sets' | 'splits'>,
): GroupSnapshot {
  const versions = Object.entries({ ...base.extra, ...sets }).map(
    ([type, { version }]) => `${type} ${version}`,
  );
  const version = contentHash([...versions, JSON.stringify(splits)].join('\n'));
  return Object.freeze({ ...base, version, sets: Object.freeze(sets), splits });
}
