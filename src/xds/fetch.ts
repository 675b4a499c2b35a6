import { groupKey } from '../snapshot/groups.ts';
import type { GroupHandle } from '../snapshot/cache.ts';
import type { GroupSnapshot, ResourceSet, ResourceType } from '../snapshot/model.ts';
import { nodeContract, nodeFacts } from './session/node-group.ts';
import { compiledSet, wantedOf } from './session/session-state.ts';
import type { StreamContext } from './stream.ts';
import { sotwSubscription } from './session/subscription.ts';
import { isAbsent } from './session/view.ts';
import type { View } from './session/view.ts';
import type { SotwRequest } from './wire/request.ts';

/** What a fetch reads of a request. */
export type FetchRequest = Pick<SotwRequest, 'node' | 'typeUrl' | 'names'>;

export type FetchOutcome =
  | {
      readonly kind: 'response';
      /** Equal to the request's `version_info` where the client holds all of it. */
      readonly version: string;
      /** The encoded `DiscoveryResponse`. */
      readonly bytes: Buffer;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'invalid' | 'unknown-service' | 'not-ready';
      readonly message: string;
    };

/** Answers one request with one response: the unary and the REST form of discovery. */
export interface Fetcher {
  fetch(type: ResourceType, request: FetchRequest, streamId: number): Promise<FetchOutcome>;
  close(): void;
}

/** How long a request waits for a compile. */
const PATIENCE_MS = 10_000;
/** A client polls: what its group has is kept between two polls, so that none waits for a compile. */
const KEPT_MS = 120_000;
const MAX_KEPT = 1_024;

interface Holding {
  readonly handle: GroupHandle;
  snapshot: GroupSnapshot | null | undefined;
  routes: ResourceSet | null;
  routesWanted: boolean;
  readonly waiting: Set<() => void>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A fetch has no stream whose ACKs could be ordered by: it is answered with what the snapshot holds, and routes
 * carry their weights, since nothing says that the client has a runtime layer.
 */
export function createFetcher(context: StreamContext): Fetcher {
  const holdings = new Map<string, Holding>();

  const release = (key: string): void => {
    const holding = holdings.get(key);
    if (!holding) return;
    clearTimeout(holding.timer);
    holding.handle.release();
    holdings.delete(key);
  };
  const hold = (request: FetchRequest, streamId: number): Holding | null => {
    const { node } = request;
    if (!node) return null;
    const { group } = nodeContract(node);
    const key = `${node.id}\n${groupKey(group)}`;
    let holding = holdings.get(key);
    if (!holding) {
      const oldest = holdings.size >= MAX_KEPT ? holdings.keys().next().value : undefined;
      if (oldest !== undefined) release(oldest);
      const waiting = new Set<() => void>();
      const holder = {
        streamId,
        nodeId: node.id,
        judges: false,
        envoyVersion: node.userAgentVersion,
        facts: nodeFacts(node),
      };
      const changed = (snapshot: GroupSnapshot | null): void => {
        made.snapshot = snapshot;
        made.routes = null;
        for (const wake of [...waiting]) wake();
      };
      const handle = context.snapshots.acquire(group, changed, holder);
      const made: Holding = {
        handle,
        snapshot: handle.current(),
        routes: null,
        routesWanted: false,
        waiting,
        timer: undefined,
      };
      holding = made;
    } else holdings.delete(key);
    // The latest last: the oldest goes first.
    holdings.set(key, holding);
    clearTimeout(holding.timer);
    holding.timer = setTimeout(() => {
      release(key);
    }, KEPT_MS).unref();
    return holding;
  };

  return {
    async fetch(type, request, streamId) {
      const holding = hold(request, streamId);
      if (!holding) return refused('invalid', 'a discovery request must carry a node');
      if (type === 'rds') wantRoutes(holding);
      const ready = (): boolean =>
        holding.snapshot === null ||
        (holding.snapshot !== undefined && (type !== 'rds' || holding.routes !== null));
      if (!ready() && !(await until(holding, ready))) {
        return refused('not-ready', 'the configuration of this node is not compiled yet');
      }
      const { snapshot, routes } = holding;
      const service = request.node?.cluster ?? '';
      if (!snapshot) return refused('unknown-service', `the mesh has no service "${service}" with a sidecar`);
      const view = viewFor({ type, snapshot, routes, context }, request.names);
      const resources = [...view.items.values()].filter((item) => !isAbsent(item));
      const { bytes } = context.responses.encode({ protocol: 'sotw', type, view, resources, removed: [] }, 0);
      return { kind: 'response', version: view.version, bytes };
    },
    close() {
      for (const key of [...holdings.keys()]) release(key);
    },
  };
}

function wantRoutes(holding: Holding): void {
  if (holding.routesWanted) return;
  holding.routesWanted = true;
  holding.handle.needPlainRoutes((routes) => {
    holding.routes = routes;
    for (const wake of [...holding.waiting]) wake();
  });
}

function until(holding: Holding, condition: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (met: boolean): void => {
      clearTimeout(timer);
      holding.waiting.delete(look);
      resolve(met);
    };
    const look = (): void => {
      if (condition()) end(true);
    };
    const timer = setTimeout(() => {
      end(false);
    }, PATIENCE_MS);
    holding.waiting.add(look);
  });
}

interface Fetched {
  readonly type: ResourceType;
  readonly snapshot: GroupSnapshot;
  readonly routes: ResourceSet | null;
  readonly context: StreamContext;
}

function viewFor({ type, snapshot, routes, context }: Fetched, names: readonly string[]): View {
  const sub = sotwSubscription(type, null, names);
  const client = type === 'rtds' ? 'runtime' : 'plain';
  const state = { client, snapshot, plainRoutes: routes } as const;
  const set = compiledSet(state, type);
  return set ? wantedOf(type, set, sub) : context.lane.finalView(state, sub);
}

function refused(
  reason: Extract<FetchOutcome, { readonly kind: 'refused' }>['reason'],
  message: string,
): FetchOutcome {
  return { kind: 'refused', reason, message };
}
