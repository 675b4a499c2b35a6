import type { Method } from '../../grpc/model.ts';
import { frameMessage } from '../../grpc/framing.ts';
import { STATUS } from '../../grpc/status.ts';
import type { LoadBook } from './load-book.ts';
import type { XdsMetrics } from '../ports.ts';
import { decodeLoadStats, encodeLoadStatsResponse } from '../wire/load-stats.ts';

export interface LoadReportsOptions {
  readonly book: LoadBook;
  /** Ids of streams. */
  readonly nextId: () => number;
  readonly metrics: XdsMetrics;
  /** Milliseconds between two reports of a sidecar; 0: none is asked for, and the streams stay quiet. */
  readonly interval: number;
  /** A report changed the book. */
  readonly changed: () => void;
}

/** `envoy.service.load_stats.v3.LoadReportingService/StreamLoadStats`. */
export function loadReports({ book, nextId, metrics, interval, changed }: LoadReportsOptions): Method {
  const asking = frameMessage(encodeLoadStatsResponse(interval));
  return (call) => {
    const id = nextId();
    let asked = false;
    return {
      message(bytes) {
        if (interval === 0) return;
        if (!asked) {
          asked = true;
          call.send(asking);
        }
        try {
          book.report(id, decodeLoadStats(bytes));
        } catch {
          metrics.badRequest();
          call.end({ code: STATUS.INVALID_ARGUMENT, message: 'not a load report' });
          return;
        }
        changed();
      },
      halfClosed() {
        call.end({ code: STATUS.OK, message: '' });
      },
      closed() {
        book.leave(id);
        changed();
      },
    };
  };
}
