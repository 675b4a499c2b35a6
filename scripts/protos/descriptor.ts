import protobuf from 'protobufjs';

const PACKABLE = new Set(['string', 'bytes']);

/** `.Full.Name` of a message, `#Full.Name` of an enum, or a scalar's own name. */
function typeToken(field: protobuf.Field): string {
  if (field.resolvedType === null) return field.type;
  return (field.resolvedType instanceof protobuf.Enum ? '#' : '.') + field.resolvedType.fullName.slice(1);
}

function fieldToken(field: protobuf.Field): string {
  const isUnpacked =
    field.repeated && field.resolvedType === null && !PACKABLE.has(field.type) && !field.packed;
  const isExplicit = field.options?.['proto3_optional'] === true || field.required;
  if (isUnpacked || isExplicit) throw new Error(`${field.fullName}: the codec knows no such field yet`);
  const key = field instanceof protobuf.MapField ? `{${field.keyType}}` : field.repeated ? '*' : '';
  const oneof = field.partOf === null ? '' : ` ${field.partOf.name}`;
  return `${field.id} ${field.name} ${key}${typeToken(field)}${oneof}`;
}

function entry(name: string, tokens: readonly string[]): string {
  return `  '${name}': '${tokens.join(';')}',\n`;
}

/**
 * The table that the codec reads, as TypeScript text: one string a message (`number name type [oneof]`, joined by
 * `;`, sorted by number) and one an enum (`NAME=number`), so that loading it costs nothing but the strings.
 */
export function descriptorSource(types: readonly (protobuf.Type | protobuf.Enum)[]): string {
  let messages = '';
  let enums = '';
  for (const type of types) {
    const name = type.fullName.slice(1);
    if (type instanceof protobuf.Enum) {
      enums += entry(
        name,
        Object.entries(type.values).map(([key, value]) => `${key}=${value}`),
      );
    } else {
      const fields = [...type.fieldsArray].sort((a, b) => a.id - b.id);
      messages += entry(name, fields.map(fieldToken));
    }
  }
  return (
    '// Made by `npm run build:protos`; do not edit.\n' +
    `export const MESSAGES: Readonly<Record<string, string>> = {\n${messages}};\n` +
    `export const ENUMS: Readonly<Record<string, string>> = {\n${enums}};\n`
  );
}
