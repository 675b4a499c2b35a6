import type { Resource } from './model.ts';

/** Equal for resources of the same type, name and content. */
export function contentOf({ type, name, version }: Pick<Resource, 'type' | 'name' | 'version'>): string {
  return `${type} ${version} ${name}`;
}
