import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Standing } from '../../../src/pipeline/ports.ts';
import { Publisher } from '../../../src/pipeline/publisher.ts';
import { NO_VARIANTS } from '../../../src/snapshot/variants.ts';
import { NO_TRACING } from '../../../src/telemetry/tracing.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';

interface Made {
  readonly publish: (version: string, weight?: number) => boolean;
  /** What has become of the last publication now. */
  readonly stand: (standing: Standing) => void;
  readonly told: string[];
  readonly proved: string[];
}

function make(first: Standing): Made {
  const told: string[] = [];
  const proved: string[] = [];
  const listeners: (() => void)[] = [];
  let standing = first;
  const tell = (_: object, message: string): number => told.push(message);
  const publisher = new Publisher({
    target: {
      publish: () => undefined,
      publishPlainRoutes: () => undefined,
      groups: () => [],
      onNeed: () => undefined,
      standing: () => standing,
      onStanding: (listener) => listeners.push(listener),
    },
    log: { debug: () => undefined, info: tell, warn: tell, error: tell },
    metrics: { converged: () => undefined },
    onNews: () => undefined,
    onProved: (version) => proved.push(version),
  });
  return {
    publish(version, weight = 1) {
      const isNews = publisher.publish(
        {
          ...{ version, services: ['svc'], withoutSidecar: [], variants: NO_VARIANTS, onRejected: 'hold' },
          counts: { keys: 0, boundKeys: 0, services: 1, adapters: 0, endpoints: 0, rollouts: 0 },
          knownVersions: new Map(),
          groups: [snapshotOf({ targets: { a: { v1: weight } }, listeners: { one: 'a' } })],
          plainRoutes: [],
        },
        { since: 0, files: [], trace: NO_TRACING.edit([], 0) },
      );
      publisher.follow();
      return isNews;
    },
    stand(now) {
      standing = now;
      for (const listener of listeners) listener();
    },
    told,
    proved,
  };
}

describe('what is said of a publication', () => {
  it('is that it is published, where nothing is in its way', () => {
    const { publish, told, proved } = make('clear');
    publish('one');
    assert.deepEqual(told, ['Published one']);
    assert.deepEqual(proved, ['one']);
  });

  it('is that it was compiled, and that it is published when Envoy has taken it', () => {
    const { publish, stand, told, proved } = make('waiting');
    publish('one');
    stand('waiting');
    assert.deepEqual(proved, []);
    for (const standing of ['clear', 'waiting', 'clear'] as const) stand(standing);
    assert.deepEqual(told, ['Compiled one: published once Envoy has validated it', 'Published one']);
    assert.deepEqual(proved, ['one']);
  });

  it('is never that it is published while a part is held, and that it is once it is released', () => {
    const { publish, stand, told, proved } = make('waiting');
    publish('one');
    stand('held');
    assert.equal(publish('one'), false);
    assert.deepEqual(proved, []);
    assert.equal(told.length, 2);
    assert.equal(told[1], 'Not all of one is published: Envoy rejects a part of it');
    stand('isolated');
    assert.equal(told[2], 'Published one');
    assert.deepEqual(proved, ['one']);
  });

  it('is of the newest one only', () => {
    const { publish, stand, told, proved } = make('waiting');
    publish('one');
    publish('two', 2);
    stand('clear');
    assert.equal(told.at(-1), 'Published two');
    assert.deepEqual(proved, ['two']);
  });

  it('proves what is the same as what was published, for the inputs may be others', () => {
    const { publish, proved } = make('clear');
    assert.equal(publish('one'), true);
    assert.equal(publish('one'), false);
    assert.deepEqual(proved, ['one', 'one']);
  });
});
