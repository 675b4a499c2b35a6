import { describe, it } from 'node:test';
import fc from 'fast-check';
import { snapshotOf } from '../support/xds/mesh.ts';
import type { MeshSpec } from '../support/xds/mesh.ts';
import { World } from '../support/xds/world.ts';
import type { Interruption, WorldOptions } from '../support/xds/world.ts';

const weights = fc
  .record({ v1: fc.nat(3), v2: fc.nat(3), v3: fc.nat(3) }, { requiredKeys: [] })
  .filter((one) => Object.values(one).some((weight) => weight > 0));
const revisions = fc.dictionary(fc.constantFrom('a/v1', 'a/v2', 'b/v1'), fc.nat(2), { maxKeys: 2 });
const spec: fc.Arbitrary<MeshSpec> = fc.record({
  targets: fc.record({ a: weights, b: weights }),
  clusterRevisions: revisions,
  endpointRevisions: revisions,
  listeners: fc.constantFrom<Record<string, string>>({ one: 'a' }, { one: 'a', two: 'b' }, { one: 'b' }),
  listenerRevisions: fc.record({ one: fc.nat(1) }),
});

/** As `spec`, with clusters that have lost their endpoints: the last snapshot of a run has none. */
const poorSpec: fc.Arbitrary<MeshSpec> = fc
  .tuple(spec, fc.subarray(['a/v1', 'a/v2', 'b/v1']))
  .map(([one, withoutEndpoints]) => ({ ...one, withoutEndpoints }));

type Move =
  | { readonly kind: 'publish'; readonly spec: MeshSpec }
  | { readonly kind: 'clientReads' | 'clientWrites' | 'serverReads' | 'compiles' | 'saves' }
  | { readonly kind: 'repeat'; readonly back: number }
  | { readonly kind: 'advance'; readonly by: number }
  | { readonly kind: 'interrupt'; readonly how: Interruption }
  | { readonly kind: 'poison'; readonly what: string };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: poorSpec.map((one): Move => ({ kind: 'publish', spec: one })) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'clientReads' }) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'clientWrites' }) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'serverReads' }) },
  { weight: 4, arbitrary: fc.constant<Move>({ kind: 'compiles' }) },
  { weight: 1, arbitrary: fc.nat(4).map((back): Move => ({ kind: 'repeat', back })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 500, 1_000, 2_000, 5_000).map((by): Move => ({ kind: 'advance', by })),
  },
  { weight: 1, arbitrary: fc.constant<Move>({ kind: 'saves' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Interruption[]>('reconnect', 'restart', 'kept', 'kept canary')
      .map((how): Move => ({ kind: 'interrupt', how })),
  },
);
const poison: fc.Arbitrary<Move> = fc
  .constantFrom(
    'cds:a/v1:1',
    'cds:a/v2:0',
    'eds:a/v1:1',
    'lds:one:a:1',
    'rds:routes/a:a/v1,a/v2#0',
    'rds:routes/a:a/v2#0',
  )
  .map((what) => ({ kind: 'poison', what }));

/** What a client is, and whether the server forgets about it. */
const kinds = (protocol: WorldOptions['protocol']): fc.Arbitrary<WorldOptions> =>
  fc.record({ protocol: fc.constant(protocol), plain: fc.boolean(), ttl: fc.constantFrom(0, 90_000) });

/** What is published at the beginning and at the end, and what happens between. */
const story = (moves: fc.Arbitrary<readonly Move[]>) => fc.record({ first: spec, moves, last: spec });

function play(world: World, moves: readonly Move[], interruption?: Interruption): void {
  for (const one of moves) {
    switch (one.kind) {
      case 'publish':
        world.publish(snapshotOf(one.spec));
        break;
      case 'advance':
        world.advance(one.by);
        break;
      case 'interrupt':
        world.interrupt(interruption ?? one.how);
        break;
      case 'repeat':
        world.repeat(one.back);
        break;
      case 'poison':
        world.client.poison.add(one.what);
        break;
      default:
        world[one.kind]();
    }
  }
}

const RUNS = Number(process.env['MONIKER_PROPERTY_RUNS'] ?? 1_000);
/** As a failure prints them: the same runs again, or with the path the one that failed. */
const SEED = process.env['MONIKER_PROPERTY_SEED'];
const PATH = process.env['MONIKER_PROPERTY_PATH'];
const PARAMETERS = {
  numRuns: RUNS,
  ...(SEED !== undefined && { seed: Number(SEED) }),
  ...(PATH !== undefined && { path: PATH }),
};

describe('a session against a model of Envoy', () => {
  for (const protocol of ['sotw', 'delta'] as const) {
    it(`${protocol}: ends with what is published, and no request fails on the way`, () => {
      fc.assert(
        fc.property(
          kinds(protocol),
          story(fc.array(move, { maxLength: 80, size: 'max' })),
          (options, { first, moves, last }) => {
            const world = new World(options, snapshotOf(first));
            play(world, moves);
            world.publish(snapshotOf(last));
            world.settle();
            world.assertSettled();
          },
        ),
        PARAMETERS,
      );
    });

    it(`${protocol}: rejections break nothing, and a good snapshot mends all`, () => {
      fc.assert(
        fc.property(
          kinds(protocol),
          story(
            fc.array(fc.oneof({ weight: 12, arbitrary: move }, { weight: 1, arbitrary: poison }), {
              maxLength: 80,
            }),
          ),
          (options, { first, moves, last }) => {
            const world = new World(options, snapshotOf(first));
            // What was rejected, and what of it was applied, is known to no other process.
            play(world, moves, 'reconnect');
            world.settle();
            world.client.poison.clear();
            world.publish(snapshotOf({ ...last, ...fresh }));
            world.settle();
            world.assertSettled();
          },
        ),
        PARAMETERS,
      );
    });
  }
});

/** Revisions that nothing before them had, so that each resource is another than any that was rejected. */
const NEW_REVISION = 9;
const everyCluster = Object.fromEntries(
  ['a', 'b'].flatMap((target) => ['v1', 'v2', 'v3'].map((version) => [`${target}/${version}`, NEW_REVISION])),
);
const fresh = {
  clusterRevisions: everyCluster,
  endpointRevisions: everyCluster,
  routeRevision: NEW_REVISION,
  listenerRevisions: { one: NEW_REVISION, two: NEW_REVISION },
};
