import protobuf from 'protobufjs/minimal.js';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { ResourceType } from '../../../src/snapshot/model.ts';

export interface ClientNode {
  readonly id: string;
  readonly cluster: string;
  readonly locality?: { readonly zone: string };
  /** Objects, strings and numbers. */
  readonly metadata?: object;
  readonly userAgent?: { readonly name: string; readonly version: string };
}

/** A request as a client writes it; what is absent is left out of the bytes. */
export interface ClientRequest {
  readonly node?: ClientNode;
  readonly typeUrl?: string;
  readonly nonce?: string;
  readonly error?: string;
  /** SotW. */
  readonly version?: string;
  readonly names?: readonly string[];
  /** Delta. */
  readonly subscribe?: readonly string[];
  readonly unsubscribe?: readonly string[];
  readonly initial?: Readonly<Record<string, string>>;
}

const tag = (field: number): number => (field << 3) | 2;

export function encodeRequest(protocol: 'sotw' | 'delta', request: ClientRequest): Buffer {
  const fields =
    protocol === 'sotw' ? { node: 2, type: 4, nonce: 5, error: 6 } : { node: 1, type: 2, nonce: 6, error: 7 };
  const writer = protobuf.Writer.create();
  if (request.node) {
    writer.uint32(tag(fields.node)).fork();
    writeNode(writer, request.node);
    writer.ldelim();
  }
  if (request.typeUrl !== undefined) writer.uint32(tag(fields.type)).string(request.typeUrl);
  if (request.nonce) writer.uint32(tag(fields.nonce)).string(request.nonce);
  if (request.error !== undefined) {
    writer.uint32(tag(fields.error)).fork().uint32(8).int32(3).uint32(tag(2)).string(request.error).ldelim();
  }
  if (request.version) writer.uint32(tag(1)).string(request.version);
  for (const name of request.names ?? []) writer.uint32(tag(3)).string(name);
  for (const name of request.subscribe ?? []) writer.uint32(tag(3)).string(name);
  for (const name of request.unsubscribe ?? []) writer.uint32(tag(4)).string(name);
  for (const [name, version] of Object.entries(request.initial ?? {})) {
    writer.uint32(tag(5)).fork().uint32(tag(1)).string(name).uint32(tag(2)).string(version).ldelim();
  }
  return Buffer.from(writer.finish());
}

function writeNode(
  writer: protobuf.Writer,
  { id, cluster, locality, metadata, userAgent }: ClientNode,
): void {
  writer.uint32(tag(1)).string(id).uint32(tag(2)).string(cluster);
  if (locality) writer.uint32(tag(4)).fork().uint32(tag(2)).string(locality.zone).ldelim();
  if (metadata) writeStruct(writer.uint32(tag(3)).fork(), metadata).ldelim();
  if (userAgent) writer.uint32(tag(6)).string(userAgent.name).uint32(tag(7)).string(userAgent.version);
}

function writeStruct(writer: protobuf.Writer, fields: object): protobuf.Writer {
  for (const [key, value] of Object.entries(fields) as [string, unknown][]) {
    writer.uint32(tag(1)).fork().uint32(tag(1)).string(key).uint32(tag(2)).fork();
    if (typeof value === 'number') writer.uint32(17).double(value);
    else if (typeof value === 'string') writer.uint32(tag(3)).string(value);
    else if (typeof value === 'object' && value !== null)
      writeStruct(writer.uint32(tag(5)).fork(), value).ldelim();
    else throw new Error(`metadata of a kind that is not written: ${key}`);
    writer.ldelim().ldelim();
  }
  return writer;
}

export interface ClientResource {
  /** Empty in SotW: the name is inside of the resource. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly version: string;
  /** Empty in a heartbeat. */
  readonly any: Uint8Array;
  /** Milliseconds; absent: for ever. */
  readonly ttl?: number;
}

export interface ClientResponse {
  readonly type: ResourceType | null;
  readonly typeUrl: string;
  readonly version: string;
  readonly nonce: string;
  readonly resources: readonly ClientResource[];
  readonly removed: readonly string[];
}

export function decodeResponse(protocol: 'sotw' | 'delta', bytes: Uint8Array): ClientResponse {
  const reader = protobuf.Reader.create(bytes);
  let version = '';
  let typeUrl = '';
  let nonce = '';
  const resources: ClientResource[] = [];
  const removed: string[] = [];
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    switch (key >>> 3) {
      case 1:
        version = reader.string();
        break;
      case 2:
        resources.push(protocol === 'sotw' ? sotwResource(reader.bytes()) : deltaResource(reader.bytes()));
        break;
      case 4:
        typeUrl = reader.string();
        break;
      case 5:
        nonce = reader.string();
        break;
      case 6:
        removed.push(reader.string());
        break;
      default:
        throw new Error(`a response has an unexpected field ${key >>> 3}`);
    }
  }
  const type = (Object.keys(TYPE_URLS) as ResourceType[]).find((one) => TYPE_URLS[one] === typeUrl) ?? null;
  return { type, typeUrl, version, nonce, resources, removed };
}

/** In SotW a resource with a lifetime comes in the envelope of the delta variant, as a resource of that type. */
function sotwResource(any: Uint8Array): ClientResource {
  const head = new TextDecoder().decode(any.subarray(0, 80));
  if (head.includes('envoy.service.discovery.v3.Resource')) return deltaResource(anyValue(any));
  return { name: '', version: '', any };
}

function deltaResource(bytes: Uint8Array): ClientResource {
  const reader = protobuf.Reader.create(bytes);
  let name = '';
  let version = '';
  let any: Uint8Array = new Uint8Array(0);
  const aliases: string[] = [];
  let ttl: number | null = null;
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    if (key >>> 3 === 1) version = reader.string();
    else if (key >>> 3 === 2) any = reader.bytes();
    else if (key >>> 3 === 3) name = reader.string();
    else if (key >>> 3 === 4) aliases.push(reader.string());
    else if (key >>> 3 === 6) ttl = milliseconds(reader.bytes());
    else throw new Error(`a resource has an unexpected field ${key >>> 3}`);
  }
  return { name, version, any, ...(aliases.length > 0 && { aliases }), ...(ttl !== null && { ttl }) };
}

/** Of a Duration. */
function milliseconds(bytes: Uint8Array): number {
  const reader = protobuf.Reader.create(bytes);
  let sum = 0;
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    sum += key >>> 3 === 1 ? Number(reader.int64()) * 1_000 : reader.int32() / 1e6;
  }
  return sum;
}

/** The name and content of one of this folder's resources, or of a layer or assignment that the server made. */
export function readResource(any: Uint8Array): { readonly name: string; readonly content: string } {
  const text = new TextDecoder().decode(any);
  const own = /^(?:lds|rds|cds|eds|sds|ecds|srds|vhds):((?:xdstp:)?[^:]*):(.*)$/s.exec(text);
  if (own) return { name: own[1] ?? '', content: own[2] ?? '' };
  const message = anyValue(any);
  const reader = protobuf.Reader.create(message);
  reader.uint32();
  const name = reader.string();
  return { name, content: 'made' };
}

/** The numbers of a Runtime's layer. */
export function readRuntime(any: Uint8Array): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const reader = protobuf.Reader.create(anyValue(any));
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    if (key >>> 3 !== 2) {
      reader.skipType(key & 7);
      continue;
    }
    const end = reader.uint32() + reader.pos;
    while (reader.pos < end) {
      reader.uint32();
      const entryEnd = reader.uint32() + reader.pos;
      reader.uint32();
      const name = reader.string();
      reader.uint32();
      reader.uint32();
      reader.uint32();
      numbers.set(name, reader.double());
      if (reader.pos !== entryEnd) throw new Error('a runtime entry is not (key, number)');
    }
  }
  return numbers;
}

function anyValue(any: Uint8Array): Uint8Array {
  const reader = protobuf.Reader.create(any);
  let value: Uint8Array = new Uint8Array(0);
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    if (key >>> 3 === 2) value = reader.bytes();
    else reader.skipType(key & 7);
  }
  return value;
}
