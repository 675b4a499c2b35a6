import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { Session } from '../../../src/xds/session/session.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { decodeDeltaRequest } from '../../../src/xds/wire/request.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';
import { newProcess } from '../../support/xds/trio.ts';
import type { Process } from '../../support/xds/trio.ts';
import { decodeResponse, encodeRequest, readRuntime } from '../../support/xds/wire.ts';
import type { ClientResource } from '../../support/xds/wire.ts';

const LAYERS = ['moniker.policy', 'moniker.weights'];
const weighted = (v1: number, v2: number): GroupSnapshot =>
  snapshotOf({ targets: { a: { v1, v2 } }, listeners: { one: 'a' } });

/** What a delta client that says that it holds these layers, by their versions, is sent for the snapshots. */
function layersFor(
  process: Process,
  initial: Readonly<Record<string, string>>,
  snapshots: readonly GroupSnapshot[],
): readonly ClientResource[] {
  const session = new Session({ ...process, protocol: 'delta', timings: DEFAULT_TIMINGS });
  const bytes = encodeRequest('delta', {
    node: { id: 'n', cluster: 'svc' },
    typeUrl: TYPE_URLS.rtds,
    subscribe: LAYERS,
    initial,
  });
  session.step({ kind: 'request', request: decodeDeltaRequest(bytes, true) }, 0);
  return snapshots
    .flatMap((snapshot) => session.step({ kind: 'snapshot', snapshot }, 0))
    .flatMap((effect) => (effect.kind === 'send' ? decodeResponse('delta', effect.bytes).resources : []));
}

it('weights that a client named after a restart are given to others in full, once they are published again', () => {
  const [older, newer] = [weighted(10, 0), weighted(5, 5)];
  const held = layersFor(newProcess(), {}, [older]);
  const versions = Object.fromEntries(held.map(({ name, version }) => [name, version]));
  assert.deepEqual(Object.keys(versions), LAYERS);

  const restarted = newProcess();
  // It keeps what it holds until it says which routes it has.
  assert.deepEqual(layersFor(restarted, versions, [newer, older]), []);
  const given = layersFor(restarted, {}, [older]);
  assert.deepEqual(
    given.map(({ name, any }) => [name, [...readRuntime(any)]]),
    [
      ['moniker.policy', []],
      [
        'moniker.weights',
        [
          ['split.a.a/v1', 10],
          ['split.a.a/v2', 0],
        ],
      ],
    ],
  );
});
