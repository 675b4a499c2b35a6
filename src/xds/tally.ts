import type { ResourceType } from '../snapshot/model.ts';
import type { XdsMetrics } from './ports.ts';

interface Counts {
  pushes: number;
  bytes: number;
  acks: number;
}

/**
 * Counts responses and ACKs in numbers first, and hands them on once for many: a labelled metric takes a microsecond,
 * and a change of a fleet of 5,000 is 10,000 of them. What is rare goes through as it comes.
 */
export function tallied(metrics: XdsMetrics, defer: (task: () => void) => void): XdsMetrics {
  const counts = new Map<ResourceType, Counts>();
  let scheduled = false;
  const tell = (): void => {
    scheduled = false;
    for (const [type, { pushes, bytes, acks }] of counts) {
      if (pushes > 0) metrics.push({ type }, bytes, pushes);
      if (acks > 0) metrics.ack({ type }, acks);
    }
    counts.clear();
  };
  const of = (type: ResourceType): Counts => {
    if (!scheduled) {
      scheduled = true;
      defer(tell);
    }
    let own = counts.get(type);
    if (!own) counts.set(type, (own = { pushes: 0, bytes: 0, acks: 0 }));
    return own;
  };
  return {
    ...metrics,
    push({ type }, bytes, times = 1) {
      const own = of(type);
      own.pushes += times;
      own.bytes += bytes;
    },
    ack({ type }, times = 1) {
      of(type).acks += times;
    },
  };
}
