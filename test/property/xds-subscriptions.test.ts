import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Subscriber } from '../support/xds/subscriber.ts';
import type { Secrets } from '../support/xds/subscriber.ts';

const RESOURCES = [
  'plain',
  'other',
  'xdstp://m/t/g/one',
  'xdstp://m/t/g/two',
  'xdstp://m/t/g/deep/one',
  'xdstp://m/t/h/one',
];
const NAMES = [...RESOURCES, 'never', '*', 'xdstp://m/t/g/*', 'xdstp://m/t/g/deep/*', 'xdstp://m/t/none/*'];

const secrets: fc.Arbitrary<Secrets> = fc.dictionary(
  fc.constantFrom(...RESOURCES),
  fc.constantFrom('1', '2'),
);

type Move =
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly name: string }
  | { readonly kind: 'publish'; readonly secrets: Secrets }
  | { readonly kind: 'clientReads' | 'serverReads' }
  | { readonly kind: 'reconnect'; readonly restart: boolean };

const name = fc.constantFrom(...NAMES);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: name.map((one): Move => ({ kind: 'subscribe', name: one })) },
  { weight: 2, arbitrary: name.map((one): Move => ({ kind: 'unsubscribe', name: one })) },
  { weight: 3, arbitrary: secrets.map((one): Move => ({ kind: 'publish', secrets: one })) },
  { weight: 5, arbitrary: fc.constant<Move>({ kind: 'clientReads' }) },
  { weight: 5, arbitrary: fc.constant<Move>({ kind: 'serverReads' }) },
  { weight: 1, arbitrary: fc.boolean().map((restart): Move => ({ kind: 'reconnect', restart })) },
);

function play(client: Subscriber, moves: readonly Move[]): void {
  for (const one of moves) {
    switch (one.kind) {
      case 'subscribe':
      case 'unsubscribe':
        client[one.kind](one.name);
        break;
      case 'publish':
        client.publish(one.secrets);
        break;
      case 'reconnect':
        client.reconnect(one.restart);
        break;
      default:
        client[one.kind]();
    }
  }
}

const SEED = process.env['MONIKER_PROPERTY_SEED'];
const PATH = process.env['MONIKER_PROPERTY_PATH'];
const PARAMETERS = {
  numRuns: Number(process.env['MONIKER_PROPERTY_RUNS'] ?? 1_000),
  ...(SEED !== undefined && { seed: Number(SEED) }),
  ...(PATH !== undefined && { path: PATH }),
};

describe('a client of names, globs and everything', () => {
  it('holds what it wants of what there is, knows what there is not, and is told nothing twice', () => {
    fc.assert(
      fc.property(secrets, fc.array(move, { maxLength: 60, size: 'max' }), secrets, (first, moves, last) => {
        const client = new Subscriber(first);
        play(client, moves);
        client.settle();
        client.publish(last);
        client.settle();
        client.assertSettled();

        const before = client.received;
        client.publish({ ...last });
        client.settle();
        assert.equal(client.received, before, 'what did not change was sent');

        client.publish({ ...last, plain: 'another' });
        client.settle();
        client.assertSettled();
        assert.equal(client.received, before + (client.wants('plain') ? 1 : 0));
      }),
      PARAMETERS,
    );
  });
});
