import type { Fault } from './fault.ts';
import type { DeliveryLog, Explain, Explanation, HeldView } from './ports.ts';
import { heldView } from './views.ts';
import type { Hold } from './wave-model.ts';

export interface HoldsOptions {
  readonly explain: Explain;
  readonly log: DeliveryLog;
  /** Nodes that rejected it, whenever that was. */
  readonly judges: (fault: Fault) => readonly string[];
  /** When it began, if that was before a restart. */
  readonly heldSince: (service: string, fault: Fault) => number | null;
  /** A view has changed. */
  readonly changed: () => void;
}

const NOT_EXPLAINED: Explanation = Object.freeze({ origins: [] });

/** What is known of the faults for which snapshots are held: each is explained once, then told. */
export class Holds {
  readonly #options: HoldsOptions;
  readonly #explained = new WeakMap<Fault, Explanation>();

  constructor(options: HoldsOptions) {
    this.#options = options;
  }

  view(hold: Hold, rest: Pick<HeldView, 'service' | 'envoy' | 'sidecars'>): HeldView {
    const { fault } = hold;
    const judges = fault ? this.#options.judges(fault) : [];
    const since = (fault && this.#options.heldSince(rest.service, fault)) ?? hold.since;
    return heldView(hold.since === since ? hold : { ...hold, since }, {
      ...rest,
      judges,
      ...((fault && this.#explained.get(fault)) ?? NOT_EXPLAINED),
    });
  }

  /** Finds the place in the operator's files before it tells. */
  async tell(service: string, hold: Hold): Promise<void> {
    const { log, explain, judges, changed } = this.#options;
    const { fault } = hold;
    if (fault && !this.#explained.has(fault)) {
      this.#explained.set(fault, NOT_EXPLAINED);
      const by = hold.by.length > 0 ? hold.by : judges(fault);
      this.#explained.set(fault, await explain({ service, fault, by }).catch(() => NOT_EXPLAINED));
      changed();
    }
    const { by, type, resources, error, origins } = this.view(hold, { service, envoy: '', sidecars: 0 });
    log.warn(
      { service, reason: hold.reason, by, type, resources, error, origins },
      hold.reason === 'quarantined'
        ? 'A sidecar rejected the newest snapshot: the last accepted one goes on serving'
        : 'Sidecars do not answer to the newest snapshot: it is tried again later',
    );
  }
}
