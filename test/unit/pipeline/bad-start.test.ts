import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { hostInline } from '../../../src/pipeline/engine-host.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import type { LastGoodStore } from '../../../src/pipeline/last-good-store.ts';
import type { Pipeline } from '../../../src/pipeline/pipeline-model.ts';
import { createPipeline } from '../../../src/pipeline/pipeline.ts';
import { standardEngine } from '../../../src/pipeline/standard-engine.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { NO_TRACING } from '../../../src/telemetry/tracing.ts';
import { SOUND } from '../../support/faults.ts';
import { stillWatcher } from '../../support/still-watcher.ts';

interface Made {
  readonly pipeline: Pipeline;
  readonly told: string[];
}

function make(files: Readonly<Record<string, string>>, store: LastGoodStore): Made {
  const told: string[] = [];
  const tell = (_: object, message: string): void => void told.push(message);
  const contents = new Map(Object.entries(files).map(([file, text]) => [file, textContent(text)]));
  const pipeline = createPipeline({
    host: hostInline(standardEngine({ acceptLargeChanges: false })),
    watcher: () => stillWatcher(contents),
    target: createSnapshotCache(),
    store,
    log: { debug: () => undefined, info: tell, warn: tell, error: tell },
    metrics: createMetrics('test', null),
    tracing: NO_TRACING,
  });
  return { pipeline, told };
}

/** What a pipeline over the sound files has kept. */
async function kept(t: TestContext): Promise<LastGoodStore> {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const saved = Promise.withResolvers<Uint8Array>();
  const store = {
    load: () => Promise.resolve(null),
    save: (bytes: Uint8Array) => {
      saved.resolve(bytes);
      return Promise.resolve();
    },
  };
  const { pipeline } = make(SOUND, store);
  await pipeline.start();
  t.mock.timers.tick(1_000);
  const bytes = await saved.promise;
  await pipeline.close();
  return { load: () => Promise.resolve(bytes), save: () => Promise.resolve() };
}

describe('a start on files that cannot be served', () => {
  it('says what serves in their place, and nothing of a file that is good again', async (t) => {
    const { pipeline, told } = make({ ...SOUND, 'mesh.yaml': 'mesh: [\n' }, await kept(t));
    assert.deepEqual(await pipeline.start(), { published: true });
    const { version } = pipeline.status();
    assert.deepEqual(told, [
      'mesh.yaml is refused',
      'The catalog cannot be served: the last-good file serves in its place',
      `Published ${version}`,
      'mesh.yaml is refused: its last good version goes on serving',
    ]);
    await pipeline.close();
  });

  it('says so too where files do not fit together', async (t) => {
    const mesh = SOUND['mesh.yaml'] ?? '';
    const apart = { ...SOUND, 'mesh.yaml': mesh.replace('stable: a1', 'stable: b7') };
    const { pipeline, told } = make(apart, await kept(t));
    await pipeline.start();
    assert.ok(
      told.some((line) => line.startsWith('The files do not fit together')),
      told.join('\n'),
    );
    assert.ok(!told.some((line) => line.includes('again')), told.join('\n'));
    await pipeline.close();
  });
});
