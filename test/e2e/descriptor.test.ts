import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import protobuf from 'protobufjs';
import descriptorJson from 'protobufjs/google/protobuf/descriptor.json' with { type: 'json' };
import { MESSAGES } from '../../src/proto/descriptor.generated.ts';
import { envoyForTests } from '../support/envoy.ts';

/** What of Envoy's definitions the published tree has otherwise, and we neither send nor read. */
const KNOWN_DIFFERENCES: ReadonlySet<string> = new Set([
  // Never did anything, and is gone since.
  'envoy.config.listener.v3.FilterChain.on_demand_configuration',
  // Its type became envoy.config.route.v3.RateLimit.
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute.rate_limits',
]);

const TYPE_NAMES: readonly string[] = [
  '',
  ...[
    'double',
    'float',
    'int64',
    'uint64',
    'int32',
    'fixed64',
    'fixed32',
    'bool',
    'string',
    'group',
    'message',
  ],
  ...['bytes', 'uint32', 'enum', 'sfixed32', 'sfixed64', 'sint32', 'sint64'],
];

interface FieldProto {
  readonly name: string;
  readonly number: number;
  readonly type: number;
  readonly typeName?: string;
}
interface MessageProto {
  readonly name: string;
  readonly field?: readonly FieldProto[];
  readonly nestedType?: readonly MessageProto[];
}
interface FileProto {
  readonly name: string;
  readonly package: string;
  readonly messageType?: readonly MessageProto[];
}

const FileDescriptor = protobuf.Root.fromJSON(descriptorJson).lookupType(
  'google.protobuf.FileDescriptorProto',
);

/** Where the message that starts at `start` ends: its fields come in the order of their numbers, up to 14. */
function endOf(bytes: Buffer, start: number): number {
  const reader = protobuf.Reader.create(bytes.subarray(start, start + 1_000_000));
  let end = 0;
  let last = 0;
  try {
    for (;;) {
      const tag = reader.uint32();
      const number = tag >>> 3;
      if (number < last || number > 14 || (number === 1 && end > 0)) return start + end;
      reader.skipType(tag & 7);
      last = number;
      end = reader.pos;
    }
  } catch {
    return start + end;
  }
}

/** The definitions that a program built on protobuf carries in itself. */
function* filesIn(bytes: Buffer): Generator<FileProto> {
  for (let at = bytes.indexOf('.proto\x12'); at >= 0; at = bytes.indexOf('.proto\x12', at + 1)) {
    const end = at + '.proto'.length;
    for (let start = end - 1; start > end - 128; start--) {
      if (bytes[start] !== end - start - 1 || bytes[start - 1] !== 10) continue;
      try {
        const message = FileDescriptor.decode(bytes.subarray(start - 1, endOf(bytes, start - 1)));
        yield FileDescriptor.toObject(message) as FileProto;
      } catch {
        // Other data that happens to look like it.
      }
      break;
    }
  }
}

/** `number type` of each field, by the field's full name. */
function fieldsOf(files: Iterable<FileProto>): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const walk = (scope: string, message: MessageProto): void => {
    const name = `${scope}.${message.name}`;
    for (const field of message.field ?? []) {
      const type = field.typeName?.slice(1) ?? TYPE_NAMES[field.type] ?? '';
      fields.set(`${name}.${field.name}`, `${field.number} ${type}`);
    }
    for (const nested of message.nestedType ?? []) walk(name, nested);
  };
  for (const file of files) for (const message of file.messageType ?? []) walk(file.package, message);
  return fields;
}

/** Our table in the same form; a map's entry type is protobuf's own affair. */
function* ourFields(): Generator<{
  readonly message: string;
  readonly field: string;
  readonly type: string | null;
}> {
  for (const [message, text] of Object.entries(MESSAGES)) {
    // protobufjs brings these itself, with names in camelCase.
    if (message.startsWith('google.protobuf.') || text === '') continue;
    for (const token of text.split(';')) {
      const [number = '', name = '', spec = ''] = token.split(' ');
      const type = spec.startsWith('{') ? null : `${number} ${spec.replace(/^\*?[.#]?/, '')}`;
      yield { message, field: `${message}.${name}`, type };
    }
  }
}

const { binary, skip } = await envoyForTests();

describe('the descriptor, overlay included, and the definitions inside a real Envoy', { skip }, () => {
  const real = skip === false ? fieldsOf(filesIn(readFileSync(binary))) : new Map<string, string>();
  const messages = new Set([...real.keys()].map((field) => field.slice(0, field.lastIndexOf('.'))));

  it('agree on every field', () => {
    const wrong: string[] = [];
    let agreed = 0;
    for (const { message, field, type } of ourFields()) {
      // Some extensions are not linked in, so that their messages are not there.
      if (!messages.has(message) || KNOWN_DIFFERENCES.has(field)) continue;
      const found = real.get(field);
      if (found === undefined || (type !== null && found !== type)) {
        wrong.push(`${field}: ${type ?? 'a map'}, in Envoy ${found ?? 'absent'}`);
      } else agreed++;
    }
    assert.deepEqual(wrong, []);
    assert.ok(agreed > 1_900, `only ${agreed} fields were found in ${binary}`);
  });

  it('have what the overlay adds', () => {
    assert.equal(
      real.get('envoy.config.route.v3.WeightedCluster.use_hash_policy'),
      '5 google.protobuf.BoolValue',
    );
    const specifier = 'envoy.extensions.router.cluster_specifiers.matcher.v3';
    assert.equal(
      real.get(`${specifier}.MatcherClusterSpecifier.cluster_matcher`),
      '1 xds.type.matcher.v3.Matcher',
    );
    assert.equal(real.get(`${specifier}.ClusterAction.cluster`), '1 string');
  });
});
