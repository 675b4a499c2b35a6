import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { createResponseCache } from '../../../src/xds/session/responses.ts';
import { createRuntimeLane } from '../../../src/xds/session/runtime-lane.ts';
import { Session } from '../../../src/xds/session/session.ts';
import type { Effect } from '../../../src/xds/session/session-events.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { createViewHistory } from '../../../src/xds/session/view.ts';
import { decodeSotwRequest } from '../../../src/xds/wire/request.ts';
import { EnvoyModel, published } from '../../support/xds/envoy-model.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../../support/xds/wire.ts';

const before = snapshotOf({ targets: { a: { v1: 10 } }, listeners: { one: 'a' } });
const after = snapshotOf({ targets: { a: { v2: 10 } }, listeners: { one: 'a' } });

/** A stream of a server process of its own, until both sides have nothing more to say. */
function converse(client: EnvoyModel, snapshot: GroupSnapshot, others: readonly GroupSnapshot[] = []): void {
  const shared = {
    responses: createResponseCache(),
    lane: createRuntimeLane(),
    history: createViewHistory(),
  };
  const session = new Session({ protocol: 'sotw', timings: DEFAULT_TIMINGS, ...shared });
  const waiting: Buffer[] = [];
  const perform = (effects: readonly Effect[]): void => {
    for (const effect of effects) if (effect.kind === 'send') waiting.push(effect.bytes);
  };
  client.connect();
  let now = 0;
  let given = false;
  for (let turn = 0; turn < 200; turn += 1) {
    const request = client.take();
    if (request) {
      const decoded = decodeSotwRequest(encodeRequest('sotw', request), session.wantsNode);
      perform(session.step({ kind: 'request', request: decoded }, now));
      if (!given) perform(session.step({ kind: 'snapshot', snapshot, others }, now));
      given = true;
      continue;
    }
    const bytes = waiting.shift();
    if (bytes) client.receive(decodeResponse('sotw', bytes));
    else if (session.deadline === null) return;
    else perform(session.step({ kind: 'tick' }, (now = session.deadline)));
  }
  assert.fail('the two never come to rest');
}

function sidecar(): EnvoyModel {
  const client = new EnvoyModel('sotw');
  converse(client, before);
  assert.deepEqual(client.state(), published(before));
  return client;
}

describe('a SotW client after a restart of the server', () => {
  it('keeps clusters until its new routes are there, if the server knows what it may hold', () => {
    const client = sidecar();
    converse(client, after, [before]);
    assert.deepEqual(client.state(), published(after));
  });

  it('loses them at once if the server does not', () => {
    const client = sidecar();
    assert.throws(() => {
      converse(client, after);
    }, /names a\/v1, which the client has not got/);
  });

  it('is not given what it does not hold', () => {
    const client = sidecar();
    const rejected = snapshotOf({ targets: { a: { v3: 10 } }, listeners: { one: 'a' } });
    converse(client, before, [rejected]);
    assert.deepEqual(client.state(), published(before));
    assert.equal(client.everHad('a/v3'), false);
  });

  it('is made out on its way from one snapshot to the other', () => {
    const client = sidecar();
    const both = snapshotOf({ targets: { a: { v1: 5, v2: 5 } }, listeners: { one: 'a' } });
    converse(client, both);
    converse(client, after, [before]);
    assert.deepEqual(client.state(), published(after));
  });
});
