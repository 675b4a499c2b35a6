import protobuf from 'protobufjs';

/** The JSON form of the well-known types, which differs from their fields. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  'google.protobuf.Any': "{ readonly '@type': string; readonly [field: string]: unknown }",
  'google.protobuf.Duration': 'string',
  'google.protobuf.Timestamp': 'string',
  'google.protobuf.Struct': '{ readonly [key: string]: unknown }',
  'google.protobuf.ListValue': 'readonly unknown[]',
  'google.protobuf.Value': 'unknown',
  'google.protobuf.NullValue': 'null',
  'google.protobuf.BoolValue': 'boolean',
  'google.protobuf.StringValue': 'string',
  'google.protobuf.BytesValue': 'string',
  'google.protobuf.DoubleValue': 'number | string',
  'google.protobuf.FloatValue': 'number | string',
  'google.protobuf.Int32Value': 'number',
  'google.protobuf.UInt32Value': 'number',
  'google.protobuf.Int64Value': 'number | string',
  'google.protobuf.UInt64Value': 'number | string',
};

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  bytes: 'string',
  bool: 'boolean',
  int32: 'number',
  uint32: 'number',
  sint32: 'number',
  fixed32: 'number',
  sfixed32: 'number',
  int64: 'number | string',
  uint64: 'number | string',
  sint64: 'number | string',
  fixed64: 'number | string',
  sfixed64: 'number | string',
  double: 'number | string',
  float: 'number | string',
};

function valueType(field: protobuf.Field): string {
  if (field.resolvedType !== null) return field.resolvedType.fullName.slice(1);
  const scalar = SCALARS[field.type];
  if (scalar === undefined) throw new Error(`${field.fullName}: no TypeScript type for ${field.type}`);
  return scalar;
}

function fieldType(field: protobuf.Field): string {
  const value = valueType(field);
  if (field instanceof protobuf.MapField) return `{ readonly [key: string]: ${value} }`;
  return field.repeated ? `readonly ${value.includes('|') ? `(${value})` : value}[]` : value;
}

function declaration(type: protobuf.Type | protobuf.Enum): string {
  const wellKnown = WELL_KNOWN[type.fullName.slice(1)];
  if (wellKnown !== undefined) return `  type ${type.name} = ${wellKnown};\n`;
  if (type instanceof protobuf.Enum) {
    const names = Object.keys(type.values).map((name) => `'${name}'`);
    return `  type ${type.name} = ${names.join(' | ')} | number;\n`;
  }
  const fields = [...type.fieldsArray].sort((a, b) => a.id - b.id);
  const lines = fields.map((field) => `    readonly ${field.name}?: ${fieldType(field)} | undefined;\n`);
  return lines.length === 0
    ? `  interface ${type.name} {\n    readonly [field: string]: never;\n  }\n`
    : `  interface ${type.name} {\n${lines.join('')}  }\n`;
}

/**
 * The JSON form of every message as TypeScript declarations: namespaces by package, snake_case optional fields,
 * and `MessageTypes`, which maps a full name to its interface.
 */
export function typesSource(types: readonly (protobuf.Type | protobuf.Enum)[]): string {
  const byScope = new Map<string, string>();
  let index = '';
  for (const type of types) {
    const scope = type.parent?.fullName.slice(1) ?? '';
    byScope.set(scope, (byScope.get(scope) ?? '') + declaration(type));
    const name = type.fullName.slice(1);
    if (type instanceof protobuf.Type) index += `  '${name}': ${name};\n`;
  }
  const namespaces = [...byScope].sort(([a], [b]) => (a < b ? -1 : 1));
  const body = namespaces.map(([scope, text]) => `export declare namespace ${scope} {\n${text}}\n`).join('');
  return `// Made by \`npm run build:protos\`; do not edit.\n${body}export interface MessageTypes {\n${index}}\n`;
}
