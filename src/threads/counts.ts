import type { ResourceType } from '../snapshot/model.ts';
import type { XdsMetrics } from '../xds/ports.ts';

/** How often something happened since it was last told. */
export interface Count {
  readonly event: keyof XdsMetrics;
  /** The value of the event's label; empty where it has none. */
  readonly label: string;
  readonly times: number;
  /** Of all of them together. */
  readonly bytes: number;
}

/** Metrics that are summed up until they are taken. */
export interface Counter extends XdsMetrics {
  take(): readonly Count[];
}

/** `noted` is called with the first event after each `take`. */
export function createCounter(noted: () => void): Counter {
  let counts = new Map<string, { -readonly [K in keyof Count]: Count[K] }>();
  const add = (
    event: Count['event'],
    label: string,
    { times, bytes = 0 }: { times: number; bytes?: number },
  ): void => {
    const key = `${event} ${label}`;
    const count = counts.get(key);
    if (count) {
      count.times += times;
      count.bytes += bytes;
      return;
    }
    counts.set(key, { event, label, times, bytes });
    if (counts.size === 1) noted();
  };
  return {
    streamOpened: ({ protocol }, times = 1) => {
      add('streamOpened', protocol, { times });
    },
    streamClosed: ({ protocol }, times = 1) => {
      add('streamClosed', protocol, { times });
    },
    push: ({ type }, bytes, times = 1) => {
      add('push', type, { times, bytes });
    },
    ack: ({ type }, times = 1) => {
      add('ack', type, { times });
    },
    nack: ({ type }, times = 1) => {
      add('nack', type, { times });
    },
    badRequest: (times = 1) => {
      add('badRequest', '', { times });
    },
    streamDelayed: (times = 1) => {
      add('streamDelayed', '', { times });
    },
    clientCut: ({ reason }, times = 1) => {
      add('clientCut', reason, { times });
    },
    clientRefused: ({ reason }, times = 1) => {
      add('clientRefused', reason, { times });
    },
    connectionAsked: ({ reason }, times = 1) => {
      add('connectionAsked', reason, { times });
    },
    take() {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
  };
}

/** Adds what a thread has counted. */
export function addCount(metrics: XdsMetrics, { event, label, times, bytes }: Count): void {
  switch (event) {
    case 'streamOpened':
    case 'streamClosed':
      // What a counter of ours has taken for a label is one.
      metrics[event]({ protocol: label as 'sotw' | 'delta' }, times);
      return;
    case 'push':
      metrics.push({ type: label as ResourceType }, bytes, times);
      return;
    case 'ack':
    case 'nack':
      metrics[event]({ type: label as ResourceType }, times);
      return;
    case 'badRequest':
    case 'streamDelayed':
      metrics[event](times);
      return;
    case 'clientCut':
    case 'clientRefused':
    case 'connectionAsked':
      metrics[event]({ reason: label }, times);
      return;
  }
}
