import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readyBootstraps } from '../../scripts/build-bootstraps.ts';
import { validateBootstrap } from '../../scripts/local-mesh/envoy.ts';
import { defaultBootstrap } from '../../src/bootstrap/options.ts';
import { printBootstrap } from '../../src/bootstrap/print.ts';
import { envoyForTests } from '../support/envoy.ts';

const { binary, skip } = await envoyForTests();

describe('a real Envoy takes the bootstrap', { skip }, () => {
  for (const [path, text] of readyBootstraps()) {
    it(path.slice(path.lastIndexOf('/') + 1), async () => {
      assert.equal(await validateBootstrap(binary, text), null);
    });
  }

  it('with every option', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'moniker-tls-'));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = [
      '-subj',
      '/CN=cp.example.com',
      '-days',
      '1',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
    ];
    execFileSync('openssl', ['req', '-x509', '-nodes', '-keyout', key, '-out', cert, ...subject], {
      stdio: 'ignore',
    });
    const text = printBootstrap({
      ...defaultBootstrap({ service: 'gateway', mode: 'delta', build: 'test' }),
      nodeId: 'gateway-1',
      region: 'eu-west-1',
      zone: 'eu-west-1a',
      xdsAddresses: [
        { host: 'cp-1.example.com', port: 18_000 },
        { host: 'cp-2.example.com', port: 18_000 },
      ],
      tls: { ca: cert, client: { cert, key }, serverName: 'cp.example.com' },
      listeners: { bindAddress: '127.0.0.9', inbound: 1, egress: 2, edge: 3 },
    });
    assert.equal(await validateBootstrap(binary, text), null);
    assert.match(
      (await validateBootstrap(binary, text.replaceAll(cert, join(folder, 'none.pem')))) ?? '',
      /none\.pem/,
    );
  });
});
