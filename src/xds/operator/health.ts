import { frameMessage } from '../../grpc/framing.ts';
import type { Call, Method } from '../../grpc/model.ts';
import { STATUS } from '../../grpc/status.ts';
import { unary } from '../../grpc/unary.ts';
import { readFields } from '../wire/node.ts';
import protobuf from 'protobufjs/minimal.js';

export const HEALTH_SERVICE = 'grpc.health.v1.Health';
/** `HealthCheckResponse.status` is field 1. */
const SERVING = Uint8Array.of(0x08, 1);
const NOT_SERVING = Uint8Array.of(0x08, 2);
const SERVICE_UNKNOWN = Uint8Array.of(0x08, 3);

export interface Health {
  readonly methods: readonly (readonly [string, Method])[];
  /** From now on nothing is SERVING; whoever watches is told. */
  stop(): void;
}

/**
 * `grpc.health.v1.Health` (gRPC, "GRPC Health Checking Protocol"): the server as a whole (an empty name) and each of
 * its services are SERVING until it stops.
 */
export function createHealth(services: ReadonlySet<string>): Health {
  const watching = new Set<Call>();
  let status = SERVING;
  const known = (name: string): boolean => name === '' || services.has(name);
  const check = unary(
    (bytes) => {
      const name = serviceName(bytes);
      if (name === null) return Promise.resolve({ kind: 'status', status: INVALID });
      return Promise.resolve(
        known(name)
          ? { kind: 'message', bytes: status }
          : { kind: 'status', status: { code: STATUS.NOT_FOUND, message: 'no such service' } },
      );
    },
    () => undefined,
  );
  const watch: Method = (call) => {
    let asked = false;
    return {
      message(bytes) {
        const name = serviceName(bytes);
        if (name === null) call.end(INVALID);
        else if (asked) call.end({ code: STATUS.UNIMPLEMENTED, message: 'more than one request message' });
        else if (known(name)) {
          watching.add(call);
          call.send(frameMessage(status));
        } else call.send(frameMessage(SERVICE_UNKNOWN));
        asked = true;
      },
      halfClosed: () => undefined,
      closed: () => void watching.delete(call),
    };
  };
  return {
    methods: [
      [`/${HEALTH_SERVICE}/Check`, check],
      [`/${HEALTH_SERVICE}/Watch`, watch],
    ],
    stop() {
      status = NOT_SERVING;
      for (const call of watching) call.send(frameMessage(NOT_SERVING));
    },
  };
}

const INVALID = { code: STATUS.INVALID_ARGUMENT, message: 'not a health check request' } as const;

/** `HealthCheckRequest.service` is field 1. Null: the bytes are no such request. */
function serviceName(bytes: Uint8Array): string | null {
  let name = '';
  try {
    const reader = protobuf.Reader.create(bytes);
    readFields(reader, reader.len, (number, wireType) => {
      if (number !== 1 || wireType !== 2) return false;
      name = reader.string();
      return true;
    });
  } catch {
    return null;
  }
  return name;
}
