import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { readyBootstraps } from '../../../scripts/build-bootstraps.ts';
import { bootstrapFor } from '../../../src/bootstrap/bootstrap.ts';
import { defaultBootstrap } from '../../../src/bootstrap/options.ts';
import { printBootstrap } from '../../../src/bootstrap/print.ts';

const DEFAULT = defaultBootstrap({ service: 'resolver', mode: 'delta', build: '1.2.3' });

describe('ready bootstraps', () => {
  const files = readyBootstraps();

  it('there is one a service with a sidecar and protocol, and no other file', () => {
    const folder = dirname([...files.keys()][0] ?? '');
    assert.deepEqual(
      readdirSync(folder)
        .map((name) => join(folder, name))
        .sort(),
      [...files.keys()].sort(),
    );
    assert.equal(files.size, 12);
  });

  for (const [path, text] of files) {
    it(`${path.slice(path.lastIndexOf('/') + 1)} is what the program prints (npm run build:bootstraps)`, () => {
      assert.equal(readFileSync(path, 'utf8'), text);
    });
  }
});

describe('a bootstrap', () => {
  it('has the runtime layers in the order of the contract', () => {
    const layers = bootstrapFor(DEFAULT).layered_runtime?.layers ?? [];
    assert.deepEqual(
      layers.map(({ name, rtds_layer: rtds }) => [name, rtds?.name]),
      [
        ['moniker.weights', 'moniker.weights'],
        ['moniker.policy', 'moniker.policy'],
        ['admin', undefined],
      ],
    );
  });

  it('tells the control plane what differs from mesh.yaml, and only that', () => {
    assert.deepEqual(bootstrapFor(DEFAULT).node, {
      id: 'resolver',
      cluster: 'resolver',
      metadata: { moniker: { contract: 1, build: '1.2.3', ports: { admin: 15_000, readiness: 15_021 } } },
    });
    const node = bootstrapFor({
      ...DEFAULT,
      nodeId: 'r-1',
      region: 'eu-west-1',
      zone: 'eu-west-1a',
      adminPort: 1,
      listeners: { bindAddress: '127.0.0.9', inbound: 2, egress: 3, edge: 4 },
    }).node;
    assert.deepEqual(node?.locality, { region: 'eu-west-1', zone: 'eu-west-1a' });
    assert.deepEqual(node.metadata?.['moniker'], {
      contract: 1,
      build: '1.2.3',
      bindAddress: '127.0.0.9',
      ports: { inbound: 2, egress: 3, edge: 4, admin: 1, readiness: 15_021 },
    });
  });

  it('keeps the admin page on loopback, whatever the node binds', () => {
    const admin = (bindAddress: string): string | undefined =>
      bootstrapFor({ ...DEFAULT, listeners: { ...DEFAULT.listeners, bindAddress } }).admin?.address
        ?.socket_address?.address;
    assert.equal(admin('10.0.0.7'), '127.0.0.1');
    assert.equal(admin('127.0.0.9'), '127.0.0.9');
  });

  it('resolves names by DNS and takes several control planes', () => {
    const cluster = (hosts: readonly string[]) =>
      bootstrapFor({ ...DEFAULT, xdsAddresses: hosts.map((host) => ({ host, port: 18_000 })) })
        .static_resources?.clusters?.[0];
    assert.equal(cluster(['10.0.0.1', '::1'])?.type, 'STATIC');
    const named = cluster(['a.example.com', '10.0.0.1']);
    assert.equal(named?.type, 'STRICT_DNS');
    assert.equal(named.load_assignment?.endpoints?.[0]?.lb_endpoints?.length, 2);
  });

  it('checks the name in the certificate of the control plane', () => {
    const socket = (host: string, serverName: string | null) =>
      bootstrapFor({
        ...DEFAULT,
        xdsAddresses: [{ host, port: 443 }],
        tls: { ca: 'ca.pem', client: { cert: 'c.pem', key: 'k.pem' }, serverName },
      }).static_resources?.clusters?.[0]?.transport_socket?.typed_config;
    assert.equal(socket('cp.example.com', null)?.['sni'], 'cp.example.com');
    assert.equal(socket('10.0.0.1', null)?.['sni'], undefined);
    assert.match(
      JSON.stringify(socket('10.0.0.1', null)),
      /"san_type":"IP_ADDRESS","matcher":{"exact":"10.0.0.1"}/,
    );
    assert.match(JSON.stringify(socket('10.0.0.1', 'cp')), /"san_type":"DNS","matcher":{"exact":"cp"}/);
  });

  it('explains each of its parts in the file', () => {
    const text = printBootstrap(DEFAULT);
    for (const section of Object.keys(bootstrapFor(DEFAULT)))
      assert.match(text, new RegExp(`^# .*\\n${section}:$`, 'm'));
  });
});
