import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { allSynced } from '../local-mesh/daemon.ts';
import { eventually } from '../local-mesh/eventually.ts';
import { rawRequest } from '../local-mesh/http.ts';
import { startLoad, type Failure, type Load } from '../local-mesh/load.ts';
import { startLocalMesh, stubsOf, type LocalMesh } from '../local-mesh/mesh.ts';
import { HOSTS, PORTS, catalogOf, json, planFiles, platform, type Plan } from '../local-mesh/plan.ts';
import { startRelay, type Relay } from '../local-mesh/relay.ts';
import { watchTroubleOf, type TroubleWatch } from '../local-mesh/trouble.ts';
import { seeded } from './random.ts';
import { nextStep, type Step } from './steps.ts';
import { ROLLOUT, filesOf, firstWorld, machinesLeft, type Machine, type World } from './world.ts';

export interface SoakOptions {
  readonly envoy: string;
  readonly seed: number;
  readonly steps: number;
  /** Ends earlier after this time, with the step under way. */
  readonly maxMs?: number;
  readonly progress?: (line: string) => void;
}

export interface SoakResult {
  readonly steps: number;
  readonly seconds: number;
  readonly sent: number;
  /** Requests a second through the sidecar that had fewer. */
  readonly slowestRate: number;
  readonly failed: number;
  /** Null: nothing failed. Else all that is known, for people. */
  readonly report: string | null;
}

const SIDECARS = [
  { service: 'gateway', host: HOSTS.gateway, variant: 'delta' },
  { service: 'gateway', host: HOSTS.gatewaySotw, variant: 'sotw' },
] as const;
const RELAY = 7;
const RATE = 250;
/** Before the first step and after the last. */
const AROUND_MS = 5_000;
/** An edit that changes nothing is not published: then the next step comes after this time. */
const UNCHANGED_MS = 400;
const DELIVERY_MS = 60_000;

/**
 * Random steps on a mesh with one sidecar over delta and one over SotW, both under load all the time. Ends with the
 * first step after which a request has failed, or that is not delivered.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const state = await mkdtemp(join(tmpdir(), 'moniker-soak-'));
  // What is remembered over a restart, and what is not, go different ways: the seed says which.
  const remembers = options.seed % 2 === 1 ? ['--state-dir', state] : [];
  const mesh = await startLocalMesh({
    envoy: options.envoy,
    serveArgs: ['--accept-large-changes', '--log-level', 'warn', ...remembers],
    files: (net) => planFiles(platform(net), filesOf(platform(net), firstWorld(platform(net)))),
    stubs: (net) => stubsOf(platform(net)),
    sidecars: [],
  });
  let relay: Relay | null = null;
  try {
    const at = { host: mesh.net.address(RELAY), port: PORTS.xds };
    relay = await startRelay({ from: at, to: { host: mesh.daemon.spec.host, port: PORTS.xds } });
    for (const sidecar of SIDECARS) await (await mesh.startSidecar({ ...sidecar, xds: [at] })).live();
    await mesh.daemon.until('both sidecars to be synced', allSynced(SIDECARS.length));
    return await new Run(mesh, relay, options).run();
  } finally {
    await mesh.stop();
    await relay?.close();
    await rm(state, { recursive: true, force: true });
  }
}

class Run {
  readonly #mesh: LocalMesh;
  readonly #relay: Relay;
  readonly #options: SoakOptions;
  readonly #plan: Plan;
  readonly #journal: string[] = [];
  readonly #startedAt = performance.now();
  #world: World;
  #fences = 0;
  #stopping: Machine[] = [];
  #loads: readonly { readonly host: number; readonly load: Load }[] = [];
  #troubles: readonly TroubleWatch[] = [];

  constructor(mesh: LocalMesh, relay: Relay, options: SoakOptions) {
    this.#mesh = mesh;
    this.#relay = relay;
    this.#options = options;
    this.#plan = platform(mesh.net);
    this.#world = firstWorld(this.#plan);
  }

  async run(): Promise<SoakResult> {
    const { steps, seed, maxMs = Infinity, progress = () => undefined } = this.#options;
    const source = { random: seeded(seed), address: this.#mesh.net.address };
    this.#troubles = await Promise.all(
      SIDECARS.map(({ host }) =>
        watchTroubleOf(this.#mesh.sidecar(host), (error) => {
          progress(`the counters of the sidecar on host ${host} cannot be read: ${String(error)}`);
        }),
      ),
    );
    this.#loads = SIDECARS.flatMap(({ host }) => loadsOf(this.#mesh, host).map((load) => ({ host, load })));
    await delay(AROUND_MS);
    let done = 0;
    let broken: string | null = null;
    while (done < steps && performance.now() - this.#startedAt < maxMs && broken === null) {
      const step = nextStep(this.#world, source);
      done += 1;
      const begun = this.#seconds();
      try {
        await this.#take(step);
      } catch (error) {
        broken = `step ${done} (${step.what}) was not delivered: ${String(error).slice(0, 4_000)}`;
      }
      this.#journal.push(`${begun} to ${this.#seconds()} s, step ${done}: ${step.what}`);
      if (this.#hasTrouble()) broken ??= 'requests failed';
      if (done % 25 === 0) progress(`step ${done} of ${steps}, ${this.#sent()} requests, none failed`);
    }
    if (broken === null) await this.#settle().catch((error: unknown) => (broken = String(error)));
    await delay(AROUND_MS);
    return this.#finish(done, broken);
  }

  #seconds(): string {
    return ((performance.now() - this.#startedAt) / 1000).toFixed(2);
  }

  #sent(): number {
    return this.#loads.reduce((sum, { load }) => sum + load.sent(), 0);
  }

  #hasTrouble(): boolean {
    return (
      this.#loads.some(({ load }) => load.failures().length > 0) ||
      this.#troubles.some((watch) => Object.keys(watch.sofar().counted).length > 0)
    );
  }

  async #take(step: Step): Promise<void> {
    if (step.alone) await this.#fence();
    const before = (await this.#mesh.daemon.status()).version;
    await this.#edit(step);
    await this.#disturb(step.disturbance);
    if (!step.settles) return;
    await this.#mesh.daemon
      .until('the edit to be published', (status) => status.version !== before, UNCHANGED_MS)
      .catch(() => undefined);
    await this.#settle();
  }

  async #edit(step: Step): Promise<void> {
    for (const { target, endpoint } of machinesLeft(step.world, this.#world)) {
      const { address, port, version = null } = endpoint;
      await this.#mesh.startStub({ name: target, version, host: address, port });
    }
    const [old, now] = [this.#files(this.#world), this.#files(step.world)];
    const changed = Object.keys(now).filter((file) => now[file] !== old[file]);
    if (step.reversed) changed.reverse();
    for (const file of changed) await this.#mesh.catalog.write(file, now[file] ?? '');
    this.#stopping.push(...machinesLeft(this.#world, step.world));
    this.#world = step.world;
  }

  #files(world: World): Readonly<Record<string, string>> {
    return filesOf(this.#plan, world);
  }

  async #disturb(disturbance: Step['disturbance']): Promise<void> {
    const { daemon } = this.#mesh;
    switch (disturbance) {
      case 'none':
        return;
      case 'kill':
        await daemon.stop('SIGKILL');
        await daemon.start();
        return;
      case 'cut':
        this.#relay.cut();
        return;
      case 'bad mesh':
        await this.#spoil('mesh.yaml', json({ ...this.#plan.mesh, services: { gateway: { app: 1 } } }));
        return;
      case 'bad weights':
        await this.#spoil(ROLLOUT, 'target: snowflake\nweights: [1, 2\n');
        return;
    }
  }

  async #spoil(file: string, text: string): Promise<void> {
    const { daemon, catalog } = this.#mesh;
    await catalog.write(file, text);
    await daemon.until(`the bad ${file} to be refused`, ({ inputs }) =>
      inputs.some((input) => input.file === file && input.state === 'refused'),
    );
    await catalog.write(file, this.#files(this.#world)[file] ?? '');
    await daemon.until('all files to be well again', (status) => !status.degraded);
  }

  /** Every sidecar holds what is published, and what it no longer holds has stopped. */
  async #settle(): Promise<void> {
    await this.#mesh.daemon.until('both sidecars to be synced', allSynced(SIDECARS.length), DELIVERY_MS);
    const stopping = this.#stopping;
    this.#stopping = [];
    for (const { endpoint } of stopping) {
      const { address, port } = endpoint;
      await eventually({
        what: `all sidecars to give up ${address}:${port}`,
        timeoutMs: DELIVERY_MS,
        probe: async () => {
          const pages = await Promise.all(
            SIDECARS.map(({ host }) => this.#mesh.sidecar(host).page('/clusters')),
          );
          return pages.some((page) => page.includes(`::${address}:${port}::`)) ? null : true;
        },
      });
    }
    await Promise.all(stopping.map(({ endpoint }) => this.#mesh.stopStub(endpoint)));
  }

  /** A further key, and all sidecars have it: then they have all that was saved before it. */
  async #fence(): Promise<void> {
    this.#fences += 1;
    const domain = `fence.n${this.#fences}`;
    const catalog = JSON.parse(this.#files(this.#world)['catalog.yaml'] ?? '{}') as Record<string, object>;
    await this.#mesh.catalog.write(
      'catalog.yaml',
      catalogOf({ ...catalog, [domain]: { source_binding: { type: 'oracle' } } }),
    );
    const { host, httpPort: port } = this.#mesh.daemon.spec;
    await eventually({
      what: `${domain} to be published`,
      timeoutMs: DELIVERY_MS,
      everyMs: 25,
      probe: async () =>
        (await rawRequest({ host, port, path: '/config/gateway' })).body.includes(`"${domain}/"`) || null,
    });
    await this.#settle();
  }

  async #finish(steps: number, broken: string | null): Promise<SoakResult> {
    const results = await Promise.all(
      this.#loads.map(async ({ host, load }) => ({ host, result: await load.stop() })),
    );
    const troubles = await Promise.all(this.#troubles.map((watch) => watch.stop()));
    const failures = results.flatMap(({ result }) => result.failures);
    const counted = troubles.some((trouble) => Object.keys(trouble.counted).length > 0);
    const rates = SIDECARS.map(({ host }) =>
      results
        .filter((one) => one.host === host)
        .reduce((sum, { result }) => sum + result.sent / result.seconds, 0),
    );
    const healthy = broken === null && failures.length === 0 && !counted;
    return {
      steps,
      seconds: (performance.now() - this.#startedAt) / 1000,
      sent: results.reduce((sum, { result }) => sum + result.sent, 0),
      slowestRate: Math.min(...rates),
      failed: failures.length,
      report: healthy ? null : this.#report(broken ?? 'requests failed', { failures, troubles }),
    };
  }

  #report(
    why: string,
    {
      failures,
      troubles,
    }: {
      failures: readonly Failure[];
      troubles: readonly { readonly counted: object; readonly logged: readonly string[] }[];
    },
  ): string {
    const trouble = troubles.flatMap(({ counted, logged }, index) => [
      `sidecar over ${SIDECARS[index]?.variant ?? ''}: ${JSON.stringify(counted)}`,
      ...logged.slice(0, 5),
    ]);
    const warnings = this.#mesh.daemon.log().split('\n').slice(-5);
    return [
      `seed ${this.#options.seed}: ${why}`,
      ...this.#journal.slice(-8),
      `${failures.length} requests failed; times are those of the load, which began just before the first step:`,
      ...failures
        .slice(0, 5)
        .map(({ atMs, path, what, body }) => `${(atMs / 1000).toFixed(2)} s ${path}: ${what} ${body}`),
      ...trouble,
      'the daemon said last:',
      ...warnings,
    ].join('\n');
  }
}

/** Through the edge and through egress; every target that the steps touch and that is always there is among them. */
function loadsOf(mesh: LocalMesh, host: number): readonly Load[] {
  const edge = [
    '/fetch/prices.equity/AAPL',
    '/resolve/prices.equity/AAPL',
    '/fetch/risk.cvar/x',
    '/fetch/risk.var/x',
    '/catalog',
    '/',
  ];
  const common = { host: mesh.net.address(host), ratePerSecond: RATE / 2 };
  return [
    startLoad({
      ...common,
      port: PORTS.edge,
      requests: edge.map((path) => ({ path, authority: 'platform.example.com' })),
    }),
    startLoad({
      ...common,
      port: PORTS.egress,
      requests: [
        { path: '/resolve/risk.cvar', authority: 'resolver.moniker.local' },
        {
          path: '/fetch/prices.fx/EURUSD',
          authority: 'adapters.moniker.local',
          headers: { 'x-client-id': `c${host}` },
        },
        { path: '/fetch/credit.exposure/x', authority: 'adapters.moniker.local' },
      ],
    }),
  ];
}
