import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { YAML11_SCHEMA, load } from 'js-yaml';
import { defaultBootstrap } from '../../src/bootstrap/options.ts';
import { printBootstrap } from '../../src/bootstrap/print.ts';
import { VERSION } from '../../src/config/version.ts';
import { ENVOY_IMAGE, ENVOY_VERSION } from '../../scripts/local-mesh/envoy-version.ts';

/* No container engine runs here, so what the files name is checked against what is there. */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
// Compose files share parts by YAML 1.1's merge keys.
const parseYaml = (text: string): unknown => load(text, { schema: YAML11_SCHEMA });

interface Container {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, { readonly ipv4_address: string }>>;
  readonly depends_on?: Readonly<Record<string, object>>;
}

interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly version?: string;
}

interface Mesh {
  readonly services: Readonly<
    Record<string, { readonly sidecar?: string; readonly app: { readonly port: number } }>
  >;
  readonly adapters: Readonly<Record<string, object>>;
  readonly edge: { readonly listener: string };
}

/** One of each protocol, so that the example shows both. */
const SIDECARS = [
  ['gateway', 'delta'],
  ['resolver', 'sotw'],
] as const;

const compose = parseYaml(read('docker-compose.yml')) as {
  readonly services: Readonly<Record<string, Container>>;
  readonly networks: {
    readonly mesh: { readonly ipam: { readonly config: readonly { readonly subnet: string }[] } };
  };
};
const containers = Object.entries(compose.services);
const mesh = parseYaml(read('docker/catalog/mesh.yaml')) as Mesh;
const endpoints = parseYaml(read('docker/catalog/endpoints.yaml')) as Readonly<
  Record<string, readonly Endpoint[]>
>;

function addressOf(container: Container): string | null {
  return container.networks?.['mesh']?.ipv4_address ?? null;
}

/** What listens behind a mesh address: the container of that address and those in its network namespace. */
function behind(address: string): readonly Container[] {
  const owner = containers.find(([, container]) => addressOf(container) === address);
  assert.ok(owner, `no container has the address ${address}`);
  const [name, container] = owner;
  return [
    container,
    ...containers.filter(([, other]) => other.network_mode === `service:${name}`).map(([, other]) => other),
  ];
}

function argument(container: Container, name: string): string | undefined {
  const command = container.command ?? [];
  return command[command.indexOf(name) + 1];
}

describe('docker-compose.yml', () => {
  it('runs the Envoy that the tests run', () => {
    const envoys = containers.filter(([, { image }]) => image?.startsWith('envoyproxy/envoy'));
    assert.ok(envoys.length >= 2);
    for (const [name, { image }] of envoys) assert.equal(image, ENVOY_IMAGE, name);
    assert.ok(ENVOY_IMAGE.endsWith(`:v${ENVOY_VERSION}`));
  });

  it('mounts only what exists, read-only', () => {
    for (const [name, { volumes = [] }] of containers) {
      for (const volume of volumes) {
        const [source = '', , mode] = volume.split(':');
        assert.ok(existsSync(join(ROOT, source)), `${name} mounts ${source}`);
        assert.equal(mode, 'ro', `${name} mounts ${source}`);
      }
    }
  });

  it('publishes ports on loopback alone', () => {
    for (const [name, { ports = [] }] of containers) {
      for (const port of ports) assert.match(port, /^127\.0\.0\.1:/, name);
    }
  });

  it('gives each container in the mesh an address of its own, in the subnet', () => {
    const subnet = compose.networks.mesh.ipam.config[0]?.subnet ?? '';
    const prefix = subnet.replace(/\.0\/24$/, '.');
    assert.notEqual(prefix, subnet);
    const addresses = containers.flatMap(([, container]) => addressOf(container) ?? []);
    assert.equal(new Set(addresses).size, addresses.length);
    for (const address of addresses) assert.ok(address.startsWith(prefix), address);
    for (const [name, container] of containers) {
      assert.ok(
        addressOf(container) !== null || container.network_mode !== undefined,
        `${name} is in no network`,
      );
    }
  });

  it('names only containers that exist', () => {
    for (const [name, { network_mode: mode, depends_on: needs = {} }] of containers) {
      for (const other of Object.keys(needs))
        assert.ok(other in compose.services, `${name} depends on ${other}`);
      if (mode !== undefined)
        assert.ok(mode.replace('service:', '') in compose.services, `${name} joins ${mode}`);
    }
  });

  it('lets the control plane be reached where the sidecars look for it', () => {
    const plane = compose.services['control-plane'];
    assert.ok(plane);
    assert.equal(argument(plane, '--xds-address'), '0.0.0.0:18000');
  });

  it('starts the sidecars from what moniker-cp bootstrap makes', () => {
    for (const [service, mode] of SIDECARS) {
      const file = join(ROOT, 'docker', 'envoy', `${service}.yaml`);
      const wanted = printBootstrap({
        ...defaultBootstrap({ service, mode, build: VERSION }),
        xdsAddresses: [{ host: 'control-plane', port: 18_000 }],
      });
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, wanted);
      }
      assert.equal(readFileSync(file, 'utf8'), wanted, `${file}: UPDATE_GOLDEN=1 writes it anew`);
    }
  });
});

describe('the catalog of docker-compose.yml', () => {
  it('has nothing wrong with it', () => {
    const main = join(ROOT, 'src', 'main.ts');
    const check = spawnSync(
      process.execPath,
      [main, 'check', '--strict', '--catalog', join(ROOT, 'docker', 'catalog')],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(check.status, 0, check.stdout + check.stderr);
  });

  it('names endpoints that a container answers on', () => {
    for (const [target, list] of Object.entries(endpoints)) {
      const service = mesh.services[target];
      for (const { address, port, version } of list) {
        const [owner, ...sharing] = behind(address);
        assert.ok(owner);
        const hasSidecar = service !== undefined && service.sidecar !== 'none';
        const app = hasSidecar ? sharing[0] : owner;
        assert.ok(app?.environment, address);
        assert.equal(app.environment['STUB_NAME'], target, address);
        assert.equal(app.environment['STUB_VERSION'], version, address);
        assert.equal(port, hasSidecar ? 15006 : Number(app.environment['STUB_PORT'] ?? '8080'), address);
        if (hasSidecar) {
          assert.equal(owner.image, ENVOY_IMAGE);
          assert.ok(owner.volumes?.some((volume) => volume.includes(`docker/envoy/${target}.yaml`)));
          assert.equal(Number(app.environment['STUB_PORT']), service.app.port);
        }
      }
    }
  });

  it('has endpoints for every service and adapter', () => {
    const targets = [...Object.keys(mesh.services), ...Object.keys(mesh.adapters)];
    assert.deepEqual(Object.keys(endpoints).sort(), targets.sort());
  });

  it("publishes the edge's port", () => {
    const port = mesh.edge.listener.split(':')[1] ?? '';
    assert.ok(
      compose.services['gateway-sidecar']?.ports?.some((published) => published.endsWith(`:${port}`)),
    );
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const instructions = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  it('is built on the Node that package.json asks for, as are the stubs', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const image = `node:${dependencies['node'] ?? ''}-slim`;
    for (const from of instructions('FROM')) assert.equal(from.split(' ')[0], image);
    for (const [name, container] of containers) {
      if (container.image?.startsWith('node:')) assert.equal(container.image, image, name);
    }
  });

  it('copies only what exists and is not kept out of the build context', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = instructions('COPY')
      .filter((copy) => !copy.startsWith('--from'))
      .flatMap((copy) => copy.split(' ').slice(0, -1));
    assert.ok(sources.length >= 5);
    for (const source of sources) {
      assert.ok(existsSync(join(ROOT, source)), source);
      assert.ok(kept.includes(source), `${source} is in .dockerignore`);
    }
  });

  it('ends as an ordinary user, with a health check and the command', () => {
    assert.deepEqual(instructions('USER'), ['node']);
    assert.equal(instructions('HEALTHCHECK').length, 1);
    assert.ok(lines.indexOf('USER node') > lines.findLastIndex((line) => line.startsWith('RUN ')));
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    assert.ok(instructions('ENTRYPOINT')[0]?.includes(bin['moniker-cp'] ?? '?'));
  });
});
