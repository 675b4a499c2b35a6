import protobuf from 'protobufjs/minimal.js';
import { TYPE_URLS } from '../../snapshot/model.ts';

/** `google.protobuf.Any`. */
function any(typeUrl: string, value: Uint8Array): Uint8Array {
  return protobuf.Writer.create().uint32(10).string(typeUrl).uint32(18).bytes(value).finish();
}

/** An `envoy.service.runtime.v3.Runtime` (as Any) whose layer holds numbers under flat, dotted keys. */
export function encodeRuntime(name: string, numbers: Iterable<readonly [string, number]>): Uint8Array {
  const writer = protobuf.Writer.create().uint32(10).string(name);
  const fields = [...numbers];
  if (fields.length > 0) {
    writer.uint32(18).fork();
    for (const [key, value] of fields) {
      // Struct.fields is a map: entries of (key = 1, value = 2); Value.number_value is field 2, a double.
      writer.uint32(10).fork().uint32(10).string(key);
      writer.uint32(18).fork().uint32(17).double(value).ldelim().ldelim();
    }
    writer.ldelim();
  }
  return any(TYPE_URLS.rtds, writer.finish());
}

/** A `ClusterLoadAssignment` (as Any) without endpoints: a wanted one is always answered, so that no cluster waits. */
export function encodeEmptyAssignment(name: string): Uint8Array {
  return any(TYPE_URLS.eds, protobuf.Writer.create().uint32(10).string(name).finish());
}
