import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { loadProtos } from '../../../scripts/protos/load.ts';
import { decode, encode, type MessageName } from '../../../src/proto/codec.ts';

const root = loadProtos();

type Json = Readonly<Record<string, unknown>>;
/** The same message as our JSON and as protobufjs' own object. */
interface Pair {
  readonly json: unknown;
  readonly message: unknown;
}

const text = fc.string({ maxLength: 12, unit: 'grapheme' });

/** Types whose JSON is not their fields, with both forms. */
const wellKnown: Readonly<Record<string, fc.Arbitrary<Pair>>> = {
  'google.protobuf.BoolValue': fc.boolean().map((value) => ({ json: value, message: { value } })),
  'google.protobuf.StringValue': text.map((value) => ({ json: value, message: { value } })),
  'google.protobuf.UInt32Value': fc.nat(0xffffffff).map((value) => ({ json: value, message: { value } })),
  'google.protobuf.UInt64Value': fc.nat().map((value) => ({ json: String(value), message: { value } })),
  'google.protobuf.DoubleValue': fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ json: value, message: { value } })),
  'google.protobuf.Duration': fc
    .record({ seconds: fc.nat(1_000_000), millis: fc.nat(999) })
    .map(({ seconds, millis }) => ({
      json: `${seconds}${millis === 0 ? '' : `.${String(millis).padStart(3, '0')}`}s`,
      message: { seconds, nanos: millis * 1_000_000 },
    })),
};

function scalar(type: string): fc.Arbitrary<Pair> {
  const same = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Pair> =>
    values.map((value) => ({ json: value, message: value }));
  if (type === 'string') return same(text);
  if (type === 'bool') return same(fc.boolean());
  if (type === 'bytes') {
    return fc
      .uint8Array({ maxLength: 8 })
      .map((bytes) => ({ json: Buffer.from(bytes).toString('base64'), message: bytes }));
  }
  if (type === 'double') return same(fc.double({ noNaN: true, noDefaultInfinity: true }));
  if (type === 'float') return same(fc.float({ noNaN: true, noDefaultInfinity: true }));
  if (type.endsWith('64')) {
    const signed = type !== 'uint64' && type !== 'fixed64';
    return fc
      .maxSafeInteger()
      .map((n) => (signed ? n : Math.abs(n)))
      .map((n) => ({ json: String(n), message: n }));
  }
  return type === 'uint32' || type === 'fixed32' ? same(fc.nat(0xffffffff)) : same(fc.integer());
}

function value(field: protobuf.Field, depth: number): fc.Arbitrary<Pair> | null {
  const type = field.resolve().resolvedType;
  if (type === null) return scalar(field.type);
  if (type instanceof protobuf.Enum) {
    return fc.constantFrom(...Object.entries(type.values)).map(([json, message]) => ({ json, message }));
  }
  const special = wellKnown[type.fullName.slice(1)];
  if (special !== undefined) return special;
  if (depth <= 0 || type.fullName.startsWith('.google.protobuf.')) return null;
  return message(type, depth - 1);
}

function fieldPair(field: protobuf.Field, depth: number): fc.Arbitrary<Pair> | null {
  const one = value(field, depth);
  if (one === null) return null;
  const both = (pairs: readonly Pair[], pick: (values: readonly unknown[]) => unknown): Pair => ({
    json: pick(pairs.map(({ json }) => json)),
    message: pick(pairs.map(({ message: own }) => own)),
  });
  if (field instanceof protobuf.MapField) {
    return fc
      .tuple(
        text.filter((key) => key !== '__proto__'),
        one,
      )
      .map(([key, pair]) => both([pair], ([item]) => ({ [key]: item })));
  }
  if (!field.repeated) return one;
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((pairs) => both(pairs, (values) => values));
}

const made = new Map<string, fc.Arbitrary<Pair>>();

function message(type: protobuf.Type, depth: number): fc.Arbitrary<Pair> {
  const key = `${depth} ${type.fullName}`;
  const known = made.get(key) ?? newMessage(type, depth);
  made.set(key, known);
  return known;
}

/** A message with some of its fields set, at most one of each oneof. */
function newMessage(type: protobuf.Type, depth: number): fc.Arbitrary<Pair> {
  const fields = type.fieldsArray.flatMap((field) => {
    const pairs = fieldPair(field, depth);
    return pairs === null ? [] : [{ field, pairs }];
  });
  return fc.subarray(fields, { maxLength: Math.min(4, fields.length) }).chain((chosen) => {
    const seen = new Set<string>();
    const kept = chosen.filter(({ field }) => {
      if (field.partOf === null) return true;
      const isFirst = !seen.has(field.partOf.name);
      seen.add(field.partOf.name);
      return isFirst;
    });
    return fc.tuple(...kept.map(({ pairs }) => pairs)).map((pairs) => {
      const json: Record<string, unknown> = {};
      const own: Record<string, unknown> = {};
      kept.forEach(({ field }, i) => {
        json[field.name] = pairs[i]?.json;
        own[field.name] = pairs[i]?.message;
      });
      return { json, message: own };
    });
  });
}

const TYPES: readonly MessageName[] = [
  'envoy.config.route.v3.RouteConfiguration',
  'envoy.config.cluster.v3.Cluster',
  'envoy.config.listener.v3.Listener',
  'envoy.config.endpoint.v3.ClusterLoadAssignment',
  'envoy.config.bootstrap.v3.Bootstrap',
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
  'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
  'envoy.service.discovery.v3.DeltaDiscoveryRequest',
  'xds.type.matcher.v3.Matcher',
];

/** With defaults filled in, as protobufjs writes those that are set and we leave them out. */
function readable(type: protobuf.Type, bytes: Uint8Array): Json {
  return type.toObject(type.decode(bytes), { longs: String, bytes: String, enums: String, defaults: true });
}

describe("the codec against protobufjs' reflection", () => {
  for (const name of TYPES) {
    it(name, () => {
      const type = root.lookupType(name);
      fc.assert(
        fc.property(message(type, 3), ({ json, message: own }) => {
          const ours = encode(name, json as never);
          const theirs = type.encode(type.fromObject(own as Record<string, unknown>)).finish();
          assert.deepEqual(encode(name, decode(name, theirs)), ours, 'their bytes, read and written by us');
          assert.deepEqual(readable(type, ours), readable(type, theirs), 'our bytes, read by them');
          assert.deepEqual(decode(name, ours), decode(name, theirs));
        }),
        { numRuns: 150 },
      );
    });
  }
});
