import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parseServeConfig } from '../../../src/config/parse.ts';
import { formatHostPort, isLoopback, parseDuration, parseHostPort } from '../../../src/config/values.ts';

describe('the settings of serve', () => {
  it('have safe defaults', () => {
    const { config } = parseServeConfig([], {});
    assert.deepEqual(config, {
      catalog: resolve('catalog'),
      xds: { host: '127.0.0.1', port: 18000 },
      http: { host: '127.0.0.1', port: 8081 },
      watch: 'events',
      acceptLargeChanges: false,
      lastGood: null,
      stateDir: null,
      waves: { canary: true, shares: [10, 50, 100], timeout: 30_000 },
      drainTimeout: 10_000,
      operatorGrpc: null,
      resourceTtl: 0,
      loadReportInterval: 10_000,
      limits: {
        maxConnections: 20_000,
        maxStreams: 100_000,
        maxStreamsPerConnection: 1_000,
        admitPerSecond: 10_000,
        maxConnectionAge: 3_600_000,
        maxConnectionAgeGrace: 10_000,
        keepalive: 30_000,
        slowReader: 60_000,
      },
      servingThreads: 1,
      validateWithEnvoy: null,
      logLevel: 'info',
      logFormat: 'auto',
    });
    assert.ok(Object.isFrozen(config));
  });

  it('come from the environment, and the command line wins', () => {
    const environment = {
      MONIKER_CP_CATALOG: '/srv/catalog',
      MONIKER_CP_WATCH: 'poll',
      MONIKER_CP_ACCEPT_LARGE_CHANGES: 'yes',
      MONIKER_CP_DRAIN_TIMEOUT: '2m',
    };
    const { config } = parseServeConfig(['--watch', 'events', '--last-good=/var/x'], environment);
    assert.equal(config?.catalog, '/srv/catalog');
    assert.equal(config.watch, 'events');
    assert.equal(config.acceptLargeChanges, true);
    assert.equal(config.drainTimeout, 120_000);
    assert.equal(config.lastGood, '/var/x');
  });

  it('bound what sidecars are asked for, and keep the operator on loopback', () => {
    const words = (...pairs: readonly string[]) => parseServeConfig([...pairs], {});
    assert.equal(words('--resource-ttl', '30s').config?.resourceTtl, 30_000);
    assert.match(words('--resource-ttl', '1s').problems[0]?.help ?? '', /at least 3s/);
    assert.equal(words('--load-report-interval', '0s').config?.loadReportInterval, 0);
    assert.match(words('--load-report-interval', '10ms').problems[0]?.help ?? '', /at least 1s/);
    for (const [option, value, help] of [
      ['--max-connections', '0', /from 1 to 999999999\./],
      ['--admit-per-second', '99999999999999999999', /from 1 to 999999999\./],
      ['--admit-per-second', '-1', /from 1 to/],
      ['--admit-per-second', '1.5', /whole number/],
      ['--max-connection-age', '5s', /at least 10s/],
      ['--keepalive', '10ms', /0s for never, or at least 1s/],
      ['--wave-timeout', '0s', /at least 1s/],
    ] as const) {
      assert.match(words(option, value).problems[0]?.help ?? '', help, option);
    }
    assert.equal(words('--max-connection-age', '0s').config?.limits.maxConnectionAge, 0);
    assert.deepEqual(words('--operator-grpc-address', '127.0.0.1:18001').config?.operatorGrpc, {
      host: '127.0.0.1',
      port: 18_001,
    });
    for (const address of ['0.0.0.0:18001', 'nonsense']) {
      assert.match(words('--operator-grpc-address', address).problems[0]?.help ?? '', /a loopback address/);
    }
  });

  it('ask for a word where an address is off loopback', () => {
    const { problems } = parseServeConfig(['--xds-address', '0.0.0.0:18000', '--http-address', ':8081'], {});
    assert.deepEqual(problems.map(({ help }) => /--insecure-\w+/.exec(help)?.[0]).sort(), [
      '--insecure-http',
      '--insecure-xds',
    ]);
    const allowed = [
      '--xds-address',
      '0.0.0.0:18000',
      '--insecure-xds',
      '--http-address',
      '[::]:8081',
      '--insecure-http',
    ];
    assert.deepEqual(parseServeConfig(allowed, {}).config?.http, { host: '::', port: 8081 });
  });

  it('are blamed where they were made', () => {
    const blamed = (environment: Readonly<Record<string, string>>, words: readonly string[] = []) =>
      parseServeConfig(words, environment).problems.map(({ message }) => message);
    const variable = { MONIKER_CP_ADMIT_PER_SECOND: 'abc' };
    assert.deepEqual(blamed(variable), ['MONIKER_CP_ADMIT_PER_SECOND cannot be "abc"']);
    assert.deepEqual(blamed(variable, ['--admit-per-second', 'x']), ['--admit-per-second cannot be "x"']);
    assert.deepEqual(blamed({ MONIKER_CP_ADMIT_PER_SECOND: '', MONIKER_CP_LOG_LEVEL: '' }), []);
    assert.match(blamed({ MONIKER_CP_HTTP_ADDRESS: ':8081' })[0] ?? '', /^MONIKER_CP_HTTP_ADDRESS .* is off/);
  });

  it('have to be right on loopback, too', () => {
    const { problems } = parseServeConfig([], { MONIKER_CP_INSECURE_XDS: 'maybe' });
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['MONIKER_CP_INSECURE_XDS cannot be "maybe"'],
    );
  });

  it('report everything that is wrong at once', () => {
    const words = [
      '--watch',
      'never',
      '--drain-timeout',
      'soon',
      '--xds-address',
      'x',
      '--bogus',
      'extra',
      '--last-good',
    ];
    const { config, problems } = parseServeConfig(words, {});
    assert.equal(config, null);
    for (const word of ['never', 'soon', '--xds-address', '--bogus', 'extra', '--last-good']) {
      assert.ok(
        problems.some(({ message }) => message.includes(word)),
        word,
      );
    }
  });
});

describe('values', () => {
  it('read durations', () => {
    const texts = ['500ms', '10s', '1.5s', '2m', '1h', '', '10', 's', '-1s', '1d'];
    assert.deepEqual(texts.map(parseDuration), [
      500,
      10_000,
      1500,
      120_000,
      3_600_000,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('read and write addresses', () => {
    for (const text of ['127.0.0.1:0', '[::1]:18000', 'localhost:65535']) {
      const parsed = parseHostPort(text);
      assert.equal(parsed && formatHostPort(parsed), text);
    }
    for (const text of ['', '127.0.0.1', '127.0.0.1:70000', '::1:80', '[x]:80', 'a b:80'])
      assert.equal(parseHostPort(text), null, text);
  });

  it('take an Envoy to validate with by path, by name, or bare: the one on PATH', () => {
    const of = (argv: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
      const { config, problems } = parseServeConfig(argv, environment);
      assert.deepEqual(problems, []);
      return [config?.validateWithEnvoy, config?.logLevel];
    };
    assert.deepEqual(of(['--validate-with-envoy', './bin/envoy']), [resolve('bin/envoy'), 'info']);
    assert.deepEqual(of(['--validate-with-envoy=envoy-1.36']), ['envoy-1.36', 'info']);
    assert.deepEqual(of(['--validate-with-envoy']), ['envoy', 'info']);
    assert.deepEqual(of(['--validate-with-envoy', '--log-level', 'warn']), ['envoy', 'warn']);
    const name = 'MONIKER_CP_VALIDATE_WITH_ENVOY';
    assert.deepEqual(of([], { [name]: 'true' }), ['envoy', 'info']);
    assert.deepEqual(of([], { [name]: 'off' }), [null, 'info']);
  });

  it('know what only this machine can reach', () => {
    const hosts = [
      '127.0.0.1',
      '127.8.9.1',
      '::1',
      'localhost',
      '0.0.0.0',
      '::',
      '10.0.0.1',
      '127.example.com',
    ];
    assert.deepEqual(hosts.filter(isLoopback), ['127.0.0.1', '127.8.9.1', '::1', 'localhost']);
  });
});
