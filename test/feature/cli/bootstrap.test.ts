import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { runHere } from '../../support/cli.ts';

const ready = join(import.meta.dirname, '..', '..', '..', 'envoy-bootstrap');

interface BootstrapJson {
  readonly node: {
    readonly id: string;
    readonly cluster: string;
    readonly locality?: Readonly<Record<string, string>>;
    readonly metadata: {
      readonly moniker: { readonly bindAddress?: string; readonly ports: Readonly<Record<string, number>> };
    };
  };
}

async function complaint(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(['bootstrap', '--service', 'gateway', ...words]);
  assert.deepEqual([code, stdout], [2, ''], words.join(' '));
  return stderr;
}

describe('bootstrap', () => {
  it('prints the ready files of envoy-bootstrap to the byte', async () => {
    const files = await readdir(ready);
    assert.equal(files.length, 12);
    for (const file of files) {
      const [, service = '', mode = ''] = /^(.+)-(delta|sotw)\.yaml$/.exec(file) ?? [];
      const { code, stdout } = await runHere(['bootstrap', '--service', service, '--mode', mode]);
      assert.deepEqual([code, stdout], [0, await readFile(join(ready, file), 'utf8')], file);
    }
  });

  it('prints the same as JSON', async () => {
    const words = ['bootstrap', '--service', 'gateway'];
    const [yaml, json] = [await runHere(words), await runHere([...words, '--json'])];
    assert.deepEqual(load(yaml.stdout), JSON.parse(json.stdout));
  });

  it('prints the file of a gRPC application without a sidecar', async () => {
    const words = ['--node-id', 'r-7', '--zone', 'eu-west-1a', '--xds-address', 'cp-a.internal:18000'];
    const { code, stdout } = await runHere([
      ...['bootstrap', '--service', 'reports', '--proxyless', '--label', 'tier=canary', ...words],
      ...['--xds-address', '[::1]:18001', '--tls-ca', 'ca.pem', '--tls-cert', 'c.pem', '--tls-key', 'k.pem'],
    ]);
    assert.equal(code, 0);
    const { node, xds_servers: servers } = JSON.parse(stdout) as BootstrapJson & {
      readonly xds_servers: readonly { readonly server_uri: string; readonly channel_creds: unknown }[];
    };
    assert.deepEqual([node.id, node.cluster, node.locality], ['r-7', 'reports', { zone: 'eu-west-1a' }]);
    assert.deepEqual(Object.entries(node.metadata)[1], ['labels', { tier: 'canary' }]);
    assert.deepEqual(
      servers.map(({ server_uri: uri }) => uri),
      ['cp-a.internal:18000', '[::1]:18001'],
    );
    const files = { ca_certificate_file: 'ca.pem', certificate_file: 'c.pem', private_key_file: 'k.pem' };
    assert.deepEqual(servers[0]?.channel_creds, [{ type: 'tls', config: files }]);
    for (const [option, value] of [
      ['inbound-port', '15106'],
      ['mode', 'sotw'],
      ['admin-port', '15001'],
      ['readiness-address', '127.0.0.1:15022'],
      ['max-heap', '64'],
      ['max-connections', '9'],
    ] as const) {
      const told = await complaint('--proxyless', `--${option}`, value);
      assert.ok(told.includes(`--${option} is for sidecars`), told);
    }
  });

  it('takes what is this one node: its name, place, addresses and control planes', async () => {
    const node = [
      '--node-id',
      'g-7',
      '--region',
      'eu-west-1',
      '--zone',
      'eu-west-1a',
      '--bind-address',
      '127.0.0.7',
    ];
    const ports = ['--inbound-port', '1', '--egress-port', '2', '--edge-port', '3', '--admin-port', '4'];
    const planes = ['--xds-address', 'cp-a.internal:18000', '--xds-address', '[::1]:18001'];
    const { stdout } = await runHere([
      'bootstrap',
      '--service',
      'gateway',
      ...node,
      ...ports,
      ...planes,
      '--json',
    ]);
    const json = JSON.parse(stdout) as BootstrapJson;
    assert.deepEqual([json.node.id, json.node.cluster], ['g-7', 'gateway']);
    assert.deepEqual(json.node.locality, { region: 'eu-west-1', zone: 'eu-west-1a' });
    assert.equal(json.node.metadata.moniker.bindAddress, '127.0.0.7');
    assert.deepEqual(json.node.metadata.moniker.ports, {
      inbound: 1,
      egress: 2,
      edge: 3,
      admin: 4,
      readiness: 15_021,
    });
    assert.match(stdout, /"address": "cp-a\.internal",\s+"port_value": 18000/);
    assert.match(stdout, /"address": "::1",\s+"port_value": 18001/);
  });

  it('names the files for TLS, and refuses half of them', async () => {
    const tls = [
      '--tls-ca',
      'ca.pem',
      '--tls-cert',
      'own.pem',
      '--tls-key',
      'own.key',
      '--tls-server-name',
      'cp.internal',
    ];
    const { stdout } = await runHere(['bootstrap', '--service', 'gateway', ...tls, '--json']);
    for (const word of ['ca.pem', 'own.pem', 'own.key', 'cp.internal'])
      assert.ok(stdout.includes(`"${word}"`), word);
    assert.match(
      await complaint('--tls-ca', 'ca.pem', '--tls-key', 'own.key'),
      /--tls-cert and --tls-key go together/,
    );
    assert.match(await complaint('--tls-server-name', 'cp'), /--tls-ca is missing/);
  });

  it('refuses addresses that no sidecar could use', async () => {
    for (const address of ['cp.internal', ':18000', 'cp:0', 'cp:70000', 'http://cp:1']) {
      assert.match(await complaint('--xds-address', address), /--xds-address is a host and a port/);
    }
  });
});

describe('the address of a node', () => {
  it('is an IP address, in bootstrap as in compile', async () => {
    assert.match(await complaint('--bind-address', 'localhost'), /--bind-address is an IP address such as/);
    const { code, stderr } = await runHere([
      'compile',
      '--service',
      'gateway',
      '--bind-address',
      'localhost',
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /--bind-address is an IP address such as/);
  });
});
