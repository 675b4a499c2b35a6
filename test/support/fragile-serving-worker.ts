import { BroadcastChannel, threadId } from 'node:worker_threads';
import '../../src/threads/worker.ts';

/** A serving thread that tells how many connections it has, and that ends by a fault when told to. */

export type Question = { readonly kind: 'count' } | { readonly kind: 'end'; readonly threadId: number };
export interface Count {
  readonly kind: 'counted';
  readonly threadId: number;
  readonly connections: number;
}

const channel = new BroadcastChannel('serving-threads');
channel.onmessage = ({ data }: { data: Question | Count }) => {
  if (data.kind === 'count') {
    const connections = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    channel.postMessage({ kind: 'counted', threadId, connections } satisfies Count);
  } else if (data.kind === 'end' && data.threadId === threadId) {
    throw new Error('ended by the test');
  }
};
