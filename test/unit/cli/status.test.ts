import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeliveryView } from '../../../src/api/model.ts';
import { convergence } from '../../../src/cli/convergence.ts';
import { renderStatus } from '../../../src/cli/render-status.ts';
import { changeLines } from '../../../src/cli/status-changes.ts';
import { terminal } from '../../../src/cli/terminal.ts';
import { nackedSidecar, sidecarWith, statusWith } from '../../support/fake-daemon.ts';

const plain = terminal({ write: () => undefined }, {});
const refused = { file: 'mesh.yaml', state: 'refused', since: 1_000, reason: 'MCP1001 at line 3' } as const;

describe('convergence', () => {
  it('has converged once every sidecar is SYNCED, also with none', () => {
    assert.deepEqual(convergence(statusWith()), { kind: 'converged' });
    assert.deepEqual(convergence(statusWith({ sidecars: [sidecarWith()] })), { kind: 'converged' });
  });

  it('waits for sidecars that lag, for unknown services and for the first publish', () => {
    const late = statusWith({ sidecars: [sidecarWith({ state: 'STALE' }), sidecarWith({ nodeId: 'b' })] });
    assert.deepEqual(convergence(late), {
      kind: 'pending',
      reason: '1 of 2 sidecars are not SYNCED: gateway-1 (STALE)',
    });
    const unknown = statusWith({ sidecars: [sidecarWith({ state: 'UNKNOWN_SERVICE', known: false })] });
    assert.equal(convergence(unknown).kind, 'pending');
    assert.equal(convergence(statusWith({ ready: false })).kind, 'pending');
  });

  it('waits for streams that are not let in, and for as many sidecars as are asked for', () => {
    const one = { sidecars: [sidecarWith()] };
    assert.deepEqual(convergence(statusWith({ ...one, waiting: 4 })), {
      kind: 'pending',
      reason: '4 streams wait to be let in (--admit-per-second)',
    });
    assert.equal(convergence(statusWith({ ...one, waiting: 0 })).kind, 'converged');
    assert.deepEqual(convergence(statusWith(one), { sidecars: 2 }), {
      kind: 'pending',
      reason: '1 sidecar of 2 connected',
    });
    assert.equal(convergence(statusWith(one), { sidecars: 1 }).kind, 'converged');
  });

  it('waits for what Envoy validates: sidecars are SYNCED with what was before', () => {
    const delivery = { waves: [], held: [], checking: 3 };
    assert.deepEqual(convergence(statusWith({ delivery, sidecars: [sidecarWith()] })), {
      kind: 'pending',
      reason: 'Envoy validates 3 resources before they are published',
    });
    assert.equal(convergence(statusWith({ delivery: { ...delivery, checking: 0 } })).kind, 'converged');
  });

  it('fails on a NACK, with its text, and on a file that is refused or held', () => {
    assert.deepEqual(convergence(statusWith({ sidecars: [nackedSidecar('unknown cluster x')] })), {
      kind: 'failed',
      reason: 'gateway-1 (gateway) refused its configuration: unknown cluster x',
    });
    assert.deepEqual(convergence(statusWith({ inputs: [refused] })), {
      kind: 'failed',
      reason: 'mesh.yaml is refused: MCP1001 at line 3',
    });
    assert.equal(convergence(statusWith({ inputs: [{ ...refused, state: 'held' }] })).kind, 'failed');
  });
});

describe('renderStatus', () => {
  it('tells of streams that are not let in yet', () => {
    const line = 'WAITING 1 stream waits to be let in (--admit-per-second)';
    assert.ok(renderStatus(plain, statusWith({ waiting: 1 }), 3_000).includes(line));
    assert.ok(!renderStatus(plain, statusWith(), 3_000).join().includes('WAITING'));
  });

  it('shows what is published, what is refused, and each sidecar type by type', () => {
    const synced = {
      subscribed: 1,
      sent: 'a',
      acked: 'a',
      state: 'SYNCED',
      error: null,
      sentAt: 1,
      ackedAt: 1,
    } as const;
    const status = statusWith({
      degraded: true,
      inputs: [refused],
      sidecars: [
        sidecarWith({ types: { cds: synced } }),
        { ...nackedSidecar('bad\n  route'), nodeId: 'gateway-2' },
      ],
    });
    assert.deepEqual(renderStatus(plain, status, 62_000), [
      'DEGRADED  snapshot aaaa, published 1m ago  (moniker-cp 1.2.3, up 1m)',
      '3 keys, 2 bound keys',
      'refused mesh.yaml for 1m: MCP1001 at line 3',
      '',
      'SERVICE  NODE       STATE   CDS  EDS  LDS  RDS   RTDS  AGE  PROTOCOL  ENVOY',
      'gateway  gateway-1  SYNCED  ok   -    -    -     -     1m   delta     1.40.0',
      'gateway  gateway-2  NACKED  -    -    -    NACK  -     1m   delta     1.40.0',
      'NACK gateway-2 rds: bad route',
    ]);
  });

  it('says published of nothing that waits for Envoy, or that Envoy rejects in part', () => {
    const headline = (delivery: DeliveryView): string =>
      renderStatus(plain, statusWith({ delivery }), 62_000)[0] ?? '';
    const held = (reason: 'invalid' | 'quarantined'): DeliveryView => ({
      waves: [],
      held: [
        {
          ...{ service: 'gateway', envoy: 'any', reason, since: 1_000, by: [], type: 'rds', resources: [] },
          ...{ error: null, origins: [], retryAt: null, sidecars: 0 },
        },
      ],
    });
    assert.match(headline({ waves: [], held: [], checking: 3 }), /snapshot aaaa, compiled 1m ago/);
    assert.match(headline(held('invalid')), /snapshot aaaa, compiled 1m ago/);
    assert.match(headline(held('quarantined')), /snapshot aaaa, published 1m ago/);
  });

  it('sends nobody to check for what check cannot tell', () => {
    const finding = (code: string, severity: 'error' | 'warning', message: string) =>
      ({ code, severity, file: 'mesh.yaml', line: 1, column: 1, path: '', message, help: '' }) as const;
    const status = statusWith({
      delivery: { waves: [], held: [], unchecked: 'envoy ended\n with code 1' },
      diagnostics: [
        finding('MCP1510', 'warning', 'v2 has no endpoints'),
        finding('MCP1804', 'warning', 'the state is damaged'),
        finding('MCP1906', 'warning', 'isolated'),
        finding('MCP1907', 'warning', 'published unchecked'),
      ],
    });
    assert.deepEqual(renderStatus(plain, status, 3_000).slice(2, 6), [
      'warning MCP1804 the state is damaged',
      '1 warning (moniker-cp check tells them)',
      'UNCHECKED published without a validation: envoy ended with code 1',
      '',
    ]);
  });

  it('tells of clients that were kept out, since they are no sidecars yet', () => {
    const refusals = [
      { reason: 'connection-streams', times: 2, limit: '--max-streams-per-connection 1' },
      { reason: 'connections', times: 12, limit: '--max-connections 1' },
      { reason: 'headers', times: 1, limit: null },
    ];
    const lines = renderStatus(plain, statusWith({ refusals }), 3_000);
    assert.deepEqual(lines.slice(2, 6), [
      'REFUSED 2 streams of one connection in the last minute (--max-streams-per-connection 1)',
      'REFUSED 12 connections in the last minute (--max-connections 1)',
      'REFUSED 1 call (headers) in the last minute',
      '',
    ]);
  });

  it('cuts rows at the edge of a terminal, and colours only there', () => {
    const screen = terminal({ isTTY: true, columns: 20, write: () => undefined }, {});
    const lines = renderStatus(screen, statusWith({ sidecars: [sidecarWith()] }), 3_000);
    assert.ok(lines.some((line) => line.includes('\u001b[32mOK')));
    assert.ok(lines.some((line) => line.endsWith('…')));
    const noColor = terminal({ isTTY: true, columns: 20, write: () => undefined }, { NO_COLOR: '1' });
    assert.ok(renderStatus(noColor, statusWith(), 3_000).every((line) => !line.includes('\u001b')));
  });
});

describe('changeLines', () => {
  it('says when streams begin to wait and when none does any more, and nothing in between', () => {
    const [none, some, more] = [statusWith(), statusWith({ waiting: 2 }), statusWith({ waiting: 5 })];
    const waits = '2 streams wait to be let in (--admit-per-second)';
    assert.deepEqual(changeLines(plain, none, some), [waits]);
    assert.deepEqual(changeLines(plain, some, more), []);
    assert.deepEqual(changeLines(plain, more, none), ['no stream waits to be let in any more']);
  });

  it('tells everything at first, then only what has changed', () => {
    const first = statusWith({ sidecars: [sidecarWith()] });
    assert.deepEqual(changeLines(plain, null, first), ['snapshot aaaa', 'gateway-1 (gateway) SYNCED']);
    assert.deepEqual(changeLines(plain, first, first), []);
    const second = statusWith({
      version: 'bbbb',
      inputs: [refused],
      sidecars: [sidecarWith({ streamId: 2, nodeId: 'cache-1', service: 'cache-manager', state: 'STALE' })],
    });
    assert.deepEqual(changeLines(plain, first, second), [
      'snapshot bbbb',
      'mesh.yaml refused: MCP1001 at line 3',
      'gateway-1 (gateway) disconnected',
      'cache-1 (cache-manager) STALE',
    ]);
    assert.deepEqual(changeLines(plain, second, { ...second, inputs: first.inputs }), ['mesh.yaml current']);
  });
});

describe('the load of sidecars', () => {
  const load = {
    cluster: 'resolver/v1',
    target: 'resolver',
    version: 'v1',
    zone: 'a',
    requestsPerSecond: 12.5,
    errorsPerSecond: 0.5,
    inProgress: 3,
    requests: 100,
    errors: 4,
    sidecars: 2,
    drops: [],
  };
  const dropping = {
    ...load,
    zone: '',
    drops: [
      { category: '', perSecond: 0.5, total: 5 },
      { category: 'throttled', perSecond: 1, total: 9 },
    ],
  };
  const columns = (line: string | undefined): readonly string[] => (line ?? '').trim().split(/ {2,}/);

  it('is a line a cluster and zone', () => {
    const lines = renderStatus(plain, statusWith({ loads: [load] }), 5_000);
    assert.deepEqual(columns(lines.at(-2)), [
      ...['TO', 'VERSION', 'ZONE', 'REQUESTS/S', 'ERRORS/S', 'IN PROGRESS', 'TOTAL'],
    ]);
    assert.deepEqual(columns(lines.at(-1)), ['resolver', 'v1', 'a', '12.5', '0.5', '3', '100']);
  });

  it('has its figures one below the other', () => {
    const larger = { ...load, zone: 'b', requestsPerSecond: 1200, requests: 31_415 };
    const lines = renderStatus(plain, statusWith({ loads: [load, larger] }), 5_000);
    assert.deepEqual(lines.slice(-3), [
      'TO        VERSION  ZONE  REQUESTS/S  ERRORS/S  IN PROGRESS  TOTAL',
      'resolver  v1       a           12.5       0.5            3    100',
      'resolver  v1       b         1200.0       0.5            3  31415',
    ]);
  });

  it('tells what was dropped, and why, where something was', () => {
    const lines = renderStatus(plain, statusWith({ loads: [load, dropping] }), 5_000);
    assert.deepEqual(
      lines.slice(-3).map((line) => columns(line).at(-1)),
      ['DROPPED/S', '-', '1.5 (throttled 1.0)'],
    );
  });
});
