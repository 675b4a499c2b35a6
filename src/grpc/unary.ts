import { frameMessage } from './framing.ts';
import type { Call, Method } from './model.ts';
import { STATUS } from './status.ts';
import type { Status } from './status.ts';

export type UnaryAnswer =
  /** The encoded message. */
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'status'; readonly status: Status };

/** A method of one request and one answer. A handler that throws ends the call with INTERNAL; `failed` hears of it. */
export function unary(
  handler: (request: Uint8Array, call: Call) => Promise<UnaryAnswer>,
  failed: (error: unknown) => void,
): Method {
  return (call) => {
    let request: Uint8Array | null = null;
    let over = false;
    const answer = async (bytes: Uint8Array): Promise<void> => {
      try {
        const result = await handler(bytes, call);
        if (over) return;
        if (result.kind === 'message') call.send(frameMessage(result.bytes));
        call.end(result.kind === 'message' ? { code: STATUS.OK, message: '' } : result.status);
      } catch (error) {
        failed(error);
        call.end({ code: STATUS.INTERNAL, message: 'internal error: the log has its cause' });
      }
    };
    return {
      wantsWhole: true,
      message(bytes) {
        if (request) call.end({ code: STATUS.UNIMPLEMENTED, message: 'more than one request message' });
        else request = Buffer.from(bytes);
      },
      halfClosed() {
        if (request) void answer(request);
        else call.end({ code: STATUS.UNIMPLEMENTED, message: 'no request message' });
      },
      closed() {
        over = true;
      },
    };
  };
}
