import { suggest } from './suggest.ts';

/**
 * What of a file's content cannot be relied on, since an error stands there: a finding that rests on it might
 * vanish once that error is mended. Paths are those of diagnostics (`services.a.calls[0]`); `''` is the whole file.
 */
export interface Doubts {
  /** True if the value at the path, or one that it is part of, has an error. */
  at(path: string): boolean;
  /** As `at`, and true for an error in any part of the value too. */
  within(path: string): boolean;
  /** True if the name may stand under the path once its names are mended: `resolver`, where `Resolver` is refused. */
  mayName(path: string, name: string): boolean;
}

/**
 * What could be read of a file with errors, so that the same pass finds what else is wrong. It is no model: values
 * in error have their defaults, so nothing may be compiled or published from it.
 */
export interface Draft<T> {
  readonly sketch: T;
  readonly doubts: Doubts;
}

export interface DoubtsRecorder extends Doubts {
  add(path: string): void;
  /** A name under the path that cannot stand as it is written. */
  addName(path: string, name: string): void;
}

export const NO_DOUBTS: Doubts = Object.freeze({
  at: () => false,
  within: () => false,
  mayName: () => false,
});

export const ALL_IN_DOUBT: Doubts = Object.freeze({
  at: () => true,
  within: () => true,
  mayName: () => true,
});

/** A file without errors, beside others that have some. */
export function certain<T>(sketch: T): Draft<T> {
  return { sketch, doubts: NO_DOUBTS };
}

/** Where more names than these are wrong, any name may be meant by one. */
const MOST_NAMES = 100;

export function recordDoubts(): DoubtsRecorder {
  const paths = new Set<string>();
  /** All that a doubtful path is part of. */
  const wholes = new Set<string>();
  const names = new Map<string, string[]>();
  const at = (path: string): boolean => {
    if (paths.size === 0) return false;
    for (let above = path; above !== ''; above = parentOf(above)) if (paths.has(above)) return true;
    return paths.has('');
  };
  return {
    at,
    within: (path) => at(path) || wholes.has(path),
    mayName(path, name) {
      const wrong = names.get(path) ?? [];
      return at(path) || wrong.length > MOST_NAMES || suggest(name, wrong) !== null;
    },
    add(path) {
      paths.add(path);
      for (let above = path; above !== '';) {
        above = parentOf(above);
        if (wholes.has(above)) break;
        wholes.add(above);
      }
    },
    addName(path, name) {
      const wrong = names.get(path);
      if (wrong === undefined) names.set(path, [name]);
      else wrong.push(name);
    },
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('[')));
}
