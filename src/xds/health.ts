import { frameMessage } from '../grpc/framing.ts';
import type { Method } from '../grpc/model.ts';
import { STATUS } from '../grpc/status.ts';
import { unary } from '../grpc/unary.ts';
import { readFields } from './wire/node.ts';
import protobuf from 'protobufjs/minimal.js';

const SERVICE = '/grpc.health.v1.Health';
/** `HealthCheckResponse.status` is field 1: SERVING = 1, SERVICE_UNKNOWN = 3. */
const SERVING = Uint8Array.of(0x08, 1);
const SERVICE_UNKNOWN = Uint8Array.of(0x08, 3);

/**
 * `grpc.health.v1.Health`: the server as a whole (an empty name) and each of its services are SERVING as long as it
 * answers; a shutdown ends the watching calls with UNAVAILABLE.
 */
export function healthMethods(services: ReadonlySet<string>): readonly (readonly [string, Method])[] {
  const known = (bytes: Uint8Array): boolean => {
    const name = serviceName(bytes);
    return name === '' || services.has(name);
  };
  const check = unary(
    (bytes) =>
      Promise.resolve(
        known(bytes)
          ? { kind: 'message', bytes: SERVING }
          : { kind: 'status', status: { code: STATUS.NOT_FOUND, message: 'no such service' } },
      ),
    () => undefined,
  );
  const watch: Method = (call) => ({
    message(bytes) {
      call.send(frameMessage(known(bytes) ? SERVING : SERVICE_UNKNOWN));
    },
    halfClosed: () => undefined,
    closed: () => undefined,
  });
  return [
    [`${SERVICE}/Check`, check],
    [`${SERVICE}/Watch`, watch],
  ];
}

/** `HealthCheckRequest.service` is field 1. */
function serviceName(bytes: Uint8Array): string {
  const reader = protobuf.Reader.create(bytes);
  let name = '';
  readFields(reader, reader.len, (number, wireType) => {
    if (number !== 1 || wireType !== 2) return false;
    name = reader.string();
    return true;
  });
  return name;
}
