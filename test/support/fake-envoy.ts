import type { EnvoyRunner, Verdict } from '../../src/validate/runner.ts';

export interface FakeEnvoy extends EnvoyRunner {
  /** Bootstraps that it was given. */
  readonly runs: Uint8Array[];
  /** From now on it cannot be run, for this reason; null: it can. */
  broken: string | null;
}

/** An Envoy that rejects every bootstrap in which one of the words stands. */
export function fakeEnvoy(...words: readonly string[]): FakeEnvoy {
  const runs: Uint8Array[] = [];
  const envoy: FakeEnvoy = {
    runs,
    broken: null,
    validate(bootstrap): Promise<Verdict> {
      runs.push(bootstrap);
      if (envoy.broken !== null) return Promise.resolve({ kind: 'unknown', reason: envoy.broken });
      const text = Buffer.from(bootstrap).toString('latin1');
      const word = words.find((one) => text.includes(one));
      return Promise.resolve(
        word === undefined ? { kind: 'accepted' } : { kind: 'rejected', error: `found ${word}` },
      );
    },
  };
  return envoy;
}
