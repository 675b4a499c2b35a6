import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_METRICS } from '../../../src/xds/ports.ts';
import type { XdsMetrics } from '../../../src/xds/ports.ts';
import { tallied } from '../../../src/xds/tally.ts';
import type { Tally } from '../../../src/xds/tally.ts';

interface Bench {
  readonly tally: Tally;
  readonly told: (readonly unknown[])[];
  readonly tasks: (() => void)[];
}

function bench(): Bench {
  const told: (readonly unknown[])[] = [];
  const tasks: (() => void)[] = [];
  const note =
    (event: string) =>
    (...given: readonly unknown[]): void =>
      void told.push([event, ...given]);
  const events = Object.keys(NO_METRICS).map((event) => [event, note(event)]);
  const metrics: XdsMetrics = { ...NO_METRICS, ...(Object.fromEntries(events) as Partial<XdsMetrics>) };
  return { tally: tallied(metrics, (task) => tasks.push(task)), told, tasks };
}

describe('the tally of what many streams do', () => {
  it('hands on once what happened often, each kind by its labels', () => {
    const { tally, told, tasks } = bench();
    for (let count = 0; count < 3; count += 1) {
      tally.streamOpened({ protocol: 'sotw' });
      tally.push({ type: 'rds' }, 10);
    }
    tally.streamOpened({ protocol: 'delta' });
    tally.streamClosed({ protocol: 'sotw' });
    tally.streamDelayed();
    tally.push({ type: 'cds' }, 7);
    tally.ack({ type: 'rds' }, 2);
    assert.deepEqual([told.length, tasks.length], [0, 1]);
    tasks[0]?.();
    assert.deepEqual(told, [
      ['streamOpened', { protocol: 'sotw' }, 3],
      ['streamClosed', { protocol: 'sotw' }, 1],
      ['streamOpened', { protocol: 'delta' }, 1],
      ['streamDelayed', 1],
      ['push', { type: 'rds' }, 30, 3],
      ['ack', { type: 'rds' }, 2],
      ['push', { type: 'cds' }, 7, 1],
    ]);
  });

  it('hands on at once when it is asked, and nothing twice', () => {
    const { tally, told, tasks } = bench();
    tally.ack({ type: 'eds' });
    tally.tell();
    assert.deepEqual(told, [['ack', { type: 'eds' }, 1]]);
    tally.ack({ type: 'eds' });
    for (const task of tasks.splice(0)) task();
    assert.deepEqual(told.slice(1), [['ack', { type: 'eds' }, 1]]);
    tally.tell();
    assert.equal(told.length, 2);
    tally.ack({ type: 'eds' });
    assert.equal(tasks.length, 1);
  });

  it('lets what is rare through as it comes', () => {
    const { tally, told } = bench();
    tally.nack({ type: 'lds' });
    tally.badRequest();
    assert.deepEqual(told, [['nack', { type: 'lds' }], ['badRequest']]);
  });
});
