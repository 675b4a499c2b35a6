import type { ResourceType } from '../../snapshot/model.ts';
import type { ResponseCache } from './responses.ts';
import type { Timings } from './timings.ts';
import type { TypeState } from './type-state.ts';
import { isAbsent } from './view.ts';
import type { Lifetime } from '../wire/response.ts';

/** Heartbeats in a lifetime: two may be lost. */
const HEARTBEATS = 3;

/** The types that SotW Envoys may be given a lifetime for: 1.40 crashes when one of the others expires. */
const MAY_EXPIRE_IN_SOTW: ReadonlySet<ResourceType> = new Set<ResourceType>(['lds', 'cds']);

/**
 * How long a client keeps resources of this type; null: for ever. Weights never expire: without them each version of a
 * target would get the same share.
 */
export function lifetimeOf(
  protocol: 'sotw' | 'delta',
  type: ResourceType,
  { resourceTtl }: Timings,
): Lifetime | null {
  if (resourceTtl === 0 || type === 'rtds') return null;
  if (protocol === 'sotw' && !MAY_EXPIRE_IN_SOTW.has(type)) return null;
  return { milliseconds: resourceTtl, heartbeat: false };
}

interface Prolongation {
  readonly protocol: 'sotw' | 'delta';
  readonly timings: Timings;
  readonly responses: ResponseCache;
  readonly now: number;
  readonly wake: (at: number) => void;
}

/**
 * The heartbeat that is due for what the client was sent; null: none now. Heartbeats go out whatever is under way: the
 * client may withhold its answer, as Envoy does while its clusters warm, and what it held before would expire
 * meanwhile. In SotW the resources go along, since Envoy takes listeners and clusters for gone where a response has
 * nothing but heartbeats; the answer then is one to what is under way. Else it says nothing.
 */
export function prolong(own: TypeState, context: Prolongation): Buffer | null {
  const { protocol, timings, responses, now, wake } = context;
  const lifetime = lifetimeOf(protocol, own.type, timings);
  if (lifetime === null || !own.answered) return null;
  own.prolongedAt ??= now;
  const interval = lifetime.milliseconds / HEARTBEATS;
  if (now < own.prolongedAt + interval) {
    wake(own.prolongedAt + interval);
    return null;
  }
  own.prolongedAt = now;
  wake(now + interval);
  const view = own.sent;
  const resources = [...view.items.values()].filter((item) => !isAbsent(item));
  if (resources.length === 0) return null;
  const encoded = responses.encode(
    {
      protocol,
      type: own.type,
      view,
      resources,
      removed: [],
      // Envoy takes for a heartbeat only what names the version that it holds.
      version: own.lastVersion,
      lifetime: { ...lifetime, heartbeat: protocol === 'delta' },
    },
    own.lastSequence,
  );
  own.lastNonce = encoded.nonce;
  const last = own.inflight.at(-1);
  if (last && protocol === 'sotw') last.heartbeat = encoded.nonce;
  own.lastSequence = encoded.sequence;
  return encoded.frame;
}
