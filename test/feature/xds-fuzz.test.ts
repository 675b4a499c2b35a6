import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { Client, credentials } from '@grpc/grpc-js';
import { seeded } from '../../scripts/soak/random.ts';
import type { Fleet } from '../../src/xds/fleet.ts';
import { heapBytes } from '../support/heap.ts';
import { TestSidecar } from '../support/xds/fleet.ts';
import { frames, garbage, messages, recordFrames, type Attack } from '../support/xds/fuzz.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const COUNT = Number(process.env['MONIKER_FUZZ_COUNT'] ?? 100_000);
const SEED = Number(process.env['MONIKER_FUZZ_SEED'] ?? 1 + (Date.now() % 1_000_000));
/** Connections at a time. */
const ATTACKERS = 8;
const ROUNDS = 20;
/** What a round may leave behind in caches; anything kept for each message or connection would be far more. */
const GROWTH_BYTES = 12_000_000;

test(`${COUNT} random and mutated frames and messages`, { timeout: 300_000 }, async (t) => {
  t.diagnostic(`seed ${SEED}: MONIKER_FUZZ_SEED=${SEED} runs the same`);
  const random = seeded(SEED);
  const server = await startRealServer(t);
  const mesh = (round: number): ReturnType<typeof snapshotOf> =>
    snapshotOf({
      targets: { a: { v1: 1, v2: 1 } },
      listeners: { one: 'a' },
      clusterRevisions: { 'a/v1': round },
      endpointRevisions: { 'a/v2': round },
    });
  server.publish(mesh(0));
  const events = new EventEmitter();
  const client = new Client(`${server.xds.host}:${server.xds.port}`, credentials.createInsecure());
  const other = new TestSidecar(client, { id: 'other' }, events);
  t.after(() => {
    other.close();
    client.close();
  });
  const served = async (round: number): Promise<void> => {
    while (other.content('a/v1') !== String(round))
      await once(events, 'change', { signal: AbortSignal.timeout(20_000) });
  };
  await served(0);

  // By share of what is sent: a connection of messages sends some hundreds, one of frames some twenty.
  const byFrames = frames(await recordFrames());
  const attacks: readonly (readonly [Attack, number])[] = [
    [messages, 0.6],
    [byFrames, 0.25],
    [garbage, 0.15],
  ];
  let sent = 0;
  let baseline = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const attack = Promise.all(
      attacks.flatMap(([one, share]) =>
        Array.from({ length: ATTACKERS }, async () => {
          const due = (COUNT / ROUNDS / ATTACKERS) * share;
          for (let done = 0; done < due;) {
            const count = await one(server.xds, random);
            done += count;
            sent += count;
          }
        }),
      ),
    );
    // Amid the attack, not after it.
    server.publish(mesh(round));
    await served(round);
    await attack;
    if (round === ROUNDS / 4) baseline = await heapBytes();
  }
  await onlyOther(server.fleet);
  const growth = (await heapBytes()) - baseline;
  t.diagnostic(`${sent} sent; the heap grew by ${(growth / 1e6).toFixed(1)} MB over the last three quarters`);
  assert.ok(sent >= COUNT);
  assert.ok(growth < GROWTH_BYTES, `the heap grew by ${growth} bytes`);
});

/** Every stream of the attackers is over. */
async function onlyOther(fleet: Fleet): Promise<void> {
  const others = (): readonly string[] =>
    fleet.list().flatMap(({ nodeId }) => (nodeId === 'other' ? [] : [nodeId]));
  if (others().length === 0) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`streams are left of ${others().join(', ')}`));
    }, 20_000);
    fleet.subscribe(() => {
      if (others().length > 0) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
