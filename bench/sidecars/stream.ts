import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';

const PREFIX_BYTES = 5;
const METHOD = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';

/** A gRPC stream by hand on `node:http2`: a hundred of them must not cost the machine what the server needs. */
export interface MessageStream {
  send(message: Uint8Array): void;
}

export interface MessageHandlers {
  readonly onMessage: (message: Buffer) => void;
  readonly onEnd: (error: Error) => void;
}

export function openMessageStream(session: ClientHttp2Session, handlers: MessageHandlers): MessageStream {
  const stream: ClientHttp2Stream = session.request({
    ':method': 'POST',
    ':path': METHOD,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + pending.readUInt32BE(1);
      if (pending.length < end) return;
      handlers.onMessage(pending.subarray(PREFIX_BYTES, end));
      pending = pending.subarray(end);
    }
  });
  stream.on('error', handlers.onEnd);
  stream.on('close', () => {
    handlers.onEnd(new Error('the server ended the stream'));
  });
  return {
    send(message) {
      const framed = Buffer.alloc(PREFIX_BYTES + message.length);
      framed.writeUInt32BE(message.length, 1);
      framed.set(message, PREFIX_BYTES);
      stream.write(framed);
    },
  };
}
