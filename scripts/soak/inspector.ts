import { getJson } from '../local-mesh/http.ts';

/** What one thread of a process holds after a full collection, in MB. */
export interface HeldMemory {
  readonly heap: number;
  /** Outside of the heap: buffers, and what native code keeps for objects. */
  readonly external: number;
}

export interface Inspector {
  /** Collects the garbage of all threads; the serving thread's comes first, then those of its workers. */
  held(): Promise<readonly HeldMemory[]>;
  /** The serving thread's heap as a snapshot that browsers' tools read. */
  snapshot(write: (chunk: string) => void): Promise<void>;
  close(): void;
}

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
};
type Send = (method: string, params?: object) => Promise<Readonly<Record<string, unknown>>>;

const MB = 1_048_576;
const EXPRESSION = 'JSON.stringify(process.memoryUsage())';

/** Arguments for Node that open the port which `attachInspector` uses. */
export const inspectorFlag = (at: { readonly host: string; readonly port: number }): string =>
  `--inspect=${at.host}:${at.port}`;

/** Looks into a Node process that was started with `inspectorFlag`, without any help of its own. */
export async function attachInspector(at: {
  readonly host: string;
  readonly port: number;
}): Promise<Inspector> {
  const [target] = await getJson<readonly { readonly webSocketDebuggerUrl: string }[]>({
    ...at,
    path: '/json/list',
  });
  if (target === undefined) throw new Error('nothing to inspect');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  const listeners = new Set<(message: Message) => void>();
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(String(event.data)) as Message;
    for (const listener of [...listeners]) listener(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve();
    });
    socket.addEventListener('error', () => {
      reject(new Error('the inspector does not answer'));
    });
  });
  const workers = new Map<string, Send>();
  const main = channel(listeners, (text) => {
    socket.send(text);
  });
  listeners.add(({ method, params }) => {
    if (method === 'NodeWorker.attachedToWorker') {
      const sessionId = String(params?.['sessionId']);
      const own = new Set<(message: Message) => void>();
      listeners.add(({ method: event, params: of }) => {
        if (event !== 'NodeWorker.receivedMessageFromWorker' || of?.['sessionId'] !== sessionId) return;
        for (const listener of [...own]) listener(JSON.parse(String(of['message'])) as Message);
      });
      workers.set(
        sessionId,
        channel(own, (message) => {
          void main('NodeWorker.sendMessageToWorker', { sessionId, message });
        }),
      );
    } else if (method === 'NodeWorker.detachedFromWorker') workers.delete(String(params?.['sessionId']));
  });
  await main('NodeWorker.enable', { waitForDebuggerOnStart: false });
  return {
    async held() {
      const held: HeldMemory[] = [];
      for (const send of [main, ...workers.values()]) held.push(await heldBy(send));
      return held;
    },
    async snapshot(write) {
      const listener = ({ method, params }: Message): void => {
        if (method === 'HeapProfiler.addHeapSnapshotChunk') write(String(params?.['chunk']));
      };
      listeners.add(listener);
      await main('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
      listeners.delete(listener);
    },
    close() {
      socket.close();
    },
  };
}

/** Requests of one session and their answers. */
function channel(listeners: Set<(message: Message) => void>, write: (text: string) => void): Send {
  let last = 0;
  const waiting = new Map<number, (message: Message) => void>();
  listeners.add((message) => {
    if (message.id === undefined) return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ result = {}, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      write(JSON.stringify({ id: last, method, params }));
    });
}

async function heldBy(send: Send): Promise<HeldMemory> {
  // What finalizers and weak references let go is collected by the second.
  for (let turn = 0; turn < 2; turn += 1) await send('HeapProfiler.collectGarbage');
  const { result } = await send('Runtime.evaluate', { expression: EXPRESSION, returnByValue: true });
  const { value } = result as { readonly value: string };
  const { heapUsed, external } = JSON.parse(value) as NodeJS.MemoryUsage;
  return { heap: heapUsed / MB, external: external / MB };
}
