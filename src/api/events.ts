import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiSource } from './ports.ts';

/** A status is rendered at most this often for all watchers together. */
const QUIET_MS = 100;
/** Keeps proxies from ending a stream on which nothing happens. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events: the status at once, then after each change. */
export interface StatusEvents {
  serve(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

export function createStatusEvents(source: ApiSource): StatusEvents {
  const watchers = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  /** Statuses are told in the order in which they were asked for. */
  let telling: Promise<void> = Promise.resolve();

  const tell = (whom: () => Iterable<ServerResponse>): void => {
    telling = telling.then(async () => {
      const text = `data: ${JSON.stringify(await source.status())}\n\n`;
      for (const watcher of whom()) if (watchers.has(watcher)) send(watcher, text);
    });
  };
  /** A watcher that does not read gets the newest status later, never a growing queue. */
  const send = (watcher: ServerResponse, text: string): void => {
    if (!watcher.writableNeedDrain) {
      watcher.write(text);
    } else if (watcher.listenerCount('drain') === 0) {
      watcher.once('drain', () => {
        tell(() => [watcher]);
      });
    }
  };
  const begin = (): void => {
    stop = source.onChange(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        tell(() => watchers);
      }, QUIET_MS);
    });
    heartbeat = setInterval(() => {
      for (const watcher of watchers) if (!watcher.writableNeedDrain) watcher.write(':\n\n');
    }, HEARTBEAT_MS);
  };
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
    clearInterval(heartbeat);
    stop?.();
    stop = undefined;
  };

  return {
    serve(request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      if (watchers.size === 0) begin();
      watchers.add(response);
      tell(() => [response]);
      request.socket.setNoDelay(true);
      response.on('close', () => {
        watchers.delete(response);
        if (watchers.size === 0) end();
      });
    },
    close() {
      for (const watcher of watchers) watcher.end();
      watchers.clear();
      end();
    },
  };
}
