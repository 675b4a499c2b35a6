import { CODE } from './frames.ts';

/** What goes wrong on a connection ends all of it (RFC 9113, 5.4.1). */
export class ConnectionError extends Error {
  /** An error code of HTTP/2 (`CODE`). */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export function protocolError(message: string): never {
  throw new ConnectionError(CODE.PROTOCOL_ERROR, message);
}

export function frameSizeError(what: string): never {
  throw new ConnectionError(CODE.FRAME_SIZE_ERROR, `${what} of a wrong size`);
}

export function flowControlError(message: string): never {
  throw new ConnectionError(CODE.FLOW_CONTROL_ERROR, message);
}

/** The client keeps the server busy for nothing. */
export function calm(message: string): never {
  throw new ConnectionError(CODE.ENHANCE_YOUR_CALM, message);
}
