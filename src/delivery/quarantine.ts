import { hasFault } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Generation } from './structure.ts';

/** A verdict for all sidecars that run the same minor version of Envoy. */
export interface Verdict {
  readonly fault: Fault;
  readonly envoy: string;
  readonly service: string;
  /** Nodes that rejected it. */
  readonly by: readonly string[];
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Older verdicts than so many are forgotten: what comes back costs one canary once more. */
const MOST_VERDICTS = 256;

/** Contents that sidecars rejected. They are remembered after a fix, so that a revert to them reaches nobody. */
export class Quarantine {
  #verdicts: readonly Verdict[] = [];
  /** From before a restart. */
  readonly #restored = new Set<Fault>();
  /** Services that have accepted their newest since the restart: what is held of them later begins anew. */
  readonly #movedOn = new Set<string>();

  restore(verdicts: readonly Verdict[]): void {
    for (const verdict of [...verdicts].reverse()) {
      this.add(verdict);
      this.#restored.add(verdict.fault);
    }
  }

  movedOn(service: string): void {
    this.#movedOn.add(service);
  }

  /** When a service's hold began that goes on over a restart; null: it began with this process, or is another's. */
  heldSince(service: string, fault: Fault): number | null {
    if (this.#movedOn.has(service) || !this.#restored.has(fault)) return null;
    return this.of(fault)?.since ?? null;
  }

  add(verdict: Verdict): void {
    this.#verdicts = [verdict, ...this.#verdicts].slice(0, MOST_VERDICTS);
  }

  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }

  of(fault: Fault): Verdict | undefined {
    return this.#verdicts.find((verdict) => verdict.fault === fault);
  }

  release(faults: ReadonlySet<Fault>): void {
    this.#verdicts = this.#verdicts.filter(({ fault }) => !faults.has(fault));
  }

  /** What speaks against giving the candidate to those that have the accepted one. */
  find(envoy: string, candidate: Generation, accepted: Generation): Fault | null {
    for (const verdict of this.#verdicts) {
      if (verdict.envoy !== envoy) continue;
      for (const [key, snapshot] of candidate.groups) {
        const pair = { candidate: snapshot, accepted: accepted.groups.get(key) };
        if (hasFault(pair, verdict.fault)) return verdict.fault;
      }
    }
    return null;
  }
}
