import { it } from 'node:test';
import { snapshotOf } from '../../support/xds/mesh.ts';
import { World } from '../../support/xds/world.ts';

it('in SotW the answer to a heartbeat is one to the clusters before it, whose own Envoy withheld', () => {
  const world = new World(
    { protocol: 'sotw', ttl: 90_000 },
    snapshotOf({ targets: { a: { v1: 1 } }, listeners: { one: 'a' } }),
  );
  // The layers, and the clusters.
  for (let request = 0; request < 2; request += 1) {
    world.clientWrites();
    world.serverReads();
  }
  world.compiles();
  // The assignments that they warm up with are not asked for meanwhile.
  world.advance(30_000);
  world.settle();
  world.assertSettled();
});
