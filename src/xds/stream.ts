import { performance } from 'node:perf_hooks';
import type { GroupHandle, SnapshotSource } from '../snapshot/cache.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet, ResourceType } from '../snapshot/model.ts';
import type { FleetMember, FleetStreams, SidecarView } from './fleet.ts';
import type { XdsLog, XdsMetrics } from './ports.ts';
import { resourceStatuses } from './resource-status.ts';
import type { ResourceStatuses } from './resource-status.ts';
import { nodeFacts } from './session/node-group.ts';
import type { ResponseCache } from './session/responses.ts';
import type { RuntimeLane } from './session/runtime-lane.ts';
import type { Effect, SessionEvent } from './session/session-events.ts';
import type { Sessions, StreamSession } from './session/stream-session.ts';
import { syncState, typeViews } from './sync.ts';
import { TypeClock } from './type-clock.ts';
import type { WireNode } from './wire/node.ts';
import type { RequestDecoder } from './wire/request-memo.ts';
import type { DiscoveryRequest } from './wire/request.ts';

export interface StreamContext {
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetStreams;
  readonly log: XdsLog;
  readonly metrics: XdsMetrics;
  readonly sessions: Sessions;
  readonly responses: ResponseCache;
  readonly lane: RuntimeLane;
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
export function openStream(kind: StreamKind, port: StreamPort, context: StreamContext): DiscoveryStream {
  return new Stream(kind, port, context);
}

type Acquire = Extract<Effect, { readonly kind: 'acquire' }>;

/** What a first request tells, and what comes of it. */
interface Member {
  readonly group: NodeGroup;
  readonly node: Pick<WireNode, 'id' | 'userAgentVersion'> & { readonly zone: string };
  readonly contract: number | null;
  readonly handle: GroupHandle;
}

/** A session with its clock, snapshots and place in the fleet, in few objects: a fleet has thousands of streams. */
class Stream implements DiscoveryStream, FleetMember {
  readonly id: number;
  readonly #protocol: 'sotw' | 'delta';
  readonly #only: ResourceType | undefined;
  readonly #port: StreamPort;
  readonly #context: StreamContext;
  readonly #session: StreamSession;
  readonly #clock = new TypeClock();
  readonly #connectedAt = Date.now();
  readonly #opened = performance.now();
  #member: Member | null = null;
  #closed = false;
  #timer: NodeJS.Timeout | null = null;
  #timerAt = 0;
  /** Routes with weights that have come and are not the session's yet. */
  #routes: ResourceSet | null = null;

  constructor({ id, protocol, only }: StreamKind, port: StreamPort, context: StreamContext) {
    this.id = id;
    this.#protocol = protocol;
    this.#only = only;
    this.#port = port;
    this.#context = context;
    this.#session = context.sessions.open(protocol, only);
    context.metrics.streamOpened({ protocol });
  }

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    let request: DiscoveryRequest;
    try {
      request = this.#context.requests[this.#protocol].decode(bytes, this.#session.wantsNode);
    } catch (error) {
      this.#fail(`not a discovery request: ${reason(error)}`);
      return;
    }
    this.#step({ kind: 'request', request });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { fleet, metrics, log } = this.#context;
    if (this.#timer) clearTimeout(this.#timer);
    this.#member?.handle.release();
    if (this.#member) fleet.leave(this);
    metrics.streamClosed({ protocol: this.#protocol });
    if (this.#member) log.info({ ...this.#identity(), ...this.#connection() }, 'sidecar disconnected');
  }

  // The fleet's side.

  get group(): NodeGroup {
    if (this.#member === null) throw new Error('only a stream that has named its node is in the fleet');
    return this.#member.group;
  }

  syncedVersion(): string | null {
    return this.#session.syncedVersion;
  }

  variant(): string | undefined {
    return this.#session.state.snapshot?.group.variant;
  }

  view(): SidecarView {
    const { state } = this.#session;
    const { lane } = this.#context;
    const known = state.service !== 'unknown';
    const { node, contract = null } = this.#member ?? {};
    const epoch = (at: number): number => Math.round(this.#connectedAt + at - this.#opened);
    return {
      streamId: this.id,
      nodeId: node?.id ?? '',
      service: this.group.service,
      known,
      peer: this.#port.peer,
      connectedAt: this.#connectedAt,
      protocol: this.#protocol,
      client: state.client,
      envoyVersion: node?.userAgentVersion ?? null,
      zone: node?.zone ? node.zone : null,
      contract,
      state: known ? syncState(state, lane) : 'UNKNOWN_SERVICE',
      types: typeViews(state, lane, (type) => this.#clock.of(type, epoch)),
    };
  }

  resources(): ResourceStatuses {
    return resourceStatuses(this.#session.state);
  }

  // The session's side.

  #step(event: SessionEvent): void {
    if (this.#closed) return;
    const now = performance.now();
    for (const effect of this.#session.step(event, now)) this.#perform(effect, now);
    this.#schedule();
    this.#tellAccepted();
    if (this.#member) this.#context.fleet.changed(this);
  }

  #schedule(): void {
    const { deadline } = this.#session;
    if (this.#timer && (deadline === null || deadline !== this.#timerAt)) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    // What was performed may have closed the stream.
    if (deadline === null || this.#timer || this.#closed) return;
    this.#timerAt = deadline;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#step({ kind: 'tick' });
      },
      Math.max(1, Math.ceil(deadline - performance.now())),
    );
  }

  #tellAccepted(): void {
    const handle = this.#member?.handle;
    if (this.#closed || !handle?.awaits()) return;
    const version = this.#session.syncedVersion;
    if (version !== null) handle.accepted(version);
  }

  #perform(effect: Effect, now: number): void {
    const { metrics, log } = this.#context;
    const handle = this.#member?.handle;
    switch (effect.kind) {
      case 'acquire':
        this.#join(effect);
        return;
      case 'needPlainRoutes':
        handle?.needPlainRoutes((rds) => {
          // Never from within a step: the routes may be there already. A snapshot of the same publication comes before.
          if (this.#routes === null) queueMicrotask(this.#giveRoutes);
          this.#routes = rds;
        });
        return;
      case 'send': {
        const { type, version, resources } = effect;
        this.#clock.sent(type, now);
        metrics.push({ type }, effect.bytes.length);
        if (log.level === undefined || log.level === 'debug')
          log.debug({ ...this.#identity(), type, version, resources }, 'response sent');
        this.#port.write(effect.frame);
        return;
      }
      case 'sendOther':
        this.#port.write(effect.frame);
        return;
      case 'acked':
        this.#clock.accepted(effect.type, now);
        metrics.ack({ type: effect.type });
        return;
      case 'nacked': {
        const { type, version, message } = effect;
        metrics.nack({ type });
        log.warn({ ...this.#identity(), type, version, error: message }, 'a sidecar rejected a response');
        handle?.refused(effect);
        return;
      }
      case 'fail':
        this.#fail(effect.message);
        return;
    }
  }

  #fail(message: string): void {
    const { metrics, log } = this.#context;
    metrics.badRequest();
    log.warn({ ...this.#identity(), peer: this.#port.peer, reason: message }, 'discovery stream refused');
    this.close();
    this.#port.reject(message);
  }

  #identity(): { readonly nodeId?: string; readonly service?: string } {
    return this.#member ? { nodeId: this.#member.node.id, service: this.#member.group.service } : {};
  }

  #connection(): { readonly peer: string; readonly protocol: string } {
    return { peer: this.#port.peer, protocol: this.#protocol };
  }

  #giveRoutes = (): void => {
    if (this.#routes === null) return;
    const rds = this.#routes;
    this.#routes = null;
    this.#step({ kind: 'plainRoutes', rds });
  };

  #give(snapshot: GroupSnapshot | null): void {
    // Delta clients say themselves what they hold.
    const others = this.#protocol === 'sotw' ? this.#member?.handle.others?.() : undefined;
    const plainRoutes = this.#routes;
    this.#routes = null;
    this.#step({
      kind: 'snapshot',
      snapshot,
      others: others?.length ? others.filter((one) => one !== snapshot) : NONE,
      ...(plainRoutes && { plainRoutes }),
    });
  }

  #join({ node, group, contract }: Acquire): void {
    const { snapshots, fleet, log } = this.#context;
    const { id: nodeId, userAgentVersion: envoyVersion, locality } = node;
    const judges = contract !== null && this.#only === undefined;
    const holder = { streamId: this.id, nodeId, judges, envoyVersion, facts: nodeFacts(node) };
    const handle = snapshots.acquire(
      group,
      (snapshot) => {
        this.#give(snapshot);
      },
      holder,
    );
    // Not the node: its metadata may be large, and what counts of it is in the holder's facts.
    this.#member = {
      group,
      node: { id: nodeId, userAgentVersion: envoyVersion, zone: locality.zone },
      contract,
      handle,
    };
    fleet.join(this);
    log.info({ ...this.#identity(), ...this.#connection() }, 'sidecar connected');
    // Behind the request that is being handled, so that events stay one after the other.
    queueMicrotask(() => {
      const current = handle.current();
      if (current !== undefined && this.#session.state.service === 'waiting') this.#give(current);
    });
  }
}

const NONE: readonly GroupSnapshot[] = Object.freeze([]);

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
