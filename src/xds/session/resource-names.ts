import type { ResourceType } from '../../snapshot/model.ts';

/** What a subscription sees of a resource. */
export interface Named {
  readonly name: string;
  readonly aliases?: readonly string[] | undefined;
}

const SCHEME = 'xdstp:';

/**
 * Equal names in one form: the context parameters of an `xdstp:` name mean the same in any order, so they are
 * sorted. What follows `#` says how to fetch the resource and is no part of its name. Any other name is opaque.
 */
export function canonicalName(name: string): string {
  if (!name.startsWith(SCHEME)) return name;
  const [plain = ''] = name.split('#', 1);
  const mark = plain.indexOf('?');
  if (mark < 0) return plain;
  const parameters = plain
    .slice(mark + 1)
    .split('&')
    .filter((parameter) => parameter !== '')
    .sort();
  const path = plain.slice(0, mark);
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

/** Resources that one name stands for. */
export interface Collection {
  /** As the client wrote it, in canonical form. */
  readonly name: string;
  includes(name: string): boolean;
}

/**
 * The collection that a name stands for, or null for the name of one resource. `xdstp://…/<path>/*` is every
 * resource right below the path with the same context parameters; the name of a route configuration is, in VHDS,
 * every virtual host below it.
 */
export function collectionOf(type: ResourceType, name: string): Collection | null {
  if (name.startsWith(SCHEME)) {
    const mark = name.indexOf('?');
    const [path, parameters] = mark < 0 ? [name, ''] : [name.slice(0, mark), name.slice(mark)];
    if (!path.endsWith('/*')) return null;
    const folder = path.slice(0, -1);
    return {
      name,
      includes: (one) => {
        if (!one.startsWith(folder) || !one.endsWith(parameters)) return false;
        const last = one.slice(folder.length, one.length - parameters.length);
        return last !== '' && last !== '*' && !/[/?]/.test(last);
      },
    };
  }
  return type === 'vhds' ? { name, includes: (one) => one.startsWith(`${name}/`) } : null;
}
