import protobuf from 'protobufjs/minimal.js';
import { frameMessage } from '../../grpc/framing.ts';
import type { Method } from '../../grpc/model.ts';
import { STATUS } from '../../grpc/status.ts';
import type { ServiceFile } from '../../proto/services.generated.ts';
import { readFields } from '../wire/node.ts';

/** Both names of the service, of which clients ask for the newer first; the messages are the same. */
export const REFLECTION_SERVICES = [
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
] as const;

/** `ServerReflectionRequest`: which of its questions, and its text. */
interface Question {
  readonly field: number;
  readonly text: string;
}

const HOST = 1;
const BY_FILENAME = 3;
const BY_SYMBOL = 4;
const BY_EXTENSION = 5;
const EXTENSION_NUMBERS = 6;
const LIST_SERVICES = 7;

interface Files {
  readonly byName: ReadonlyMap<string, ServiceFile>;
  readonly bySymbol: ReadonlyMap<string, ServiceFile>;
}

/**
 * Server reflection (gRPC, "GRPC Server Reflection Protocol"): tells which services there are, and their definitions,
 * so that `grpcurl` needs none of its own.
 */
export function reflectionMethods(services: readonly string[]): readonly (readonly [string, Method])[] {
  const method: Method = (call) => {
    // Answered in the order of the requests, though the definitions are loaded with the first.
    let last: Promise<void> = Promise.resolve();
    /** Files that this client has: none is sent twice. */
    const sent = new Set<string>();
    const answer = async (request: Uint8Array): Promise<void> => {
      const question = readQuestion(request);
      if (!question) {
        call.end({ code: STATUS.INVALID_ARGUMENT, message: 'not a reflection request' });
        return;
      }
      const files = await loadFiles();
      call.send(frameMessage(response(request, answerTo(question, { services, files, sent }))));
    };
    return {
      message(bytes) {
        const request = Uint8Array.from(bytes);
        last = last.then(() => answer(request));
      },
      halfClosed() {
        void last.then(() => {
          call.end({ code: STATUS.OK, message: '' });
        });
      },
      closed: () => undefined,
    };
  };
  return REFLECTION_SERVICES.map((service) => [`/${service}/ServerReflectionInfo`, method]);
}

let loading: Promise<Files> | undefined;

function loadFiles(): Promise<Files> {
  return (loading ??= import('../../proto/services.generated.ts').then(({ SERVICE_FILES }) => ({
    byName: new Map(SERVICE_FILES.map((file) => [file.name, file])),
    bySymbol: new Map(SERVICE_FILES.flatMap((file) => file.symbols.map((symbol) => [symbol, file]))),
  })));
}

/** Null: not such a request. */
function readQuestion(bytes: Uint8Array): Question | null {
  let question: Question = { field: 0, text: '' };
  try {
    const reader = protobuf.Reader.create(bytes);
    readFields(reader, reader.len, (field, wireType) => {
      if (wireType !== 2 || field === HOST || field > LIST_SERVICES) return false;
      // An extension request is a message of its own: there are no extensions to tell of.
      question = { field, text: field === BY_EXTENSION ? '' : reader.string() };
      if (field === BY_EXTENSION) reader.bytes();
      return true;
    });
  } catch {
    return null;
  }
  return question;
}

/** A field of `ServerReflectionResponse`. */
type Answer = { readonly field: 4 | 5 | 6 | 7; readonly bytes: Uint8Array };

function answerTo(
  { field, text }: Question,
  of: { readonly services: readonly string[]; readonly files: Files; readonly sent: Set<string> },
): Answer {
  const { services, files, sent } = of;
  switch (field) {
    case BY_FILENAME: {
      const file = files.byName.get(text);
      return file ? definitions(file, files, sent) : failure(STATUS.NOT_FOUND, `no file ${text}`);
    }
    case BY_SYMBOL: {
      const file = files.bySymbol.get(text);
      return file ? definitions(file, files, sent) : failure(STATUS.NOT_FOUND, `no symbol ${text}`);
    }
    case BY_EXTENSION:
      return failure(STATUS.NOT_FOUND, 'no message has extensions');
    case EXTENSION_NUMBERS:
      return files.bySymbol.has(text)
        ? { field: 5, bytes: protobuf.Writer.create().uint32(10).string(text).finish() }
        : failure(STATUS.NOT_FOUND, `no message ${text}`);
    case LIST_SERVICES: {
      const writer = protobuf.Writer.create();
      for (const service of services) writer.uint32(10).fork().uint32(10).string(service).ldelim();
      return { field: 6, bytes: writer.finish() };
    }
    default:
      return failure(STATUS.INVALID_ARGUMENT, 'the request asks nothing');
  }
}

/** The file first, then what it imports and the client has not got yet. */
function definitions(file: ServiceFile, files: Files, sent: Set<string>): Answer {
  const writer = protobuf.Writer.create();
  const add = (one: ServiceFile): void => {
    sent.add(one.name);
    writer.uint32(10).bytes(Buffer.from(one.descriptor, 'base64'));
    for (const name of one.imports) {
      const imported = files.byName.get(name);
      if (imported && !sent.has(name)) add(imported);
    }
  };
  add(file);
  return { field: 4, bytes: writer.finish() };
}

function failure(code: number, message: string): Answer {
  return {
    field: 7,
    bytes: protobuf.Writer.create().uint32(8).int32(code).uint32(18).string(message).finish(),
  };
}

/** `ServerReflectionResponse`: the request stands in it again. */
function response(request: Uint8Array, { field, bytes }: Answer): Uint8Array {
  const writer = protobuf.Writer.create().uint32(18).bytes(request);
  return writer
    .uint32((field << 3) | 2)
    .bytes(bytes)
    .finish();
}
