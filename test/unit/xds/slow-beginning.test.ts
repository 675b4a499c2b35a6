import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import { Session } from '../../../src/xds/session/session.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { decodeDeltaRequest } from '../../../src/xds/wire/request.ts';
import { resource, snapshotOf } from '../../support/xds/mesh.ts';
import { newProcess } from '../../support/xds/trio.ts';
import { decodeResponse, encodeRequest } from '../../support/xds/wire.ts';
import type { ClientRequest } from '../../support/xds/wire.ts';
import { World } from '../../support/xds/world.ts';

const before = snapshotOf({ targets: { a: { v1: 10 } }, listeners: { one: 'a' } });
const after = snapshotOf({ targets: { a: { v2: 10 } }, listeners: { one: 'a' } });

/** Requests in which a client asks for all that it wants: of each of the five types one. */
const MOST_REQUESTS = 5;

describe('a client that comes back and is slow to say what it holds', () => {
  for (const protocol of ['sotw', 'delta'] as const) {
    for (const plain of [false, true]) {
      for (let heard = 0; heard <= MOST_REQUESTS; heard += 1) {
        it(`keeps its clusters (${protocol}, ${plain ? 'plain, ' : ''}${heard} requests at first)`, () => {
          const world = new World({ protocol, plain }, before);
          world.settle();
          world.interrupt('reconnect');
          world.publish(after);
          for (let request = 0; request < heard; request += 1) {
            world.clientWrites();
            world.serverReads();
            world.compiles();
          }
          // Twice: the first answer of the kind may have to be overtaken.
          for (let wait = 0; wait < 2; wait += 1) {
            world.advance(10_000);
            while (world.clientReads());
          }
          world.settle();
          world.assertSettled();
        });
      }
    }
  }

  it('is not waited for beyond the limit: it may never ask for routes', () => {
    const session = new Session({ protocol: 'delta', timings: DEFAULT_TIMINGS, ...newProcess() });
    const held = resource('cds', 'a/v1', { content: '0', references: { assignment: 'a/v1' } });
    const removed: [number, readonly string[]][] = [];
    const hear = (request: ClientRequest, now: number): void => {
      const bytes = encodeRequest('delta', request);
      session.step({ kind: 'request', request: decodeDeltaRequest(bytes, session.wantsNode) }, now);
    };
    hear(
      {
        typeUrl: TYPE_URLS.cds,
        node: { id: 'n', cluster: 'svc' },
        initial: { 'a/v1': held.version },
      },
      0,
    );
    session.step({ kind: 'snapshot', snapshot: after }, 0);
    for (let { deadline } = session; deadline !== null; { deadline } = session) {
      for (const effect of session.step({ kind: 'tick' }, deadline))
        if (effect.kind === 'send') removed.push([deadline, decodeResponse('delta', effect.bytes).removed]);
    }
    assert.deepEqual(removed, [[DEFAULT_TIMINGS.clusterWait, ['a/v1']]]);
  });
});
