import { performance } from 'node:perf_hooks';
import type { ResourceType } from '../../src/snapshot/model.ts';
import { createAnswers } from './answers.ts';
import type { Holdings } from './knowledge.ts';
import { Sidecar } from './sidecar.ts';
import type { SidecarEvents } from './sidecar.ts';

export interface FleetOptions {
  /** `127.0.0.1:18000` */
  readonly address: string;
  /** Sidecars take turns at them. */
  readonly services: readonly string[];
  readonly count: number;
  /** By service; absent: they come for the first time. */
  readonly holdings?: ReadonlyMap<string, Holdings>;
  /** Called when a sidecar loses its stream. */
  readonly onLost: (error: Error) => void;
}

export interface Storm {
  /** Milliseconds from the first connection attempt until each was settled. */
  readonly settled: readonly number[];
  /** Resources that came, all together. */
  readonly resources: number;
  readonly bytes: number;
}

export interface Arrivals {
  /** `performance.now()` at which each sidecar had the response. */
  readonly at: readonly number[];
  /** Bytes received by each on average. */
  readonly bytes: number;
}

/** Sidecars in this process, each on a connection of its own, over delta ADS. */
export interface BenchFleet {
  /** Resolves when all are settled. Rejects after `limit` milliseconds. */
  storm(limit: number): Promise<Storm>;
  /** Begins to wait for the next response of the type with a resource in it at every sidecar; call before its cause. */
  expect(type: ResourceType, limit: number): Promise<Arrivals>;
  close(): void;
}

export function startFleet(options: FleetOptions): BenchFleet {
  const { address, services, count, holdings, onLost } = options;
  const at = address.lastIndexOf(':');
  const endpoint = { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
  const answers = createAnswers();
  const sidecars: Sidecar[] = [];
  const started = performance.now();
  const settled: number[] = [];
  const all = Promise.withResolvers<undefined>();
  let resources = 0;
  let awaited: {
    readonly type: ResourceType;
    readonly seen: Map<Sidecar, number>;
    done(): void;
  } | null = null;

  const events: SidecarEvents = {
    response(sidecar, type, found) {
      resources += found;
      if (awaited?.type !== type || found === 0 || awaited.seen.has(sidecar)) return;
      awaited.seen.set(sidecar, performance.now());
      if (awaited.seen.size === count) awaited.done();
    },
    settled() {
      settled.push(performance.now() - started);
      if (settled.length === count) all.resolve(undefined);
    },
    lost: onLost,
  };
  for (let index = 0; index < count; index += 1) {
    const service = services[index % services.length] ?? '';
    const held = holdings?.get(service) ?? null;
    const id = `${service}-${index}`;
    sidecars.push(new Sidecar({ ...endpoint, service, id, holdings: held, answers, events }));
  }
  const bytes = (): number => sidecars.reduce((sum, { received }) => sum + received, 0);

  return {
    async storm(limit) {
      await within(limit, all.promise, () => `${settled.length} of ${count} sidecars were settled`);
      return { settled, resources, bytes: bytes() };
    },
    async expect(type, limit) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const seen = new Map<Sidecar, number>();
      const before = bytes();
      awaited = {
        type,
        seen,
        done: () => {
          resolve(undefined);
        },
      };
      await within(limit, promise, () => `${seen.size} of ${count} sidecars had the change`);
      awaited = null;
      return { at: [...seen.values()], bytes: (bytes() - before) / count };
    },
    close() {
      for (const sidecar of sidecars) sidecar.close();
    },
  };
}

/** What a service's sidecars hold now, found out by one that asks for it all. */
export async function scoutHoldings(address: string, service: string): Promise<Holdings> {
  const at = address.lastIndexOf(':');
  const { promise, resolve, reject } = Promise.withResolvers<Sidecar>();
  const scout = new Sidecar({
    host: address.slice(0, at),
    port: Number(address.slice(at + 1)),
    service,
    id: `${service}-scout`,
    holdings: null,
    scout: true,
    answers: createAnswers(),
    events: { response: () => undefined, settled: resolve, lost: reject },
  });
  const { holdings } = await promise;
  scout.close();
  return { types: holdings };
}

async function within(limit: number, promise: Promise<unknown>, so: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`after ${limit} ms ${so()}`));
    }, limit);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
