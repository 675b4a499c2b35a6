import { performance } from 'node:perf_hooks';
import type { CutReason, RefusalReason, TransportEvents } from '../grpc/model.ts';
import { createThrottle } from '../telemetry/throttle.ts';
import type { XdsLog, XdsMetrics } from './ports.ts';

const CUT: Readonly<Record<CutReason, string>> = {
  'slow-reader': 'a client does not read what it is sent: cut off',
  silent: 'a client answers no ping: its connection is closed',
  'too-many-pings': 'a client pings too often: sent away',
  'unfinished-request': 'a client does not come to the end of its request: the call is ended',
  flood:
    'a client keeps the server busy for nothing (streams, headers or frames without end): its connection is closed',
  'unread-answers': 'a client asks for answers without end and reads none: its connection is closed',
  'protocol-error': 'a client does not speak HTTP/2 by its rules: its connection is closed',
};

const REFUSED: Readonly<Record<RefusalReason, string>> = {
  connections: 'there are as many connections as may be (--max-connections): a new one is closed',
  streams: 'there are as many streams as may be (--max-streams): a new one is refused',
  'connection-streams':
    'a connection has as many streams as may be (--max-streams-per-connection): a new one is refused',
  headers: 'the headers of a call are too large: it is refused',
  'request-bytes': 'unfinished requests of all clients have come to their limit: one more is refused',
};

/** What the transport does against clients that cost too much: counted, and told in the log, never line by line. */
export function transportEvents(options: {
  readonly metrics: XdsMetrics;
  readonly log: XdsLog;
}): TransportEvents {
  const { metrics, log } = options;
  const throttle = createThrottle({ now: () => performance.now() });
  return {
    cut({ peer, reason, queuedBytes }) {
      metrics.clientCut({ reason });
      throttle(reason, (times) => {
        log.warn({ peer, queuedBytes, times }, CUT[reason]);
      });
    },
    refused({ peer, reason }) {
      metrics.clientRefused({ reason });
      throttle(reason, (times) => {
        log.warn({ peer, times }, REFUSED[reason]);
      });
    },
    asked({ peer, reason }) {
      metrics.connectionAsked({ reason });
      log.debug({ peer, reason }, 'a connection is asked to go');
    },
  };
}
