import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { startEnvoy, type Envoy } from '../../scripts/local-mesh/envoy.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { acquireSubnet, type Subnet } from '../../scripts/local-mesh/subnet.ts';
import { MONIKER_LUA } from '../../src/moniker/lua.ts';
import { normalizePath } from '../../src/moniker/normalize.ts';
import { monikerKeyOf } from '../../src/moniker/path.ts';
import { anyOf } from '../../src/proto/codec.ts';
import type { envoy as api } from '../../src/proto/types.generated.d.ts';
import { envoyForTests } from '../support/envoy.ts';

const PORT = 21_701;
const ADMIN = 21_702;

function echo(name: string, value: string): api.config.core.v3.HeaderValueOption {
  return { header: { key: name, value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

/** Answers every request with the path and the key that its routes see. */
function bootstrap(address: string): api.config.bootstrap.v3.Bootstrap {
  const manager = anyOf('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: 'echo',
    normalize_path: true,
    merge_slashes: true,
    path_with_escaped_slashes_action: 'UNESCAPE_AND_FORWARD',
    http_filters: [
      {
        name: 'envoy.filters.http.lua',
        typed_config: anyOf('envoy.extensions.filters.http.lua.v3.Lua', {
          default_source_code: { inline_string: MONIKER_LUA },
        }),
      },
      {
        name: 'envoy.filters.http.router',
        typed_config: anyOf('envoy.extensions.filters.http.router.v3.Router', {}),
      },
    ],
    route_config: {
      virtual_hosts: [
        {
          name: 'echo',
          domains: ['*'],
          routes: [
            {
              match: { prefix: '' },
              direct_response: { status: 200 },
              response_headers_to_add: [
                echo('seen-key', '[%REQ(x-moniker-key)%]'),
                echo('seen-path', '[%REQ(:path)%]'),
              ],
            },
          ],
        },
      ],
    },
  });
  return {
    admin: { address: { socket_address: { address, port_value: ADMIN } } },
    static_resources: {
      listeners: [
        {
          name: 'echo',
          address: { socket_address: { address, port_value: PORT } },
          filter_chains: [{ filters: [{ name: 'http', typed_config: manager }] }],
        },
      ],
    },
  };
}

interface Seen {
  readonly status: number;
  readonly path: string | null;
  readonly key: string | null;
}

const BRACKETS = /^\[(.*)\]$/;

/** What the twins say that Envoy does. */
function expected(path: string): Seen {
  const normalized = normalizePath(path);
  if ('status' in normalized) return { status: normalized.status, path: null, key: null };
  return { status: 200, path: normalized.path, key: monikerKeyOf(normalized.path) };
}

const { binary, skip } = await envoyForTests();

describe('the moniker grammar in Envoy', { skip }, () => {
  let net: Subnet;
  let envoy: Envoy;

  before(async () => {
    net = await acquireSubnet();
    const host = net.address(1);
    envoy = await startEnvoy({
      binary,
      name: 'echo',
      bootstrap: bootstrap(host),
      admin: { host, port: ADMIN },
    });
    await envoy.live();
  });
  after(async () => {
    await envoy.stop();
    await net.release();
  });

  async function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
    const response = await rawRequest({ host: net.address(1), port: PORT, path, headers });
    const echoed = (name: string): string | null => BRACKETS.exec(response.headers[name] ?? '')?.[1] ?? null;
    const key = echoed('seen-key');
    return {
      status: response.status,
      path: echoed('seen-path'),
      key: key === null || key === '' ? null : key.replace(/\/$/, ''),
    };
  }

  it('never takes the key from a client', async () => {
    const spoofed = { 'x-moniker-key': 'risk.cvar/', 'X-Moniker-Key': 'nav/' };
    assert.equal((await ask('/catalog', spoofed)).key, null);
    assert.equal((await ask('/resolve/batch', spoofed)).key, null);
    assert.equal((await ask('/resolve/prices/x', spoofed)).key, 'prices/x');
  });

  it('stays quick on a path that is made to be slow', async () => {
    for (const path of [
      `/fetch/${'a'.repeat(50_000)}/x@`,
      `/fetch/${'a/'.repeat(25_000)}@@`,
      `/fetch/${'%40'.repeat(15_000)}`,
    ]) {
      assert.deepEqual(await ask(path), expected(path));
    }
  });

  const piece = fc.constantFrom(
    ...[
      '/',
      '/',
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2e',
      '%2E',
      '%2F',
      '%5c',
      '%',
      '%%',
      '%4',
      '%41',
      '%31',
      '%zz',
      '%00',
      '%25',
    ],
    ...[
      '%3F',
      '%40',
      '@',
      '@',
      'a',
      'b1',
      '-',
      '_',
      '~',
      'v2',
      '/v2',
      '/V3',
      '/date@20240101',
      '/date@latest',
      '/date@3m',
    ],
    ...[
      '/date@2024',
      '/Date@latest',
      'ns@',
      'moniker:',
      'moniker://',
      'prices.equity',
      'AAPL',
      'é',
      '?',
      '?x=1',
      '#',
      '"',
    ],
    ...[
      '^',
      '|',
      '{',
      '+',
      ':',
      ';',
      '/.;',
      '/..;a',
      '\\..;',
      '%20',
      'batch',
      'x'.repeat(64),
      'x'.repeat(128),
      'x'.repeat(129),
      '%e2%82%ac',
      '%ff',
    ],
  );
  const verb = fc.constantFrom(
    'resolve',
    'fetch',
    'describe',
    'list',
    'lineage',
    'metadata',
    'nope',
    'r%65solve',
    'Fetch',
  );
  const adversarial = fc
    .tuple(fc.option(verb, { freq: 5 }), fc.array(piece, { maxLength: 8 }))
    .map(([word, pieces]) => (word === null ? '/' : `/${word}/`) + pieces.join(''));
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,9}$/);
  const wellFormed = fc
    .record({
      word: verb,
      namespace: fc.option(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,9}$/)),
      segments: fc.array(name, { minLength: 1, maxLength: 5 }),
      id: fc.option(fc.tuple(fc.nat(4), name)),
      date: fc.option(fc.constantFrom('date@20240131', 'date@12Y', 'date@previous', 'date@x')),
      revision: fc.option(fc.nat(99)),
      end: fc.constantFrom('', '', '/', '?a=/b@c'),
    })
    .map(({ word, namespace, segments, id, date, revision, end }) => {
      const parts = segments.map((segment, i) => (id?.[0] === i ? `${segment}@${id[1]}` : segment));
      if (date !== null) parts.push(date);
      if (revision !== null) parts.push(`v${revision}`);
      return `/${word}/${namespace === null ? '' : `${namespace}@`}${parts.join('/')}${end}`;
    });
  const printable = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 24,
  });

  for (const [what, paths] of [
    ['adversarial paths', adversarial],
    ['well-formed monikers', wellFormed],
    ['any printable characters', printable.map((rest) => `/fetch/${rest}`)],
  ] as const) {
    it(`is what its twins say, on ${what}`, async () => {
      await fc.assert(
        fc.asyncProperty(paths, async (path) => {
          assert.deepEqual(await ask(path), expected(path));
        }),
        { numRuns: Number(process.env.MONIKER_PROPERTY_RUNS ?? 1_500) },
      );
    });
  }
});
