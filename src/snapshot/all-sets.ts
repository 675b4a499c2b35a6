import type { CompiledType, ExtraType, GroupSnapshot, ResourceSet } from './model.ts';

/** Every set of a snapshot with its type, the mesh's own first. */
export function allSets({
  sets,
  extra,
}: Pick<GroupSnapshot, 'sets' | 'extra'>): readonly (readonly [CompiledType | ExtraType, ResourceSet])[] {
  return Object.entries({ ...sets, ...extra }) as [CompiledType | ExtraType, ResourceSet][];
}
