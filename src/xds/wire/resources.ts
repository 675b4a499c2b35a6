import protobuf from 'protobufjs/minimal.js';
import { TYPE_URLS } from '../../snapshot/model.ts';
import { readFields } from './node.ts';

/** `google.protobuf.Any`, in memory of its own: a piece of the writer's pool would keep all of that alive. */
function any(typeUrl: string, value: Uint8Array): Uint8Array {
  return new Uint8Array(
    protobuf.Writer.create().uint32(10).string(typeUrl).uint32(18).bytes(value).finish(),
  );
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

/** A resource (as Any) whose name is its message's first field, under another name; all else as it was. */
export function encodeRenamed(resource: Uint8Array, name: string): Uint8Array {
  let typeUrl = '';
  let message: Uint8Array = new Uint8Array(0);
  const outer = protobuf.Reader.create(resource);
  readFields(outer, outer.len, (number) => {
    if (number === 1) typeUrl = outer.string();
    else message = outer.bytes();
    return true;
  });
  const parts = [protobuf.Writer.create().uint32(10).string(name).finish()];
  const inner = protobuf.Reader.create(message);
  while (inner.pos < inner.len) {
    const start = inner.pos;
    const tag = inner.uint32();
    inner.skipType(tag & 7);
    if (tag !== 10) parts.push(message.subarray(start, inner.pos));
  }
  return any(typeUrl, Buffer.concat(parts));
}
