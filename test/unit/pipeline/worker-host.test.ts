import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { EngineAnswer } from '../../../src/pipeline/engine.ts';
import { hostInline } from '../../../src/pipeline/engine-host.ts';
import type { EngineHost } from '../../../src/pipeline/engine-host.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import { standardEngine } from '../../../src/pipeline/standard-engine.ts';
import { hostWorker } from '../../../src/pipeline/worker-host.ts';
import type { NodeGroup } from '../../../src/snapshot/model.ts';

const CATALOG = join(import.meta.dirname, '..', '..', '..', 'catalog');
const FILES = ['mesh.yaml', 'endpoints.yaml', 'sample_catalog.yaml', 'rollouts/resolver.yaml'];
const ROLLOUT = 'rollouts/resolver.yaml';
const OVERRIDDEN: NodeGroup = {
  service: 'gateway',
  overrides: { bindAddress: '127.0.0.9', inboundPort: null, egressPort: null, edgePort: 9000 },
};

async function example(): Promise<ReadonlyMap<string, ReturnType<typeof textContent>>> {
  const read = async (file: string) =>
    [file, textContent(await readFile(join(CATALOG, file), 'utf8'))] as const;
  return new Map(await Promise.all(FILES.map(read)));
}

const edit = (host: EngineHost, file: string, text: string): Promise<EngineAnswer> =>
  host.update({
    changes: new Map([[file, textContent(text)]]),
    groups: [OVERRIDDEN],
    plain: [OVERRIDDEN],
    now: 1,
  });
const weights = (v1: number): string => `target: resolver\nweights: { v1: ${v1}, v2: 1 }\n`;

function host(t: TestContext, url?: URL): { readonly host: EngineHost; readonly lost: Error[] } {
  const lost: Error[] = [];
  const made = hostWorker({
    acceptLargeChanges: false,
    onLost: (error) => lost.push(error),
    ...(url !== undefined && { url }),
  });
  t.after(() => made.close());
  return { host: made, lost };
}

describe('the engine on a worker thread', () => {
  it('answers byte for byte what it answers on this thread, over several edits', async (t) => {
    const worker = host(t).host;
    const inline = hostInline(standardEngine({ acceptLargeChanges: false }));
    const changes = await example();
    const first = { changes, groups: [OVERRIDDEN], plain: [OVERRIDDEN], now: 1 };
    const mesh = await readFile(join(CATALOG, 'mesh.yaml'), 'utf8');
    const steps: readonly ((on: EngineHost) => Promise<EngineAnswer>)[] = [
      (on) => on.update(first),
      (on) => edit(on, ROLLOUT, weights(1)),
      (on) => edit(on, 'mesh.yaml', mesh.replace('debugHeader: false', 'debugHeader: true')),
      (on) => edit(on, 'mesh.yaml', mesh),
      (on) => edit(on, ROLLOUT, 'target: [broken'),
    ];
    for (const step of steps) {
      const [a, b] = [await step(worker), await step(inline)];
      assert.deepEqual(a.publication, b.publication);
      const routes = a.publication?.plainRoutes.map(({ rds }) => rds);
      if (routes) assert.deepEqual(routes, [await inline.plainRoutes(OVERRIDDEN)]);
      assert.deepEqual(a.status, b.status);
      assert.deepEqual(await worker.group(OVERRIDDEN), await inline.group(OVERRIDDEN));
      assert.deepEqual(await worker.plainRoutes(OVERRIDDEN), await inline.plainRoutes(OVERRIDDEN));
    }
    assert.deepEqual(await worker.lastGood(), await inline.lastGood());
  });

  it('answers null for a group of a service that the mesh does not know', async (t) => {
    const { host: worker } = host(t);
    await worker.update({ changes: await example(), groups: [], now: 1 });
    assert.equal(await worker.group({ ...OVERRIDDEN, service: 'nobody' }), null);
  });

  it('restarts after a fault with all that it knew, refuses the file that ended it, and goes on', async (t) => {
    const { host: worker, lost } = host(t, new URL('../../support/fragile-worker.ts', import.meta.url));
    const first = await worker.update({ changes: await example(), groups: [], now: 1 });
    assert.equal(await worker.lastGood(), null, 'nothing has proved good');
    await worker.proved(first.publication?.version ?? '');
    const kept = await worker.lastGood();
    assert.ok(kept);
    const broken = await edit(worker, 'endpoints.yaml', 'broken: [');
    assert.equal(broken.publication, null);
    const crashed = await edit(worker, ROLLOUT, `${weights(3)}# crash`);
    assert.equal(lost.length, 2, 'the fault was given a second chance');
    const states = Object.fromEntries(crashed.status.inputs.map(({ file, state }) => [file, state]));
    assert.deepEqual(states, {
      'endpoints.yaml': 'refused',
      'mesh.yaml': 'current',
      [ROLLOUT]: 'refused',
      'sample_catalog.yaml': 'current',
    });
    assert.equal(crashed.publication, null, 'what served goes on serving');
    assert.deepEqual(await worker.lastGood(), kept);
    const group = await worker.group({
      ...OVERRIDDEN,
      overrides: { ...OVERRIDDEN.overrides, bindAddress: null, edgePort: null },
    });
    const served = first.publication?.groups.find((snapshot) => snapshot.group.service === 'gateway');
    assert.deepEqual(group, served);
    const mended = await edit(worker, ROLLOUT, weights(1));
    const gateway = mended.publication?.groups.find((snapshot) => snapshot.group.service === 'gateway');
    const split = gateway?.splits.find(({ target }) => target === 'resolver');
    assert.equal(split?.weights[0]?.weight, 5000);
    assert.deepEqual(await worker.lastGood(), kept, 'until this proves good too');
  });
});
