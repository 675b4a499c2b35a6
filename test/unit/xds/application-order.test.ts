import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TYPE_URLS, type CompiledType, type GroupSnapshot } from '../../../src/snapshot/model.ts';
import { createResponseCache } from '../../../src/xds/session/responses.ts';
import { createRuntimeLane } from '../../../src/xds/session/runtime-lane.ts';
import type { Effect, SessionEvent } from '../../../src/xds/session/session-events.ts';
import { Session } from '../../../src/xds/session/session.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { createViewHistory } from '../../../src/xds/session/view.ts';
import { decodeSotwRequest } from '../../../src/xds/wire/request.ts';
import { decode, encode } from '../../../src/proto/codec.ts';
import { compileFiles, groupOf } from '../../support/compile.ts';

const MESH = `services:
  reports: { sidecar: none, app: { port: 7000, protocol: grpc }, calls: [resolver] }
  resolver: { sidecar: none, app: { port: 8080, protocol: grpc }, stable: v1 }
`;

/** By version: its weight, and whether it has an endpoint. */
type Versions = Readonly<Record<string, { readonly weight: number; readonly empty?: true }>>;

function mesh(versions: Versions): GroupSnapshot {
  const all = Object.entries(versions);
  const weights = all.map(([name, { weight }]) => `${name}: ${weight}`).join(', ');
  const endpoints = all
    .filter(([, { empty }]) => empty !== true)
    .map(([name], index) => `  - { address: 10.0.0.${index + 1}, port: 1, version: ${name} }\n`);
  const compiled = compileFiles({
    'mesh.yaml': MESH,
    'rollouts/resolver.yaml': `target: resolver\nweights: { ${weights} }\n`,
    'endpoints.yaml': endpoints.length === 0 ? 'resolver: []\n' : `resolver:\n${endpoints.join('')}`,
  });
  const snapshot = compiled.group({ ...groupOf('reports'), client: 'proxyless' });
  assert.ok(snapshot);
  return snapshot;
}

interface Route {
  readonly route: {
    readonly cluster?: string;
    readonly weighted_clusters?: {
      readonly clusters: readonly { readonly name: string; readonly weight: number }[];
    };
  };
}

/** A library that asks for what it is told of and accepts what it gets, but for one type if it is slow there. */
class Library {
  readonly #session = new Session({
    protocol: 'sotw',
    timings: DEFAULT_TIMINGS,
    responses: createResponseCache(),
    lane: createRuntimeLane(),
    history: createViewHistory(),
  });
  readonly #names = new Map<CompiledType, readonly string[]>();
  readonly #answers = new Map<CompiledType, { readonly version: string; readonly nonce: string }>();
  /** What it was sent, in short: `eds resolver/v1=1`, `rds resolver/v1=10000`. */
  readonly heard: string[] = [];
  slow: CompiledType | null = null;
  now = 0;

  step(event: SessionEvent): void {
    for (const effect of this.#session.step(event, this.now)) this.#take(effect);
  }

  tickAt(now: number): void {
    this.now = now;
    this.step({ kind: 'tick' });
  }

  ask(type: CompiledType, names: readonly string[] = this.#names.get(type) ?? []): void {
    this.#names.set(type, names);
    const last = this.#answers.get(type);
    const node = { id: 'n', cluster: 'reports', user_agent_name: 'gRPC Go' };
    const bytes = encode('envoy.service.discovery.v3.DiscoveryRequest', {
      node,
      type_url: TYPE_URLS[type],
      resource_names: names,
      ...(last && { version_info: last.version, response_nonce: last.nonce }),
    });
    this.step({ kind: 'request', request: decodeSotwRequest(bytes, true) });
  }

  #take(effect: Effect): void {
    if (effect.kind !== 'send') return;
    const type = effect.type as CompiledType;
    const {
      version_info: version,
      nonce,
      resources = [],
    } = decode('envoy.service.discovery.v3.DiscoveryResponse', effect.bytes) as {
      version_info: string;
      nonce: string;
      resources?: readonly object[];
    };
    this.#answers.set(type, { version, nonce });
    const named = resources.flatMap((resource) => this.#read(type, resource));
    if (this.slow !== type)
      queueMicrotask(() => {
        this.ask(type);
      });
    queueMicrotask(() => {
      this.#follow(type, named);
    });
  }

  #read(type: CompiledType, resource: object): readonly string[] {
    const one = resource as {
      readonly name?: string;
      readonly cluster_name?: string;
      readonly endpoints?: readonly unknown[];
      readonly virtual_hosts?: readonly { readonly routes: readonly Route[] }[];
    };
    if (type === 'rds') {
      const routes = one.virtual_hosts?.[0]?.routes ?? [];
      const shares = routes.flatMap(({ route }, place) =>
        route.weighted_clusters
          ? route.weighted_clusters.clusters.map(({ name, weight }) => [name, weight] as const)
          : [[route.cluster ?? '', place === 0 ? 10_000 : 0] as const],
      );
      this.heard.push(['rds', ...shares.map(([name, share]) => `${name}=${share}`)].join(' '));
      return shares.map(([name]) => name);
    }
    const name = one.name ?? one.cluster_name ?? '';
    this.heard.push(type === 'eds' ? `eds ${name}=${one.endpoints?.length ?? 0}` : `${type} ${name}`);
    return [name];
  }

  /** Routes name clusters, and those have endpoints of the same name. */
  #follow(type: CompiledType, named: readonly string[]): void {
    if (type === 'lds' && !this.#names.has('rds')) this.ask('rds', ['proxyless/resolver']);
    if (type !== 'rds') return;
    const known = this.#names.get('cds') ?? [];
    const all = [...new Set([...known, ...named])];
    if (all.length === known.length) return;
    this.ask('cds', all);
    this.ask('eds', all);
  }

  /** Everything that was said has been answered. */
  async rest(): Promise<readonly string[]> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.heard.splice(0);
  }
}

async function started(snapshot: GroupSnapshot): Promise<Library> {
  const library = new Library();
  library.ask('lds', ['resolver']);
  library.step({ kind: 'snapshot', snapshot });
  await library.rest();
  return library;
}

const V1 = mesh({ v1: { weight: 1 } });
const HALVES = mesh({ v1: { weight: 1 }, v2: { weight: 1 } });

describe('what a gRPC application is sent when versions come and go', () => {
  it('begins with all at once', async () => {
    const library = new Library();
    library.ask('lds', ['resolver', 'nobody']);
    library.step({ kind: 'snapshot', snapshot: HALVES });
    assert.deepEqual(await library.rest(), [
      'lds resolver',
      'rds resolver/v1=5000 resolver/v2=5000',
      'cds resolver/v1',
      'cds resolver/v2',
      'eds resolver/v1=1',
      'eds resolver/v2=1',
    ]);
  });

  it('names a cluster that comes, and sends calls there when its endpoints are accepted', async () => {
    const library = await started(V1);
    library.slow = 'eds';
    library.step({ kind: 'snapshot', snapshot: HALVES });
    assert.deepEqual(await library.rest(), [
      'rds resolver/v1=10000 resolver/v2=0',
      'cds resolver/v1',
      'cds resolver/v2',
      'eds resolver/v2=1',
    ]);
    library.slow = null;
    library.ask('eds');
    assert.deepEqual(await library.rest(), ['rds resolver/v1=5000 resolver/v2=5000']);
  });

  it('does not wait for a library that says nothing for ever', async () => {
    const library = await started(V1);
    library.slow = 'eds';
    library.step({ kind: 'snapshot', snapshot: HALVES });
    await library.rest();
    library.tickAt(DEFAULT_TIMINGS.clusterWait - 1);
    assert.deepEqual(await library.rest(), []);
    library.tickAt(DEFAULT_TIMINGS.clusterWait);
    assert.deepEqual(await library.rest(), ['rds resolver/v1=5000 resolver/v2=5000']);
  });

  it('takes weights at once between versions that it has', async () => {
    const library = await started(mesh({ v1: { weight: 1 }, v2: { weight: 0 } }));
    library.slow = 'rds';
    library.step({ kind: 'snapshot', snapshot: HALVES });
    assert.deepEqual(await library.rest(), ['rds resolver/v1=5000 resolver/v2=5000']);
  });

  it('sends calls elsewhere before the last endpoint goes, and leaves a moment for those under way', async () => {
    const library = await started(HALVES);
    library.slow = 'rds';
    library.step({ kind: 'snapshot', snapshot: mesh({ v1: { weight: 1 }, v2: { weight: 1, empty: true } }) });
    assert.deepEqual(await library.rest(), ['rds resolver/v1=10000 resolver/v2=0 resolver/v2=0']);
    library.slow = null;
    library.ask('rds');
    assert.deepEqual(await library.rest(), []);
    library.tickAt(DEFAULT_TIMINGS.removalGrace - 1);
    assert.deepEqual(await library.rest(), []);
    library.tickAt(DEFAULT_TIMINGS.removalGrace);
    assert.deepEqual(await library.rest(), ['eds resolver/v2=0']);
  });

  it('says at once that no version has an endpoint', async () => {
    const library = await started(V1);
    library.step({ kind: 'snapshot', snapshot: mesh({ v1: { weight: 1, empty: true } }) });
    assert.deepEqual(await library.rest(), ['eds resolver/v1=0']);
  });
});
