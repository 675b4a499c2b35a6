import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sharedFrames } from '../../../src/http2/data-frames.ts';
import { createResponseCache } from '../../../src/xds/session/responses.ts';
import { createViewHistory, viewOf } from '../../../src/xds/session/view.ts';
import { encodeEmptyAssignment, encodeRuntime } from '../../../src/xds/wire/resources.ts';
import { resource } from '../../support/xds/mesh.ts';

const view = () => viewOf([resource('cds', 'a'), resource('cds', 'b')]);

describe('what is kept for long', () => {
  it('has memory of its own, no piece of a pool', () => {
    const one = view();
    const items = [...one.items.values()];
    const { frame } = createResponseCache().encode(
      { protocol: 'delta', type: 'cds', view: one, resources: items, removed: [] },
      0,
    );
    for (const bytes of [
      frame,
      sharedFrames(frame, 1),
      encodeRuntime('layer', [['key', 1]]),
      encodeEmptyAssignment('name'),
    ])
      assert.equal(bytes.buffer.byteLength, bytes.length);
  });

  it('is bounded for a view that clients come to from ever other ones', () => {
    const responses = createResponseCache();
    const one = view();
    const encode = (removed: string) =>
      responses.encode({ protocol: 'delta', type: 'cds', view: one, resources: [], removed: [removed] }, 0);
    const first = encode('gone-0');
    assert.equal(encode('gone-0'), first);
    for (let n = 1; n <= 1_000; n += 1) encode(`gone-${n}`);
    assert.notEqual(encode('gone-0'), first);
  });

  it('is a view without the responses that were encoded for it', () => {
    const [responses, history, one] = [createResponseCache(), createViewHistory(), view()];
    const parts = { protocol: 'sotw', type: 'cds', resources: [...one.items.values()], removed: [] } as const;
    const sent = responses.encode({ ...parts, view: one }, 0);
    history.remember('cds', one);
    const recalled = history.recall('cds', one.version);
    assert.ok(recalled);
    assert.deepEqual(recalled, one);
    assert.notEqual(responses.encode({ ...parts, view: recalled }, 0), sent);
  });
});
