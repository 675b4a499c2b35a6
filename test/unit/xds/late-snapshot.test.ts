import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createResponseCache } from '../../../src/xds/session/responses.ts';
import { createRuntimeLane } from '../../../src/xds/session/runtime-lane.ts';
import type { Effect } from '../../../src/xds/session/session-events.ts';
import { Session } from '../../../src/xds/session/session.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { createViewHistory } from '../../../src/xds/session/view.ts';
import { decodeDeltaRequest } from '../../../src/xds/wire/request.ts';
import { EnvoyModel, published } from '../../support/xds/envoy-model.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../../support/xds/wire.ts';

const snapshot = snapshotOf({ targets: { a: { v1: 10, v2: 0 } }, listeners: { one: 'a' } });

/** A server process of its own. */
function replica(): Session {
  const shared = {
    responses: createResponseCache(),
    lane: createRuntimeLane(),
    history: createViewHistory(),
  };
  return new Session({ protocol: 'delta', timings: DEFAULT_TIMINGS, ...shared });
}

function sentBy(effects: readonly Effect[]): readonly Buffer[] {
  return effects.flatMap((effect) => (effect.kind === 'send' ? [effect.bytes] : []));
}

/** Everything that the client has to say, in one go. */
function hear(session: Session, client: EnvoyModel): readonly Buffer[] {
  const sent: Buffer[] = [];
  for (let request = client.take(); request; request = client.take()) {
    const decoded = decodeDeltaRequest(encodeRequest('delta', request), session.wantsNode);
    sent.push(...sentBy(session.step({ kind: 'request', request: decoded }, 0)));
  }
  return sent;
}

it('a delta client that holds everything is sent nothing, also where the snapshot comes after its requests', () => {
  const client = new EnvoyModel('delta');
  const first = replica();
  client.connect();
  const waiting = [...hear(first, client), ...sentBy(first.step({ kind: 'snapshot', snapshot }, 0))];
  for (let bytes = waiting.shift(); bytes; bytes = waiting.shift()) {
    client.receive(decodeResponse('delta', bytes));
    waiting.push(...hear(first, client));
  }
  assert.deepEqual(client.state(), published(snapshot));

  const second = replica();
  client.connect();
  assert.deepEqual(hear(second, client), []);
  assert.deepEqual(sentBy(second.step({ kind: 'snapshot', snapshot }, 0)), []);
});
