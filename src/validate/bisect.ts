/** What was found of a rejected set. */
export interface Culprits<T> {
  /** Each is rejected by itself, and no part of it is: one member, or several that are rejected only together. */
  readonly sets: readonly (readonly T[])[];
  /** False where the search was broken off: then there may be more than these. */
  readonly complete: boolean;
}

export interface BisectOptions<T> {
  /** Whether these, beside what is beyond doubt, are rejected. */
  rejects(members: readonly T[]): Promise<boolean>;
  /** At most so many questions. Default 64. */
  readonly most?: number;
}

/** The search has asked enough. */
class Enough extends Error {}

/**
 * Finds what in a rejected set is at fault by asking for halves: about 2 k log₂ n questions for k culprits among n.
 * Halves that are accepted while the whole is rejected hold members that fail only together; these are narrowed
 * down to a set of which none can be left out. The set itself has to be rejected.
 */
export async function bisect<T>(members: readonly T[], options: BisectOptions<T>): Promise<Culprits<T>> {
  const sets: (readonly T[])[] = [];
  let left = options.most ?? 64;
  const rejects = async (some: readonly T[]): Promise<boolean> => {
    if (some.length === 0) return false;
    if (left <= 0) throw new Enough();
    left -= 1;
    return options.rejects(some);
  };
  const search = async (some: readonly T[]): Promise<void> => {
    if (some.length <= 1) {
      sets.push(some);
      return;
    }
    const [first, second] = halves(some);
    const bad = await Promise.all([rejects(first), rejects(second)]);
    if (bad[0]) await search(first);
    if (bad[1]) await search(second);
    if (bad[0] || bad[1]) return;
    sets.push(await together(some, [], rejects));
  };
  try {
    await search(members);
    return { sets, complete: true };
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    return { sets, complete: false };
  }
}

/** The members of `some` that are needed for `some` and `rest` to be rejected together. */
async function together<T>(
  some: readonly T[],
  rest: readonly T[],
  rejects: (members: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (some.length <= 1) return some;
  const [first, second] = halves(some);
  if (await rejects([...first, ...rest])) return together(first, rest, rejects);
  if (await rejects([...second, ...rest])) return together(second, rest, rejects);
  const ofFirst = await together(first, [...second, ...rest], rejects);
  const ofSecond = await together(second, [...ofFirst, ...rest], rejects);
  return [...ofFirst, ...ofSecond];
}

function halves<T>(some: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = Math.ceil(some.length / 2);
  return [some.slice(0, middle), some.slice(middle)];
}
