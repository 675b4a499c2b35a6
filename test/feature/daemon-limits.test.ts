import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { Client, credentials, status } from '@grpc/grpc-js';
import { catalogCopy } from '../support/catalog-copy.ts';
import { cleanUp } from '../support/clean-up.ts';
import { runHere } from '../support/cli.ts';
import { startDaemon } from '../support/daemon.ts';
import { openTestStream } from '../support/xds/line.ts';

describe('the limits of serve', () => {
  it('status --wait waits for sidecars that are not let in yet', async (t) => {
    const { directory } = await catalogCopy(t);
    const daemon = await startDaemon(t, directory, ['--admit-per-second', '1']);
    for (let index = 0; index < 3; index += 1) daemon.connect('gateway');
    await daemon.until('streams that wait', ({ waiting }) => (waiting ?? 0) > 0);
    const { code, stdout, stderr } = await runHere(['status', '--wait', '1m', '--server', daemon.url('')]);
    assert.equal(code, 0);
    assert.match(stdout, /^SYNCED 3 sidecars at /);
    assert.match(stderr, /^\d streams? waits? to be let in \(--admit-per-second\)$/m);
  });

  it('are set by its options, and counted in its metrics', async (t) => {
    const { directory } = await catalogCopy(t);
    const daemon = await startDaemon(t, directory, [
      ...['--max-connections', '2', '--max-streams', '2', '--admit-per-second', '100'],
    ]);
    const { host, port } = daemon.daemon.xds;
    const gateway = daemon.connect('gateway');
    await daemon.until('the gateway in sync', ({ sidecars }) => sidecars[0]?.state === 'SYNCED');
    const client = new Client(`${host}:${port}`, credentials.createInsecure());
    cleanUp(t, () => {
      client.close();
    });
    // At 100 a second one is let in at once.
    const [waiting, refused] = [openTestStream(client, 'delta'), openTestStream(client, 'delta')];
    assert.equal((await refused.ended).code, status.RESOURCE_EXHAUSTED);
    const third = connect(port, host);
    third.on('error', () => undefined);
    third.resume();
    await once(third, 'close');

    assert.deepEqual((await daemon.status()).refusals, [
      { reason: 'connections', times: 1, limit: '--max-connections 2' },
      { reason: 'streams', times: 1, limit: '--max-streams 2' },
    ]);
    const text = await (await fetch(daemon.url('/metrics'))).text();
    const lines = new Set(text.split('\n'));
    for (const line of [
      'moniker_cp_connections 2',
      'moniker_cp_clients_refused_total{reason="streams"} 1',
      'moniker_cp_clients_refused_total{reason="connections"} 1',
    ]) {
      assert.ok(lines.has(line), `${line}\n${text}`);
    }
    assert.match(text, /^moniker_cp_streams_delayed_total \d/m);
    assert.match(text, /^moniker_cp_streams_waiting \d/m);
    assert.ok(gateway.resources.cds.has('resolver/v1'));
    waiting.call.cancel();
  });
});
