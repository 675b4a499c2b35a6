import protobuf from 'protobufjs';

/**
 * Descriptors (google/protobuf/descriptor.proto) in protobufjs' JSON form, without options. Its own conversion names
 * types relative to their users and maps' entries otherwise than protoc; readers of descriptors want neither.
 */
export function messageOf(type: protobuf.Type): object {
  // As declared: the fields of a oneof have to stand together.
  const fields = type.fieldsArray;
  const oneofs = type.oneofsArray.filter(({ isProto3Optional }) => !isProto3Optional);
  const nested = type.nestedArray;
  return {
    name: type.name,
    field: fields.map((field) => fieldOf(field, oneofs.indexOf(field.partOf ?? NO_ONEOF))),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
    nestedType: [
      ...nested.flatMap((one) => (one instanceof protobuf.Type ? messageOf(one) : [])),
      ...fields.flatMap((field) => (field instanceof protobuf.MapField ? entryOf(field) : [])),
    ],
    enumType: nested.flatMap((one) => (one instanceof protobuf.Enum ? enumOf(one) : [])),
  };
}

const NO_ONEOF = new protobuf.OneOf('none');

export function enumOf(type: protobuf.Enum): object {
  const value = Object.entries(type.values).map(([name, number]) => ({ name, number }));
  // The first value of a proto3 enum is 0.
  value.sort((a, b) => (a.number === 0 ? -1 : b.number === 0 ? 1 : 0));
  return { name: type.name, value };
}

export function serviceOf(service: protobuf.Service): object {
  return {
    name: service.name,
    method: service.methodsArray.map((method) => ({
      name: method.name,
      inputType: method.resolvedRequestType?.fullName,
      outputType: method.resolvedResponseType?.fullName,
      clientStreaming: method.requestStream === true,
      serverStreaming: method.responseStream === true,
    })),
  };
}

function fieldOf(field: protobuf.Field, oneof: number): object {
  const repeated = field.repeated || field instanceof protobuf.MapField;
  return {
    name: field.name,
    number: field.id,
    label: repeated ? 'LABEL_REPEATED' : 'LABEL_OPTIONAL',
    ...(field instanceof protobuf.MapField
      ? { type: 'TYPE_MESSAGE', typeName: `${field.parent?.fullName ?? ''}.${entryName(field)}` }
      : typeOf(field)),
    ...(oneof >= 0 && { oneofIndex: oneof }),
    jsonName: field.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  };
}

function typeOf(field: Pick<protobuf.Field, 'type' | 'resolvedType'>): {
  readonly type: string;
  readonly typeName?: string;
} {
  const { resolvedType } = field;
  if (resolvedType === null) return { type: `TYPE_${field.type.toUpperCase()}` };
  const type = resolvedType instanceof protobuf.Enum ? 'TYPE_ENUM' : 'TYPE_MESSAGE';
  return { type, typeName: resolvedType.fullName };
}

/** As protoc names it: `fields` → `FieldsEntry`. */
function entryName(field: protobuf.MapField): string {
  const words = field.name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Entry`;
}

function entryOf(field: protobuf.MapField): object {
  return {
    name: entryName(field),
    field: [
      {
        name: 'key',
        number: 1,
        label: 'LABEL_OPTIONAL',
        type: `TYPE_${field.keyType.toUpperCase()}`,
        jsonName: 'key',
      },
      { name: 'value', number: 2, label: 'LABEL_OPTIONAL', ...typeOf(field), jsonName: 'value' },
    ],
    options: { mapEntry: true },
  };
}
