import protobuf from 'protobufjs/minimal.js';
import { TYPE_URLS } from '../../snapshot/model.ts';
import { readFields } from './node.ts';

/** `google.protobuf.Any`, in memory of its own: a piece of the writer's pool would keep all of that alive. */
function any(typeUrl: string, value: Uint8Array): Uint8Array {
  return new Uint8Array(protobuf.Writer.create().uint32(10).string(typeUrl).uint32(18).bytes(value).finish());
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

/** Rebuilds the message of a resource (as Any), field by field: `edit` may return other bytes, key and all. */
function edited(
  resource: Uint8Array,
  edit: (tag: number, field: Uint8Array) => Uint8Array | null,
): readonly [typeUrl: string, fields: readonly Uint8Array[]] {
  let typeUrl = '';
  let message: Uint8Array = new Uint8Array(0);
  const outer = protobuf.Reader.create(resource);
  readFields(outer, outer.len, (number) => {
    if (number === 1) typeUrl = outer.string();
    else message = outer.bytes();
    return true;
  });
  const fields: Uint8Array[] = [];
  const inner = protobuf.Reader.create(message);
  while (inner.pos < inner.len) {
    const start = inner.pos;
    const tag = inner.uint32();
    inner.skipType(tag & 7);
    const field = message.subarray(start, inner.pos);
    fields.push(edit(tag, field) ?? field);
  }
  return [typeUrl, fields];
}

/** A resource (as Any) whose name is its message's first field, under another name; all else as it was. */
export function encodeRenamed(resource: Uint8Array, name: string): Uint8Array {
  const renamed = protobuf.Writer.create().uint32(10).string(name).finish();
  const [typeUrl, fields] = edited(resource, (tag) => (tag === 10 ? renamed : null));
  return any(typeUrl, Buffer.concat(fields));
}

/** A route configuration (as Any) with further routes at the end of each virtual host, one a cluster, for any path. */
export function encodeWithIdleRoutes(resource: Uint8Array, clusters: readonly string[]): Uint8Array {
  const routes = protobuf.Writer.create();
  for (const cluster of clusters) {
    // VirtualHost.routes = 3: Route.match = 1 with a prefix = 1, route = 2 with a cluster = 1, name = 14.
    routes.uint32(26).fork();
    routes.uint32(10).fork().uint32(10).string('/').ldelim();
    routes.uint32(18).fork().uint32(10).string(cluster).ldelim();
    routes.uint32(114).string(`idle:${cluster}`).ldelim();
  }
  const added = routes.finish();
  const [typeUrl, fields] = edited(resource, (tag, field) => {
    if (tag !== 18) return null;
    const reader = protobuf.Reader.create(field);
    reader.uint32();
    const host = Buffer.concat([reader.bytes(), added]);
    return protobuf.Writer.create().uint32(18).bytes(host).finish();
  });
  return any(typeUrl, Buffer.concat(fields));
}
