import { parentPort } from 'node:worker_threads';

/* The compile thread with a fault: a text that contains the word `crash` ends it before it answers. */

interface Message {
  readonly request: {
    readonly update?: { readonly changes: ReadonlyMap<string, { readonly text?: string }> };
  };
}

const port = parentPort;
if (port === null) throw new Error('this module is the body of a worker thread');
const listen = port.on.bind(port);
Object.assign(port, {
  on: (event: string, listener: (message: Message) => void) =>
    listen(event, (message: Message) => {
      for (const { text } of message.request.update?.changes.values() ?? []) {
        if (text?.includes('crash') === true) throw new Error('a fault of the compiler');
      }
      listener(message);
    }),
});
await import('../../src/pipeline/worker.ts');
