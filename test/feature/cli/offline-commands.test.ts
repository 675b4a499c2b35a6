import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import type { ConfigResponse, ServiceConfigResponse } from '../../../src/api/model.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { catalogCopy, emptyDirectory } from '../../support/catalog-copy.ts';
import { runHere, runProcess } from '../../support/cli.ts';
import { fakeDaemon, sidecarWith, statusWith } from '../../support/fake-daemon.ts';

interface CheckJson {
  readonly ok: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface DiffJson {
  readonly services: readonly { readonly service: string; readonly drains: readonly string[] }[];
  readonly summary: { readonly services: number; readonly sidecars: number | null; readonly drains: boolean };
}

describe('check', () => {
  it("finds nothing wrong with the project's own catalog", async () => {
    const { code, stdout, stderr } = await runProcess(['check']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^catalog: ok \(\d+ keys, \d+ bound; 7 services, 7 adapters, \d+ endpoints, 2 rollouts\)\n$/,
    );
  });

  it('reports all that is wrong in one pass, each with its place, and ends with 1', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: { v1: 0, v2: 0 }\n');
    await catalog.write('rollouts/nobody.yaml', 'target: nobody\nweights: { v1: 1 }\n');
    await catalog.write(
      'rollouts/snowflake.yaml',
      'target: snowflake\nweights: { v1: 100, v9: 0 }\nstikcy: true\n',
    );
    const { code, stdout } = await runHere(['check', '--catalog', 'catalog'], {
      cwd: join(catalog.directory, '..'),
    });
    assert.equal(code, 1);
    assert.match(stdout, /^catalog\/rollouts\/nobody\.yaml:1:9: error MCP1501 .*nobody/m);
    assert.match(stdout, /^catalog\/rollouts\/resolver\.yaml:2:\d+: error MCP13\d\d /m);
    assert.match(stdout, /^catalog\/rollouts\/snowflake\.yaml:3:1: error MCP\d+ .*Did you mean "sticky"\?/m);
    assert.match(stdout, /^ {4}hint: /m);
    assert.match(stdout, /^catalog: 3 errors, \d+ warnings?/m);
  });

  it('reads the catalogs of a mesh.yaml with errors, and compares what can be read of all files', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.edit('mesh.yaml', 'connectTimeout: 5s', 'connectTimeout: 5');
    await catalog.edit('endpoints.yaml', 'resolver:', 'resolvr:');
    await catalog.edit('sample_catalog.yaml', 'type: oracle', 'typ: oracle');
    await catalog.write('rollouts/nobody.yaml', 'target: nobody\nweights: { v1: many }\n');
    const { code, stdout } = await runHere(['check', '--json', '--catalog', catalog.directory]);
    assert.equal(code, 1);
    const { diagnostics } = JSON.parse(stdout) as CheckJson;
    assert.deepEqual(
      diagnostics.map((found) => `${found.code} ${found.file}`),
      [
        'MCP1503 endpoints.yaml',
        'MCP1011 mesh.yaml',
        'MCP1501 rollouts/nobody.yaml',
        'MCP1007 rollouts/nobody.yaml',
        'MCP1205 sample_catalog.yaml',
      ],
    );
  });

  it('makes warnings errors under --strict', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: { v1: 1, v3: 1 }\n');
    const lax = await runHere(['check', '--json', '--catalog', catalog.directory]);
    const strict = await runHere(['check', '--json', '--strict', '--catalog', catalog.directory]);
    assert.deepEqual([lax.code, strict.code], [0, 1]);
    const [before, after] = [JSON.parse(lax.stdout), JSON.parse(strict.stdout)] as [CheckJson, CheckJson];
    assert.deepEqual([before.ok, before.errors, after.ok, after.warnings], [true, 0, false, 0]);
    assert.equal(before.warnings, after.errors);
    assert.notEqual(before.warnings, 0);
    assert.deepEqual(
      after.diagnostics.map(({ severity, ...rest }) => ({
        ...rest,
        severity: severity === 'error' ? 'warning' : '',
      })),
      before.diagnostics,
    );
  });

  it('tells an absent catalog directory from a wrong one', async (t) => {
    const directory = await emptyDirectory(t);
    const absent = await runHere(['check', '--catalog', join(directory, 'none')]);
    assert.equal(absent.code, 2);
    assert.match(absent.stderr, /there is no directory .*none; "moniker-cp init/);
    const empty = await runHere(['check', '--catalog', directory]);
    assert.equal(empty.code, 1);
    assert.match(empty.stdout, /mesh\.yaml:1:1: error MCP1702/);
    assert.match(empty.stdout, /endpoints\.yaml:1:1: error MCP1702/);
  });
});

describe('compile', () => {
  it('prints the same resources as YAML and as JSON', async () => {
    const yaml = await runHere(['compile', '--service', 'gateway']);
    const json = await runHere(['compile', '--service', 'gateway', '--json']);
    assert.deepEqual([yaml.code, json.code], [0, 0]);
    const view = JSON.parse(json.stdout) as ServiceConfigResponse;
    assert.deepEqual(load(yaml.stdout), view);
    assert.deepEqual(Object.keys(view.resources.lds), ['edge', 'egress', 'inbound']);
    assert.ok(Object.keys(view.resources.cds).includes('resolver/v2'));
    assert.ok(view.splits.some(({ target }) => target === 'resolver'));
  });

  it('narrows to a type, and takes the addresses of one node', async () => {
    const words = [
      'compile',
      '--service',
      'gateway',
      '--type',
      'lds',
      '--bind-address',
      '127.0.0.9',
      '--edge-port',
      '8443',
    ];
    const { stdout } = await runHere([...words, '--json']);
    const { resources } = JSON.parse(stdout) as ServiceConfigResponse;
    assert.deepEqual(Object.keys(resources), ['lds']);
    assert.deepEqual((resources.lds['edge']?.resource as { address: unknown }).address, {
      socket_address: { address: '127.0.0.9', port_value: 8443 },
    });
  });

  it('writes the real weights into plain routes only', async () => {
    const weightOf = async (...more: string[]): Promise<boolean> =>
      /weight: 9500\b/.test(
        (await runHere(['compile', '--service', 'gateway', '--type', 'rds', ...more])).stdout,
      );
    assert.deepEqual([await weightOf(), await weightOf('--plain-routes')], [false, true]);
  });

  it('shows what applications without a sidecar get, of services that have none too', async () => {
    const viewOf = async (service: string): Promise<ServiceConfigResponse['resources']> => {
      const { stdout } = await runHere(['compile', '--service', service, '--proxyless', '--json']);
      return (JSON.parse(stdout) as ServiceConfigResponse).resources;
    };
    const { lds, rds } = await viewOf('gateway');
    assert.ok(Object.keys(lds).includes('resolver.moniker.local'));
    assert.match(JSON.stringify(rds['proxyless/resolver']), /"weight":9500\b/);
    assert.deepEqual((await viewOf('open-moniker')).lds, {});
    const { code, stderr } = await runHere(['compile', '--service', 'open-monike', '--proxyless']);
    assert.equal(code, 1);
    assert.match(stderr, /no service is named "open-monike"\. Did you mean "open-moniker"\?/);
    const { stderr: pointer } = await runHere(['compile', '--service', 'open-moniker']);
    assert.match(pointer, /open-moniker has no sidecar; --proxyless prints/);
  });

  it('refuses with --proxyless what is for sidecars only', async () => {
    for (const option of [['--inbound-port', '1'], ['--bind-address', '127.0.0.2'], ['--plain-routes']]) {
      const { code, stdout, stderr } = await runHere([
        'compile',
        '--service',
        'gateway',
        '--proxyless',
        ...option,
      ]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, new RegExp(`${option[0] ?? ''} is for sidecars, and --proxyless`));
    }
  });

  it('refuses a path into metadata that no node can have', async () => {
    for (const path of ['a..b', '.a', 'a.']) {
      const { code, stderr } = await runHere([
        'compile',
        '--service',
        'gateway',
        '--node-metadata',
        `${path}=x`,
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /--node-metadata is a key and its value such as/);
    }
  });

  it('offers the nearest service for a wrong one', async () => {
    const { code, stderr } = await runHere(['compile', '--service', 'gatewya']);
    assert.equal(code, 1);
    assert.match(stderr, /no service with a sidecar is named "gatewya"\. Did you mean "gateway"\?/);
  });

  it('prints nothing but diagnostics for a catalog with errors', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.write('endpoints.yaml', 'resolver: 5\n');
    const { code, stdout, stderr } = await runHere([
      'compile',
      '--service',
      'gateway',
      '--catalog',
      catalog.directory,
    ]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /endpoints\.yaml:1:\d+: error MCP/);
  });
});

describe('diff', () => {
  it('tells what an edit changes against another directory, and whether a listener would drain', async (t) => {
    const catalog = await catalogCopy(t);
    const against = ['diff', '--catalog', catalog.directory, '--against', 'catalog'];
    const same = await runHere([...against, '--exit-code']);
    assert.deepEqual([same.code, same.stdout], [0, 'no difference\n']);

    await catalog.edit('rollouts/resolver.yaml', '{ v1: 95, v2: 5 }', '{ v1: 50, v2: 50 }');
    const weights = await runHere([...against, '--exit-code']);
    assert.equal(weights.code, 1);
    assert.match(
      weights.stdout,
      /~ weights resolver: resolver\/v1 95 %, resolver\/v2 5 % → resolver\/v1 50 %, resolver\/v2 50 %/,
    );
    assert.match(weights.stdout, /0 added, 0 changed, 0 removed\nno listener would drain\n$/);

    await catalog.edit('mesh.yaml', '0.0.0.0:8000', '0.0.0.0:8001');
    const listener = await runHere([...against, '--json']);
    assert.equal(listener.code, 0);
    const { services, summary } = JSON.parse(listener.stdout) as DiffJson;
    assert.deepEqual(services.find(({ service }) => service === 'gateway')?.drains, ['edge']);
    assert.deepEqual([summary.drains, summary.sidecars], [true, null]);
  });

  it('compares with what a daemon serves and counts the sidecars that are touched', async (t) => {
    const names = [
      'cache-manager',
      'gateway',
      'health-monitor',
      'policy-engine',
      'resolver',
      'telemetry-collector',
    ];
    const served = await Promise.all(
      names.map(async (name) => {
        const { stdout } = await runHere(['compile', '--service', name, '--json']);
        return [name, JSON.parse(stdout) as ServiceConfigResponse] as const;
      }),
    );
    const config: ConfigResponse = { version: 'x', services: Object.fromEntries(served) };
    const sidecars = [1, 2].map((streamId) => sidecarWith({ streamId }));
    const daemon = await fakeDaemon(t, { status: statusWith({ sidecars }), config });
    assert.equal((await runHere(['diff', '--against', daemon.url])).stdout, 'no difference\n');

    const catalog = await catalogCopy(t);
    await catalog.remove('rollouts/resolver.yaml');
    const words = ['diff', '--catalog', catalog.directory, '--server', daemon.url];
    assert.match((await runHere(words)).stdout, /; 2 connected sidecars touched\n/);
  });

  it('refuses what is neither a URL nor a directory', async () => {
    const { code, stderr } = await runHere(['diff', '--against', 'nowhere']);
    assert.equal(code, 2);
    assert.match(stderr, /"nowhere" is neither/);
  });
});

describe('init', () => {
  it('writes a catalog that checks without a fault', async (t) => {
    const cwd = await emptyDirectory(t);
    const written = await runProcess(['init', 'mesh/catalog'], { cwd });
    assert.equal(written.code, 0);
    assert.match(written.stdout, /^wrote mesh\/catalog\/mesh\.yaml$/m);
    assert.match(written.stdout, /moniker-cp check --catalog mesh\/catalog\n/);
    assert.equal((await runHere(['check', '--strict', '--catalog', 'mesh/catalog'], { cwd })).code, 0);
  });

  it('refuses a directory that is not empty, and one that is missing on the command line', async (t) => {
    const catalog = await catalogCopy(t);
    const before = await readdir(catalog.directory);
    const { code, stderr } = await runHere(['init', catalog.directory]);
    assert.equal(code, 1);
    assert.match(stderr, /is not empty .*: nothing is written/);
    assert.deepEqual(await readdir(catalog.directory), before);
    assert.equal((await runHere(['init'])).code, 2);
  });

  it('lists the files as JSON', async (t) => {
    const { stdout } = await runHere(['init', '.', '--json'], { cwd: await emptyDirectory(t) });
    const { files } = JSON.parse(stdout) as { files: readonly string[] };
    assert.ok(['mesh.yaml', 'endpoints.yaml', 'sample_catalog.yaml'].every((file) => files.includes(file)));
  });
});
