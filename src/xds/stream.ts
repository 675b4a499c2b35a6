import { performance } from 'node:perf_hooks';
import type { GroupHandle, SnapshotSource } from '../snapshot/cache.ts';
import type { GroupSnapshot, ResourceSet, ResourceType } from '../snapshot/model.ts';
import type { FleetMember, FleetStreams } from './fleet.ts';
import { nodeFacts } from './session/node-group.ts';
import type { XdsLog, XdsMetrics } from './ports.ts';
import { resourceStatuses } from './resource-status.ts';
import type { ResponseCache } from './session/responses.ts';
import type { RuntimeLane } from './session/runtime-lane.ts';
import { Session } from './session/session.ts';
import type { Effect, SessionEvent } from './session/session-events.ts';
import { syncState, typeViews } from './sync.ts';
import type { Timings } from './session/timings.ts';
import type { ViewHistory } from './session/view.ts';
import type { RequestDecoder } from './wire/request-memo.ts';
import type { DiscoveryRequest } from './wire/request.ts';

export interface StreamContext {
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetStreams;
  readonly log: XdsLog;
  readonly metrics: XdsMetrics;
  readonly responses: ResponseCache;
  readonly lane: RuntimeLane;
  readonly history: ViewHistory;
  readonly timings: Timings;
  readonly requests: Readonly<Record<'sotw' | 'delta', RequestDecoder>>;
}

/** The transport's side of a stream. */
export interface StreamPort {
  readonly peer: string;
  /** Sends a framed message, which other streams may be sent too. */
  write(frame: Buffer): void;
  /** Ends the stream with INVALID_ARGUMENT. */
  reject(message: string): void;
}

export interface DiscoveryStream {
  /** A message came in. */
  receive(bytes: Uint8Array): void;
  /** The stream is over, for whatever reason. */
  close(): void;
}

export interface StreamKind {
  readonly id: number;
  readonly protocol: 'sotw' | 'delta';
  /** The type whose own service the stream came to; absent: an aggregated stream. */
  readonly only?: ResourceType;
}

/** Ties one stream's session to the clock, the snapshots and the fleet. */
export function openStream(
  { id, protocol, only }: StreamKind,
  port: StreamPort,
  context: StreamContext,
): DiscoveryStream {
  const { snapshots, fleet, metrics, lane } = context;
  const session = new Session({
    protocol,
    ...(only && { only }),
    responses: context.responses,
    lane,
    history: context.history,
    timings: context.timings,
  });
  const connectedAt = Date.now();
  const opened = performance.now();
  const requests = context.requests[protocol];
  let closed = false;
  let handle: GroupHandle | null = null;
  let member: FleetMember | null = null;
  let identity: { readonly nodeId: string; readonly service: string } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let timerAt = 0;
  /** Routes with weights that have come and are not the session's yet. */
  let routes: ResourceSet | null = null;
  /** Worked out once after each event: the fleet asks for it with every change of any stream of the group. */
  let synced: string | null | undefined;
  metrics.streamOpened({ protocol });

  const step = (event: SessionEvent): void => {
    if (closed) return;
    synced = undefined;
    let acked = false;
    for (const effect of session.step(event, performance.now())) {
      perform(effect);
      acked ||= effect.kind === 'acked';
    }
    schedule();
    tellAccepted();
    // The fleet will ask: now all that the answer takes is at hand, after a thousand other streams it is not.
    if (acked) knownSynced();
    if (member) fleet.changed(member);
  };
  const giveRoutes = (): void => {
    if (routes === null) return;
    const rds = routes;
    routes = null;
    step({ kind: 'plainRoutes', rds });
  };
  const schedule = (): void => {
    const { deadline } = session;
    if (timer && (deadline === null || deadline !== timerAt)) {
      clearTimeout(timer);
      timer = null;
    }
    // `perform` may have closed the stream.
    if (deadline === null || timer || closed) return;
    timerAt = deadline;
    timer = setTimeout(
      () => {
        timer = null;
        step({ kind: 'tick' });
      },
      Math.max(1, Math.ceil(deadline - performance.now())),
    );
  };
  const tellAccepted = (): void => {
    if (closed || !handle?.awaits()) return;
    synced = syncedVersion();
    if (synced !== null) handle.accepted(synced);
  };
  const perform = (effect: Effect): void => {
    switch (effect.kind) {
      case 'acquire':
        join(effect);
        return;
      case 'needPlainRoutes':
        handle?.needPlainRoutes((rds) => {
          // Never from within a step: the routes may be there already. A snapshot of the same publication comes before.
          if (routes === null) queueMicrotask(giveRoutes);
          routes = rds;
        });
        return;
      case 'send':
        metrics.push({ type: effect.type }, effect.bytes.length);
        context.log.debug(
          {
            nodeId: identity?.nodeId,
            service: identity?.service,
            type: effect.type,
            version: effect.version,
            resources: effect.resources,
          },
          'response sent',
        );
        port.write(effect.frame);
        return;
      case 'sendOther':
        port.write(effect.frame);
        return;
      case 'acked':
        metrics.ack({ type: effect.type });
        return;
      case 'nacked':
        metrics.nack({ type: effect.type });
        context.log.warn(
          { ...identity, type: effect.type, version: effect.version, error: effect.message },
          'a sidecar rejected a response',
        );
        handle?.refused(effect);
        return;
      case 'fail':
        metrics.badRequest();
        context.log.warn(
          { ...identity, peer: port.peer, reason: effect.message },
          'discovery stream refused',
        );
        close();
        port.reject(effect.message);
        return;
    }
  };
  const given = (snapshot: GroupSnapshot | null): void => {
    // Delta clients say themselves what they hold.
    const others = protocol === 'sotw' ? handle?.others?.().filter((one) => one !== snapshot) : undefined;
    const plainRoutes = routes;
    routes = null;
    step({ kind: 'snapshot', snapshot, others: others ?? NONE, ...(plainRoutes && { plainRoutes }) });
  };
  const join = ({ node, group, contract }: Extract<Effect, { readonly kind: 'acquire' }>): void => {
    identity = { nodeId: node.id, service: group.service };
    const { zone } = node.locality;
    const judges = contract !== null && only === undefined;
    const { id: nodeId, userAgentVersion: envoyVersion } = node;
    const holder = { streamId: id, nodeId, judges, envoyVersion, facts: nodeFacts(node) };
    const own = snapshots.acquire(
      group,
      (snapshot) => {
        given(snapshot);
      },
      holder,
    );
    handle = own;
    member = {
      id,
      group,
      syncedVersion: knownSynced,
      variant: () => session.state.snapshot?.group.variant,
      view: () => {
        const known = session.state.service !== 'unknown';
        return {
          streamId: id,
          nodeId,
          service: group.service,
          known,
          peer: port.peer,
          connectedAt,
          protocol,
          client: session.state.client,
          envoyVersion,
          zone: zone === '' ? null : zone,
          contract,
          state: known ? syncState(session.state, lane) : 'UNKNOWN_SERVICE',
          types: typeViews(session.state, lane, (at) => Math.round(connectedAt + at - opened)),
        };
      },
      resources: () => resourceStatuses(session.state),
    };
    fleet.join(member);
    context.log.info({ ...identity, peer: port.peer, protocol }, 'sidecar connected');
    // Behind the request that is being handled, so that events stay one after the other.
    queueMicrotask(() => {
      const current = own.current();
      if (current !== undefined && session.state.service === 'waiting') {
        given(current);
      }
    });
  };
  const knownSynced = (): string | null => (synced === undefined ? (synced = syncedVersion()) : synced);
  const syncedVersion = (): string | null => {
    const { snapshot, service } = session.state;
    if (!snapshot || service !== 'known') return null;
    return syncState(session.state, lane) === 'SYNCED' ? snapshot.version : null;
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    if (timer) clearTimeout(timer);
    handle?.release();
    if (member) fleet.leave(member);
    metrics.streamClosed({ protocol });
    if (identity) context.log.info({ ...identity, peer: port.peer, protocol }, 'sidecar disconnected');
  };

  return {
    receive(bytes) {
      if (closed) return;
      let request: DiscoveryRequest;
      try {
        request = requests.decode(bytes, session.wantsNode);
      } catch (error) {
        perform({ kind: 'fail', message: `not a discovery request: ${reason(error)}` });
        return;
      }
      step({ kind: 'request', request });
    },
    close,
  };
}

const NONE: readonly GroupSnapshot[] = Object.freeze([]);

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
