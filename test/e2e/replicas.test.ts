import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { allSynced, startDaemon, type Daemon } from '../../scripts/local-mesh/daemon.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { startLoad } from '../../scripts/local-mesh/load.ts';
import { PORTS, json } from '../../scripts/local-mesh/plan.ts';
import type { StatusResponse } from '../../src/api/model.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, GATEWAY_SOTW, startPlatform } from '../support/mesh.ts';
import { watchTrouble } from '../support/trouble.ts';

const envoy = await envoyForTests();
const SECOND_DAEMON = 6;
const ROLLOUT = 'rollouts/snowflake.yaml';
const AROUND_MS = 5_000;

for (const sidecar of [GATEWAY, GATEWAY_SOTW]) {
  const { variant = 'delta', host } = sidecar;
  test(
    `${variant}: one of two replicas is killed, and nobody notices`,
    { skip: envoy.skip, timeout: 120_000 },
    async (t) => {
      const mesh = await startPlatform(t, {
        envoy: envoy.binary,
        sidecars: [],
        files: { [ROLLOUT]: json({ target: 'snowflake', weights: { v1: 70, v2: 30 } }) },
      });
      const second = await startDaemon({
        catalogDir: mesh.catalog.path,
        host: mesh.net.address(SECOND_DAEMON),
        xdsPort: PORTS.xds,
        httpPort: PORTS.http,
      });
      t.after(() => second.stop('SIGKILL'));
      const replicas = [mesh.daemon, second];
      assert.equal(await served(mesh.daemon), await served(second));

      const xds = replicas.map(({ spec }) => ({ host: spec.host, port: spec.xdsPort }));
      const running = await mesh.startSidecar({ ...sidecar, xds });
      await running.live();
      const first = await eventually({
        what: 'a replica to have the sidecar',
        probe: async () => {
          for (const one of replicas) if (allSynced(1)(await one.status())) return one;
          return null;
        },
      });
      const other = first === mesh.daemon ? second : mesh.daemon;
      const load = startLoad({
        host: mesh.net.address(host),
        port: PORTS.edge,
        ratePerSecond: 250,
        requests: ['/fetch/prices.equity/AAPL', '/resolve/x', '/fetch/risk.cvar/x', '/catalog'].map(
          (path) => ({ path, authority: 'platform.example.com' }),
        ),
      });
      t.after(() => load.stop());
      const trouble = await watchTrouble(running, t);
      await delay(AROUND_MS);

      assert.deepEqual(await pushed(other), {});
      await first.stop('SIGKILL');
      await other.until('the sidecar to have come over', allSynced(1), 60_000);
      const sent = await pushed(other);
      t.diagnostic(`resources sent by the other replica: ${JSON.stringify(sent)}`);
      if (variant === 'delta') assert.deepEqual(sent, {});

      // The other one steers from now on.
      const before = await other.status();
      await mesh.catalog.write(ROLLOUT, json({ target: 'snowflake', weights: { v1: 0, v2: 100 } }));
      await other.until(
        'the weights to be delivered',
        (status: StatusResponse) => status.version !== before.version && allSynced(1)(status),
      );
      load.takeByStub();
      await delay(AROUND_MS);
      const stubs = load.takeByStub();
      const result = await load.stop();
      assert.deepEqual(result.failures, []);
      assert.deepEqual(await trouble.stop(), { counted: {}, logged: [] });
      assert.ok(result.sent / result.seconds >= 200);
      assert.ok((stubs.get('snowflake/v2') ?? 0) > 0);
      // Those that were under way when the weights changed may still be among the first.
      assert.ok((stubs.get('snowflake/v1') ?? 0) <= 2, JSON.stringify([...stubs]));
    },
  );
}

/** All that a replica publishes, with the versions. */
async function served({ spec }: Daemon): Promise<string> {
  return (await rawRequest({ host: spec.host, port: spec.httpPort, path: '/config' })).body;
}

/** Bytes of responses that carried resources, by type, apart from types of which it sent none. */
async function pushed({ spec }: Daemon): Promise<Readonly<Record<string, number>>> {
  const { body } = await rawRequest({ host: spec.host, port: spec.httpPort, path: '/metrics' });
  const counts: Record<string, number> = {};
  for (const [, type = '', value] of body.matchAll(
    /^moniker_cp_push_bytes_total\{[^}]*type="(\w+)"[^}]*\} (\S+)$/gm,
  ))
    if (Number(value) > 0) counts[type] = Number(value);
  return counts;
}
