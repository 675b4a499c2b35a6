import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, encode } from '../../../src/proto/codec.ts';
import { createLoadBook, MAX_ROWS } from '../../../src/xds/load/load-book.ts';
import { decodeLoadStats, encodeLoadStatsResponse } from '../../../src/xds/wire/load-stats.ts';
import type { ClusterLoad } from '../../../src/xds/wire/load-stats.ts';

const load = (cluster: string, zone: string, counts: Partial<ClusterLoad['zones'][number]>): ClusterLoad => ({
  cluster,
  zones: [{ zone, successes: 0, errors: 0, inProgress: 0, issued: 0, ...counts }],
  drops: new Map(),
  interval: 2_000,
});

describe('the load book', () => {
  it('adds up what the sidecars send, by cluster and zone', () => {
    const book = createLoadBook();
    book.report(1, [load('resolver/v1', 'a', { successes: 18, errors: 2, inProgress: 3 })]);
    book.report(2, [load('resolver/v1', 'a', { successes: 10 }), load('policy', '', { successes: 4 })]);
    assert.deepEqual(book.view(), [
      {
        cluster: 'policy',
        target: 'policy',
        version: null,
        zone: '',
        requestsPerSecond: 2,
        errorsPerSecond: 0,
        inProgress: 0,
        requests: 4,
        errors: 0,
        sidecars: 1,
        drops: [],
      },
      {
        cluster: 'resolver/v1',
        target: 'resolver',
        version: 'v1',
        zone: 'a',
        requestsPerSecond: 15,
        errorsPerSecond: 1,
        inProgress: 3,
        requests: 30,
        errors: 2,
        sidecars: 2,
        drops: [],
      },
    ]);
  });

  it('takes a newer report for the rate, keeps the totals, and forgets the rate of who left', () => {
    const book = createLoadBook();
    book.report(1, [load('a', '', { successes: 10 })]);
    book.report(1, [load('a', '', { successes: 2 })]);
    assert.deepEqual(
      book.view().map(({ requestsPerSecond, requests }) => [requestsPerSecond, requests]),
      [[1, 12]],
    );
    book.leave(1);
    assert.deepEqual(
      book.view().map(({ requestsPerSecond, requests, sidecars }) => [requestsPerSecond, requests, sidecars]),
      [[0, 12, 0]],
    );
  });

  it('tells what was dropped, by why, apart from the zones', () => {
    const book = createLoadBook();
    const drops = (...of: readonly (readonly [string, number])[]): ClusterLoad => ({
      ...load('a', 'z', { successes: 2 }),
      drops: new Map(of),
    });
    book.report(1, [drops(['throttled', 4], ['', 2])]);
    book.report(2, [drops(['throttled', 2])]);
    book.report(1, [drops(['', 6])]);
    const rows = (): unknown => book.view().map(({ zone, requests, drops: of }) => [zone, requests, of]);
    assert.deepEqual(rows(), [
      [
        '',
        0,
        [
          { category: '', perSecond: 3, total: 8 },
          { category: 'throttled', perSecond: 1, total: 6 },
        ],
      ],
      ['z', 6, []],
    ]);
    book.leave(1);
    book.leave(2);
    assert.deepEqual((rows() as readonly (readonly unknown[])[])[0]?.[2], [
      { category: '', perSecond: 0, total: 8 },
      { category: 'throttled', perSecond: 0, total: 6 },
    ]);
    const many = Array.from({ length: 40 }, (_, index) => [`c${index}`, 1] as const);
    book.report(3, [drops(...many)]);
    assert.equal(book.view()[0]?.drops.length, 17);
  });

  it('leaves out the clusters of the bootstrap', () => {
    const book = createLoadBook();
    book.report(1, [load('xds_cluster', '', { successes: 1 }), load('app', '', { successes: 1 })]);
    assert.deepEqual(book.view(), []);
  });

  it('is bounded: what goes beyond is counted together', () => {
    const book = createLoadBook();
    for (let index = 0; index < MAX_ROWS + 50; index += 1) {
      book.report(index, [load(`c${index}`, '', { successes: 1 })]);
    }
    const view = book.view();
    assert.equal(view.length, MAX_ROWS + 1);
    assert.equal(view.find(({ cluster }) => cluster === 'other')?.requests, 50);
  });
});

describe('load reports on the wire', () => {
  it('are read, whatever else they carry', () => {
    const bytes = encode('envoy.service.load_stats.v3.LoadStatsRequest', {
      node: { id: 'n', cluster: 'c' },
      cluster_stats: [
        {
          cluster_name: 'resolver/v2',
          cluster_service_name: 'resolver/v2',
          total_dropped_requests: 7,
          dropped_requests: [{ category: 'throttled', dropped_count: 3 }],
          load_report_interval: '1.5s',
          upstream_locality_stats: [
            {
              locality: { region: 'r', zone: 'z', sub_zone: 's' },
              total_successful_requests: 5,
              total_requests_in_progress: 2,
              total_error_requests: 1,
              total_issued_requests: 8,
              priority: 1,
            },
          ],
        },
      ],
    });
    assert.deepEqual(decodeLoadStats(bytes), [
      {
        cluster: 'resolver/v2',
        zones: [{ zone: 'z', successes: 5, inProgress: 2, errors: 1, issued: 8 }],
        drops: new Map([
          ['throttled', 3],
          ['', 4],
        ]),
        interval: 1_500,
      },
    ]);
    assert.throws(() => decodeLoadStats(Uint8Array.of(0x12, 0xff)));
  });

  it('are asked for on all clusters', () => {
    assert.deepEqual(
      decode('envoy.service.load_stats.v3.LoadStatsResponse', encodeLoadStatsResponse(2_500)),
      {
        load_reporting_interval: '2.500s',
        send_all_clusters: true,
      },
    );
  });
});
