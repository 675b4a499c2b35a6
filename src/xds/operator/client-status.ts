import { frameMessage } from '../../grpc/framing.ts';
import type { Call, Method } from '../../grpc/model.ts';
import { STATUS } from '../../grpc/status.ts';
import type { Status } from '../../grpc/status.ts';
import { unary } from '../../grpc/unary.ts';
import type { envoy } from '../../proto/types.generated.d.ts';
import { TYPE_URLS } from '../../snapshot/model.ts';
import type { ResourceType } from '../../snapshot/model.ts';
import type { SidecarView, TypeView } from '../fleet.ts';
import type { XdsLog } from '../ports.ts';
import type { ResourceStatus, ResourceStatuses } from '../resource-status.ts';

type Request = envoy.service.status.v3.ClientStatusRequest;
type Config = envoy.service.status.v3.ClientConfig;
type GenericConfig = envoy.service.status.v3.ClientConfig.GenericXdsConfig;
type StringMatcher = envoy.type.matcher.v3.StringMatcher;

export const CLIENT_STATUS_SERVICE = 'envoy.service.status.v3.ClientStatusDiscoveryService';

export interface ClientStatusOptions {
  /** All that is known; those of one node are enough where its id is given. */
  readonly list: (nodeId?: string) => readonly SidecarView[] | Promise<readonly SidecarView[]>;
  /** What a stream has, resource by resource; null where that is not known. */
  readonly resources: (streamId: number) => ResourceStatuses | null | Promise<ResourceStatuses | null>;
  /** True where a caller may see its own streams only: those of its address and of the node that it names. */
  readonly selfOnly: boolean;
  readonly log: XdsLog;
}

/**
 * `envoy.service.status.v3.ClientStatusDiscoveryService`, from the control plane's side: what each sidecar was sent
 * of each type, and whether it accepted it. Whoever asks for certain nodes is told of each resource too: of a whole
 * fleet that would be more than a gRPC client takes.
 */
export function clientStatusMethods(options: ClientStatusOptions): readonly (readonly [string, Method])[] {
  const failed = (error: unknown): void => {
    options.log.warn({ err: error }, 'a status request failed');
  };
  const fetch = unary(async (bytes, call) => {
    const answer = await answerStatus(options, bytes, call);
    return answer instanceof Uint8Array
      ? { kind: 'message', bytes: answer }
      : { kind: 'status', status: answer };
  }, failed);
  const stream: Method = (call) => {
    // One after the other, in the order of the requests.
    let last = Promise.resolve();
    let ended = false;
    return {
      message(bytes) {
        const request = Buffer.from(bytes);
        last = last
          .then(async () => {
            const answer = ended ? null : await answerStatus(options, request, call);
            if (answer instanceof Uint8Array) call.send(frameMessage(answer));
            else if (answer) call.end(answer);
          })
          .catch((error: unknown) => {
            failed(error);
            call.end({ code: STATUS.INTERNAL, message: 'internal error: the log has its cause' });
          });
      },
      halfClosed() {
        void last.then(() => {
          call.end({ code: STATUS.OK, message: '' });
        });
      },
      closed() {
        ended = true;
      },
    };
  };
  return [
    [`/${CLIENT_STATUS_SERVICE}/FetchClientStatus`, fetch],
    [`/${CLIENT_STATUS_SERVICE}/StreamClientStatus`, stream],
  ];
}

async function answerStatus(
  { list, resources, selfOnly }: ClientStatusOptions,
  bytes: Uint8Array,
  call: Call,
): Promise<Uint8Array | Status> {
  // People ask for it now and then: the codec is loaded when somebody does.
  const { decode, encode } = await import('../../proto/codec.ts');
  let request: Request;
  try {
    request = decode('envoy.service.status.v3.ClientStatusRequest', bytes);
  } catch {
    return { code: STATUS.INVALID_ARGUMENT, message: 'not a client status request' };
  }
  const { node_matchers: matchers = [], node } = request;
  if (matchers.some(({ node_metadatas }) => (node_metadatas ?? []).length > 0)) {
    return { code: STATUS.INVALID_ARGUMENT, message: 'nodes are matched by node_id only' };
  }
  if (matchers.some(({ node_id: id }) => id && !KINDS.some((kind) => id[kind] !== undefined))) {
    return { code: STATUS.INVALID_ARGUMENT, message: `a node_id is matched by ${KINDS.join(', ')}` };
  }
  if (selfOnly && !node?.id) {
    return { code: STATUS.INVALID_ARGUMENT, message: 'name your node: you see that of yours only' };
  }
  const own = (view: SidecarView): boolean =>
    !selfOnly || (view.nodeId === node?.id && hostOf(view.peer) === hostOf(call.peer));
  const matched = ({ nodeId }: SidecarView): boolean =>
    matchers.length === 0 || matchers.some(({ node_id: id }) => !id || matches(id, nodeId));
  const views = (await list(selfOnly ? node?.id : undefined)).filter((view) => own(view) && matched(view));
  const inDetail = selfOnly || matchers.length > 0;
  const config = await Promise.all(
    views.map(async (view) => clientConfig(view, inDetail ? await resources(view.streamId) : null)),
  );
  return encode('envoy.service.status.v3.ClientStatusResponse', { config });
}

/** An operator's regular expression could keep the serving thread busy for long. */
const KINDS = ['exact', 'prefix', 'suffix', 'contains'] as const;

const hostOf = (peer: string): string => peer.slice(0, peer.lastIndexOf(':'));

function matches(matcher: StringMatcher, value: string): boolean {
  const fold = (text: string): string => (matcher.ignore_case === true ? text.toLowerCase() : text);
  const [own, { exact, prefix, suffix, contains }] = [fold(value), matcher];
  if (exact !== undefined) return own === fold(exact);
  if (prefix !== undefined) return own.startsWith(fold(prefix));
  if (suffix !== undefined) return own.endsWith(fold(suffix));
  return contains !== undefined && own.includes(fold(contains));
}

function clientConfig(view: SidecarView, resources: ResourceStatuses | null): Config {
  const types = Object.entries(view.types) as [ResourceType, TypeView][];
  return {
    node: { id: view.nodeId, cluster: view.service },
    client_scope: `stream ${view.streamId}`,
    generic_xds_configs: types.flatMap(([type, own]) => [
      // The type as a whole, which has no name.
      {
        type_url: TYPE_URLS[type],
        ...(own.sent !== null && { version_info: own.sent }),
        ...(own.sentAt !== null && { last_updated: new Date(own.sentAt).toISOString() }),
        config_status: configStatus(own),
        ...(own.error !== null && { error_state: { details: own.error } }),
      },
      ...(resources?.[type] ?? []).map((resource) => resourceConfig(type, resource)),
    ]),
  };
}

const CONFIG_STATUS = {
  SYNCED: 'SYNCED',
  STALE: 'STALE',
  NACKED: 'ERROR',
  NOT_SENT: 'NOT_SENT',
  ABSENT: 'NOT_SENT',
} as const;
const CLIENT_STATUS = {
  SYNCED: 'ACKED',
  STALE: 'UNKNOWN',
  NACKED: 'NACKED',
  NOT_SENT: 'REQUESTED',
  ABSENT: 'DOES_NOT_EXIST',
} as const;

function resourceConfig(
  type: ResourceType,
  { name, version, state, rejected }: ResourceStatus,
): GenericConfig {
  return {
    type_url: TYPE_URLS[type],
    name,
    ...(version !== null && { version_info: version }),
    config_status: CONFIG_STATUS[state],
    client_status: CLIENT_STATUS[state],
    ...(rejected && { error_state: { details: rejected.error, version_info: rejected.version } }),
  };
}

function configStatus({ state, sent }: TypeView): 'SYNCED' | 'NOT_SENT' | 'STALE' | 'ERROR' {
  if (state === 'NACKED') return 'ERROR';
  if (sent === null) return 'NOT_SENT';
  return state;
}
