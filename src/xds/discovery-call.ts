import type { Call, CallEvents } from '../grpc/model.ts';
import { STATUS } from '../grpc/status.ts';
import { admit } from './admission.ts';
import type { Admission, Admitted } from './admission.ts';
import { openStream } from './stream.ts';
import type { DiscoveryStream, StreamContext, StreamKind, StreamPort } from './stream.ts';

const OK = { code: STATUS.OK, message: '' } as const;

export interface DiscoveryCallParts extends StreamKind {
  readonly context: StreamContext;
  readonly admission: Admission;
}

/** A call and the discovery stream that it carries. */
export class DiscoveryCall implements StreamPort, CallEvents {
  readonly #call: Call;
  readonly #stream: DiscoveryStream;
  readonly #place: Admitted;

  constructor(call: Call, parts: DiscoveryCallParts) {
    const { context, admission } = parts;
    this.#call = call;
    this.#stream = openStream(parts, this, context);
    this.#place = admit(call, admission);
    if (this.#place.delayed) context.metrics.streamDelayed();
  }

  get peer(): string {
    return this.#call.peer;
  }

  write(frame: Buffer): void {
    this.#call.send(frame);
  }

  reject(message: string): void {
    this.#call.end({ code: STATUS.INVALID_ARGUMENT, message });
  }

  message(bytes: Uint8Array): void {
    this.#stream.receive(bytes);
  }

  halfClosed(): void {
    // An xDS stream has nothing more to say then.
    this.#call.end(OK);
  }

  closed(): void {
    this.#place.leave();
    this.#stream.close();
  }
}
