import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { allSynced } from '../../scripts/local-mesh/daemon.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { startLoad } from '../../scripts/local-mesh/load.ts';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import { PORTS, json, platform, type EndpointPlan } from '../../scripts/local-mesh/plan.ts';
import { emptyDirectory } from '../support/catalog-copy.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, GATEWAY_SOTW, startPlatform } from '../support/mesh.ts';
import { watchTrouble } from '../support/trouble.ts';

/*
 * The daemon is away, and comes back to other files: clusters that the sidecars' routes name are no longer in them. The
 * sidecar over SotW cannot say what it holds but by a version that the new process never sent.
 */

const envoy = await envoyForTests();
const SIDECARS = [GATEWAY, GATEWAY_SOTW];
const ROLLOUT = 'rollouts/snowflake.yaml';
const AROUND_MS = 2_000;
const ENDS = [
  { signal: 'SIGTERM', host: 120 },
  { signal: 'SIGKILL', host: 121 },
] as const;

const weights = (shares: Readonly<Record<string, number>>): string =>
  json({ target: 'snowflake', weights: shares });

test(
  'no request fails while the daemon is restarted over files in which clusters are gone',
  { skip: envoy.skip, timeout: 120_000 },
  async (t) => {
    const state = await emptyDirectory(t);
    const mesh = await startPlatform(t, {
      envoy: envoy.binary,
      sidecars: SIDECARS,
      serveArgs: ['--state-dir', state],
      files: { [ROLLOUT]: weights({ v1: 50, v2: 50 }) },
    });
    for (const [index, { signal, host }] of ENDS.entries()) {
      const [old, next] = [`v${index + 2}`, `v${index + 3}`];
      await t.test(`${signal}: version ${old} is replaced by ${next}`, (inner) =>
        underLoad(inner, mesh, async () => {
          await accepted(state, `snowflake/${old}`);
          await mesh.daemon.stop(signal);
          await replace({ mesh, old, next, host });
          await mesh.daemon.start();
          await mesh.daemon.until('both sidecars to be back', allSynced(SIDECARS.length), 60_000);
          await replaced(mesh, old, next);
        }),
      );
    }
  },
);

/** What the sidecars hold is written down. */
async function accepted(state: string, cluster: string): Promise<void> {
  await eventually({
    what: `${cluster} to be kept in the state directory`,
    probe: async () =>
      (await readFile(join(state, 'accepted'), 'utf8').catch(() => '')).includes(cluster) || null,
  });
}

/** While nobody looks. The old version's machine goes on answering: what failed would have failed for want of a cluster. */
async function replace(change: { mesh: LocalMesh; old: string; next: string; host: number }): Promise<void> {
  const { mesh, old, next, host } = change;
  const endpoints = JSON.parse(await mesh.catalog.read('endpoints.yaml')) as Record<string, EndpointPlan[]>;
  const address = mesh.net.address(host);
  await mesh.startStub({ name: 'snowflake', version: next, host: address, port: PORTS.adapter });
  const kept = (endpoints['snowflake'] ?? []).filter(({ version }) => version !== old);
  const made = { address, port: PORTS.adapter, version: next };
  await mesh.catalog.write('endpoints.yaml', json({ ...endpoints, snowflake: [...kept, made] }));
  await mesh.catalog.write(ROLLOUT, weights({ v1: 50, [next]: 50 }));
  const plan = platform(mesh.net).mesh;
  const gateway = { ...plan.services['gateway'], calls: ['resolver', 'open-moniker'] };
  await mesh.catalog.write('mesh.yaml', json({ ...plan, services: { ...plan.services, gateway } }));
}

/** The cluster that went is gone from the sidecar over SotW as well, after the grace. */
async function replaced(mesh: LocalMesh, old: string, next: string): Promise<void> {
  await eventually({
    what: `the sidecar over SotW to hold ${next} in place of ${old}`,
    probe: async () => {
      const text = await mesh.sidecar(GATEWAY_SOTW.host).page('/clusters');
      return text.includes(`snowflake/${next}::`) && !text.includes(`snowflake/${old}::`) ? true : null;
    },
  });
}

async function underLoad(t: TestContext, mesh: LocalMesh, act: () => Promise<void>): Promise<void> {
  const troubles = await Promise.all(SIDECARS.map(({ host }) => watchTrouble(mesh.sidecar(host), t)));
  const loads = SIDECARS.map(({ host }) =>
    startLoad({
      host: mesh.net.address(host),
      port: PORTS.egress,
      ratePerSecond: 250,
      requests: [
        { path: '/fetch/prices.fx/EURUSD', authority: 'adapters.moniker.local' },
        { path: '/fetch/risk.var/x', authority: 'adapters.moniker.local' },
        { path: '/resolve/risk.cvar', authority: 'resolver.moniker.local' },
      ],
    }),
  );
  try {
    await delay(AROUND_MS);
    await act();
    await delay(AROUND_MS);
  } finally {
    const results = await Promise.all(loads.map((load) => load.stop()));
    const found = await Promise.all(troubles.map((trouble) => trouble.stop()));
    for (const { sent, failures } of results) t.diagnostic(`${sent} requests, ${failures.length} failed`);
    assert.deepEqual(
      results.flatMap(({ failures }) => failures.slice(0, 5)),
      [],
    );
    assert.deepEqual(
      found,
      SIDECARS.map(() => ({ counted: {}, logged: [] })),
    );
  }
}
