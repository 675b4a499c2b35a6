import type { envoy } from '../proto/types.generated.d.ts';
import { any } from './routes.ts';

type AccessLog = envoy.config.accesslog.v3.AccessLog;

/** The HTTP status from which an answer is logged; RTDS or the admin page can change it without a new listener. */
const STATUS_KEY = 'moniker.access_log.min_status';

/** Envoy's short names for what went wrong between it and the upstream; gRPC errors have status 200. */
const FAILURES = ['UF', 'UH', 'UC', 'UT', 'UO', 'UR', 'URX', 'NC', 'LR', 'DPE', 'OM'];

/**
 * Failed requests as JSON lines on standard output. No path and no query: they may hold what nobody should log; the
 * route's name tells the catalog key.
 */
export function failureLog(): AccessLog {
  return {
    name: 'envoy.access_loggers.stdout',
    filter: {
      or_filter: {
        filters: [
          {
            status_code_filter: {
              comparison: { op: 'GE', value: { default_value: 500, runtime_key: STATUS_KEY } },
            },
          },
          { response_flag_filter: { flags: FAILURES } },
        ],
      },
    },
    typed_config: any('envoy.extensions.access_loggers.stream.v3.StdoutAccessLog', {
      log_format: {
        json_format: {
          time: '%START_TIME%',
          method: '%REQ(:METHOD)%',
          authority: '%REQ(:AUTHORITY)%',
          route: '%ROUTE_NAME%',
          cluster: '%UPSTREAM_CLUSTER%',
          upstream: '%UPSTREAM_HOST%',
          status: '%RESPONSE_CODE%',
          grpc_status: '%GRPC_STATUS%',
          flags: '%RESPONSE_FLAGS%',
          details: '%RESPONSE_CODE_DETAILS%',
          milliseconds: '%DURATION%',
          attempts: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
          client: '%REQ(X-CLIENT-ID)%',
          request_id: '%REQ(X-REQUEST-ID)%',
        },
      },
    }),
  };
}
