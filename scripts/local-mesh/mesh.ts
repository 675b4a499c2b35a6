import type { StatusResponse } from '../../src/api/model.ts';
import { startStub, type Stub, type StubSpec } from '../stub-app/stub.ts';
import { temporaryCatalog, type CatalogDir, type CatalogFiles } from './catalog-dir.ts';
import { Cleanup } from './cleanup.ts';
import { allSynced, startDaemon, type Daemon } from './daemon.ts';
import { startEnvoy, type Envoy } from './envoy.ts';
import { HOSTS, PORTS, type Plan } from './plan.ts';
import { sidecarBootstrap, type XdsVariant } from './sidecar.ts';
import { acquireSubnet, type Subnet } from './subnet.ts';

export interface SidecarSpec {
  readonly service: string;
  /** Its address in the subnet, for all its listeners. */
  readonly host: number;
  /** Default `delta`. */
  readonly variant?: XdsVariant;
  /** Default: the service's name and the host. */
  readonly node?: string;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Control planes; default the mesh's daemon alone. */
  readonly xds?: readonly { readonly host: string; readonly port: number }[];
  /** An Envoy of its own; default the mesh's. */
  readonly envoy?: string;
}

export interface MeshSpec {
  readonly envoy: string;
  readonly files: (net: Subnet) => CatalogFiles;
  readonly stubs: (net: Subnet) => readonly StubSpec[];
  readonly sidecars: readonly SidecarSpec[];
  readonly serveArgs?: readonly string[];
  /** Arguments for the daemon's Node. */
  readonly nodeArgs?: (net: Subnet) => readonly string[];
}

/** A running mesh on loopback: daemon, sidecars, stubs, each on an address of its own. */
export interface LocalMesh {
  readonly net: Subnet;
  readonly catalog: CatalogDir;
  readonly daemon: Daemon;
  readonly sidecar: (host: number) => Envoy;
  readonly startSidecar: (spec: SidecarSpec) => Promise<Envoy>;
  readonly startStub: (spec: StubSpec) => Promise<Stub>;
  /** As a machine that goes away: no new connection, the idle ones cut, what is under way answered. */
  readonly stopStub: (at: { readonly address: string; readonly port: number }) => Promise<void>;
  /** Runs `change` and waits until every sidecar has ACKed what came of it. It has to change something. */
  readonly publish: (change: () => Promise<void>) => Promise<StatusResponse>;
  /** Kills and removes everything. */
  readonly stop: () => Promise<void>;
  /** The newest lines of the daemon's and the sidecars' logs. */
  readonly logs: () => string;
}

export async function startLocalMesh(spec: MeshSpec): Promise<LocalMesh> {
  const cleanup = new Cleanup();
  try {
    return await start(spec, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(spec: MeshSpec, cleanup: Cleanup): Promise<LocalMesh> {
  const net = await acquireSubnet();
  cleanup.defer(net.release);
  const catalog = await temporaryCatalog(spec.files(net));
  cleanup.defer(catalog.dispose);
  const sidecars = new Map<number, Envoy>();

  const stubs = new Map<string, Stub>();
  const addStub = async (stub: StubSpec): Promise<Stub> => {
    const started = await startStub(stub);
    stubs.set(`${stub.host}:${stub.port}`, started);
    cleanup.defer(started.close);
    return started;
  };
  for (const stub of spec.stubs(net)) await addStub(stub);

  const daemon = await startDaemon({
    catalogDir: catalog.path,
    host: net.address(HOSTS.daemon),
    xdsPort: PORTS.xds,
    httpPort: PORTS.http,
    ...(spec.serveArgs === undefined ? {} : { args: spec.serveArgs }),
    ...(spec.nodeArgs === undefined ? {} : { nodeArgs: spec.nodeArgs(net) }),
  });
  cleanup.defer(async () => {
    await daemon.stop('SIGKILL');
  });

  const addSidecar = async (sidecar: SidecarSpec): Promise<Envoy> => {
    const host = net.address(sidecar.host);
    const envoy = await startEnvoy({
      binary: sidecar.envoy ?? spec.envoy,
      name: `${sidecar.service} sidecar (${host})`,
      admin: { host, port: PORTS.admin },
      bootstrap: sidecarBootstrap({
        ...sidecar,
        address: host,
        xds: sidecar.xds ?? [{ host: daemon.spec.host, port: PORTS.xds }],
      }),
    });
    sidecars.set(sidecar.host, envoy);
    cleanup.defer(async () => {
      await envoy.stop();
    });
    await envoy.started();
    return envoy;
  };
  await Promise.all(spec.sidecars.map(addSidecar));
  await Promise.all([...sidecars.values()].map((envoy) => envoy.live()));
  if (spec.sidecars.length > 0)
    await daemon.until('all sidecars to be synced', allSynced(spec.sidecars.length));

  return {
    net,
    catalog,
    daemon,
    sidecar: (host) => {
      const envoy = sidecars.get(host);
      if (envoy === undefined) throw new Error(`no sidecar on host ${host}`);
      return envoy;
    },
    startSidecar: addSidecar,
    startStub: addStub,
    stopStub: async ({ address, port }) => {
      const stub = stubs.get(`${address}:${port}`);
      if (stub === undefined) throw new Error(`no stub at ${address}:${port}`);
      await stub.drain();
    },
    publish: async (change) => {
      const before = await daemon.status();
      await change();
      return daemon.until(
        'the change to be published and ACKed by all',
        (status) => status.version !== before.version && allSynced(before.sidecars.length)(status),
      );
    },
    stop: () => cleanup.run(),
    logs: () =>
      [
        `daemon:\n${daemon.log()}`,
        ...[...sidecars.values()].map((envoy) => `${envoy.name}:\n${envoy.log()}`),
      ].join('\n\n'),
  };
}

/** The stub applications of a plan: every endpoint that is not a sidecar, and the application behind each sidecar. */
export function stubsOf(plan: Plan): readonly StubSpec[] {
  const stubs = new Map<string, StubSpec>();
  for (const [name, service] of Object.entries(plan.mesh.services)) {
    const { app } = service as { app?: { address?: string; port: number; protocol?: StubSpec['protocol'] } };
    if (app?.address === undefined) continue;
    stubs.set(`${app.address}:${app.port}`, {
      name,
      host: app.address,
      port: app.port,
      protocol: app.protocol ?? 'http',
    });
  }
  for (const [name, endpoints] of Object.entries(plan.endpoints)) {
    for (const { address, port, version } of endpoints) {
      if (port === PORTS.inbound) continue;
      stubs.set(`${address}:${port}`, { name, version: version ?? null, host: address, port });
    }
  }
  return [...stubs.values()];
}
