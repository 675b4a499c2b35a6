import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostInline } from '../../../src/pipeline/engine-host.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import { createPipeline } from '../../../src/pipeline/pipeline.ts';
import { standardEngine } from '../../../src/pipeline/standard-engine.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import { SILENT } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { NO_TRACING } from '../../../src/telemetry/tracing.ts';
import { SOUND } from '../../support/faults.ts';
import { stillWatcher } from '../../support/still-watcher.ts';

const contents = new Map(Object.entries(SOUND).map(([file, text]) => [file, textContent(text)]));

describe('closing a pipeline', () => {
  it('waits for a save of the last-good file that is under way', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const written = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const done: string[] = [];
    const pipeline = createPipeline({
      host: hostInline(standardEngine({ acceptLargeChanges: false })),
      watcher: () => stillWatcher(contents),
      target: createSnapshotCache(),
      store: {
        load: () => Promise.resolve(null),
        save: async () => {
          begun.resolve(undefined);
          await written.promise;
          done.push('saved');
        },
      },
      log: SILENT,
      metrics: createMetrics('test', null),
      tracing: NO_TRACING,
    });
    assert.deepEqual(await pipeline.start(), { published: true });
    t.mock.timers.tick(1_000);
    await begun.promise;
    const closed = pipeline.close().then(() => done.push('closed'));
    await new Promise((resolve) => setImmediate(resolve));
    written.resolve(undefined);
    await closed;
    assert.deepEqual(done, ['saved', 'closed']);
  });
});
