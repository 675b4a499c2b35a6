import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Client, credentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import type { GrpcObject, ServiceError } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { createOperatorServer } from '../../src/xds/operator/operator-server.ts';
import type { OperatorServer } from '../../src/xds/operator/operator-server.ts';
import { TestStream } from '../support/xds/line.ts';

const silent = (): void => undefined;
const pass = (bytes: Buffer): Buffer => bytes;
const CSDS = 'envoy.service.status.v3.ClientStatusDiscoveryService';
const REFLECTION = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];
const NOT_DECODABLE = Buffer.from([0x0a, 0x7f]);

interface Operator {
  readonly server: OperatorServer;
  readonly address: string;
  readonly client: Client;
}

async function operator(t: TestContext): Promise<Operator> {
  const server = createOperatorServer({
    list: () => [],
    resources: () => null,
    log: { debug: silent, info: silent, warn: silent },
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const address = `127.0.0.1:${port}`;
  const client = new Client(address, credentials.createInsecure());
  t.after(async () => {
    client.close();
    await server.close();
  });
  return { server, address, client };
}

const MESSAGES = protobuf.loadSync('protos/services/grpc/reflection/v1/reflection.proto');
const REQUEST = MESSAGES.lookupType('grpc.reflection.v1.ServerReflectionRequest');
const RESPONSE = MESSAGES.lookupType('grpc.reflection.v1.ServerReflectionResponse');

interface ReflectionAnswer {
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Uint8Array[] };
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly allExtensionNumbersResponse?: { readonly baseTypeName: string };
  readonly errorResponse?: { readonly errorCode: number };
}

async function ask(stream: TestStream, question: object): Promise<ReflectionAnswer> {
  stream.send(Buffer.from(REQUEST.encode(REQUEST.fromObject(question)).finish()));
  const { originalRequest, ...answer } = RESPONSE.toObject(RESPONSE.decode(await stream.receive()));
  assert.deepEqual(originalRequest, question);
  return answer;
}

/** The bytes of a google.protobuf.FileDescriptorSet. */
const descriptorSet = (files: readonly Uint8Array[]): Buffer => {
  const writer = protobuf.Writer.create();
  for (const file of files) writer.uint32(10).bytes(file);
  return Buffer.from(writer.finish());
};

interface GenericClient {
  close(): void;
  [method: string]: (request: object, done: (error: ServiceError | null, answer?: object) => void) => void;
}

/** A client as a tool makes it that knows nothing but what reflection told. */
function clientOf(files: readonly Uint8Array[], service: string, address: string): GenericClient {
  let found: unknown = loadPackageDefinition(
    loadFileDescriptorSetFromBuffer(descriptorSet(files), { defaults: true, enums: String }),
  );
  for (const part of service.split('.')) found = (found as GrpcObject)[part];
  const Generic = found as new (address: string, credentials: object) => GenericClient;
  return new Generic(address, credentials.createInsecure());
}

const fetched = (client: GenericClient, method: string, request: object): Promise<object> =>
  new Promise((resolve, reject) => {
    client[method]?.(request, (error, answer) => {
      if (error) reject(error);
      else resolve(answer ?? {});
    });
  });

describe('server reflection', () => {
  for (const service of REFLECTION) {
    it(`${service} lists the services, and tells enough of each to call it`, async (t) => {
      const { client, address } = await operator(t);
      const stream = new TestStream(client, `/${service}/ServerReflectionInfo`);
      const { listServicesResponse } = await ask(stream, { listServices: '' });
      assert.deepEqual(
        listServicesResponse?.service.map(({ name }) => name),
        [CSDS, 'grpc.health.v1.Health', ...REFLECTION],
      );
      const files: Uint8Array[] = [];
      for (const { name } of listServicesResponse.service) {
        const { fileDescriptorResponse } = await ask(stream, { fileContainingSymbol: name });
        files.push(...(fileDescriptorResponse?.fileDescriptorProto ?? []));
      }
      const status = clientOf(files, CSDS, address);
      const health = clientOf(files, 'grpc.health.v1.Health', address);
      t.after(() => {
        status.close();
        health.close();
      });
      assert.deepEqual(await fetched(status, 'FetchClientStatus', { nodeMatchers: [] }), { config: [] });
      assert.deepEqual(await fetched(health, 'Check', { service: CSDS }), { status: 'SERVING' });
      stream.call.end();
      await stream.ended;
    });
  }

  it('finds files by name, and what stands in them; sends an import once', async (t) => {
    const { client } = await operator(t);
    const stream = new TestStream(client, `/${REFLECTION[0] ?? ''}/ServerReflectionInfo`);
    const files = async (question: object): Promise<number> =>
      (await ask(stream, question)).fileDescriptorResponse?.fileDescriptorProto.length ?? 0;
    assert.ok((await files({ fileContainingSymbol: `${CSDS}.FetchClientStatus` })) > 10);
    assert.equal(await files({ fileByFilename: 'envoy/config/core/v3/base.proto' }), 1);
    assert.equal(
      await files({ fileContainingSymbol: 'envoy.service.status.v3.ClientConfig.GenericXdsConfig' }),
      1,
    );
    const numbers = await ask(stream, { allExtensionNumbersOfType: 'google.protobuf.Struct' });
    assert.equal(numbers.allExtensionNumbersResponse?.baseTypeName, 'google.protobuf.Struct');
    for (const question of [
      { fileByFilename: 'no.proto' },
      { fileContainingSymbol: 'no.Symbol' },
      { allExtensionNumbersOfType: 'no.Type' },
      { fileContainingExtension: { containingType: 'google.protobuf.Struct', extensionNumber: 9 } },
    ]) {
      assert.equal((await ask(stream, question)).errorResponse?.errorCode, status.NOT_FOUND);
    }
    assert.equal((await ask(stream, {})).errorResponse?.errorCode, status.INVALID_ARGUMENT);
    stream.send(NOT_DECODABLE);
    assert.equal((await stream.ended).code, status.INVALID_ARGUMENT);
  });
});

describe('health', () => {
  const named = (name: string): Buffer => Buffer.from([10, name.length, ...Buffer.from(name)]);

  it('is watched by service, and NOT_SERVING as the server stops', async (t) => {
    const { client, server } = await operator(t);
    const watching = ['', CSDS].map((name) => {
      const stream = new TestStream(client, '/grpc.health.v1.Health/Watch');
      stream.send(name === '' ? Buffer.alloc(0) : named(name));
      return stream;
    });
    for (const stream of watching) assert.deepEqual([...(await stream.receive())], [8, 1]);
    const closed = server.close();
    for (const stream of watching) {
      assert.deepEqual([...(await stream.receive())], [8, 2]);
      assert.equal((await stream.ended).code, status.UNAVAILABLE);
    }
    await closed;
  });

  it('refuses what is no health check', async (t) => {
    const { client } = await operator(t);
    const watch = new TestStream(client, '/grpc.health.v1.Health/Watch');
    watch.send(NOT_DECODABLE);
    assert.equal((await watch.ended).code, status.INVALID_ARGUMENT);
    const check = new Promise<number | undefined>((resolve) => {
      client.makeUnaryRequest('/grpc.health.v1.Health/Check', pass, pass, NOT_DECODABLE, (error) => {
        resolve(error?.code);
      });
    });
    assert.equal(await check, status.INVALID_ARGUMENT);
    const twice = new TestStream(client, '/grpc.health.v1.Health/Watch');
    twice.send(Buffer.alloc(0));
    twice.send(Buffer.alloc(0));
    assert.equal((await twice.ended).code, status.UNIMPLEMENTED);
  });
});
