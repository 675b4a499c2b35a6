import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureEnvoy } from '../scripts/local-mesh/envoy-binary.ts';
import { sendOne } from '../scripts/local-mesh/load.ts';
import { startLocalMesh, stubsOf, type LocalMesh } from '../scripts/local-mesh/mesh.ts';
import { HOSTS, PORTS, SMALL_CATALOG, catalogOf, planFiles, platform } from '../scripts/local-mesh/plan.ts';
import type { BenchRow, Suite } from './row.ts';
import { percentile } from './statistics.ts';

const ROLLOUT = 'rollouts/snowflake.yaml';
const CHANGES = 105;
/** The first changes warm the compiler of both processes, and the very first adds the split to the routes. */
const WARM_UP = 5;

/** A weight file with everything on one version. */
function allOn(version: 'v1' | 'v2'): string {
  return `target: snowflake\nweights: {v1: ${version === 'v1' ? 1 : 0}, v2: ${version === 'v2' ? 1 : 0}}\n`;
}

function catalogText(keys: number): string {
  const entries: Record<string, object> = { ...SMALL_CATALOG };
  for (let index = 0; index < keys; index += 1) {
    const type = index % 2 === 0 ? 'oracle' : 'snowflake';
    entries[`bulk.set${index}`] = { domain: `d${index % 50}`, source_binding: { type } };
  }
  return catalogOf(entries);
}

/**
 * From a weight file's rename to the first answer of the other version, through a real Envoy: requests go one after
 * the other on one kept-alive connection, a millisecond apart, so a figure is at most that and a request too large.
 */
async function measure(mesh: LocalMesh): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (): Promise<string> => {
    const request = { path: '/fetch/prices.equity/AAPL', authority: 'platform.example.com' };
    return (await sendOne({ host: mesh.net.address(HOSTS.gateway), port: PORTS.edge, request, agent })).stub;
  };
  const took: number[] = [];
  try {
    for (let change = 0; change < CHANGES; change += 1) {
      const version = change % 2 === 0 ? 'v2' : 'v1';
      const save = await mesh.catalog.stage(ROLLOUT, allOn(version));
      const published = mesh.publish(async () => {
        const startedAt = performance.now();
        await save();
        while ((await ask()) !== `snowflake/${version}`) await delay(1);
        if (change >= WARM_UP) took.push(performance.now() - startedAt);
      });
      await published;
      // Operators do not save twice within 50 ms, for which chokidar would hold the second event back.
      await delay(75 + ((change * 13) % 50));
    }
  } finally {
    agent.destroy();
  }
  return took.sort((a, b) => a - b);
}

async function measureWith(keys: number, envoy: string): Promise<readonly BenchRow[]> {
  const mesh = await startLocalMesh({
    envoy,
    files: (net) => planFiles(platform(net), { 'catalog.yaml': catalogText(keys), [ROLLOUT]: allOn('v1') }),
    stubs: (net) => stubsOf(platform(net)),
    sidecars: [{ service: 'gateway', host: HOSTS.gateway }],
  });
  try {
    const took = await measure(mesh);
    const size = keys === 0 ? 'a small catalog' : `${keys.toLocaleString('en')} keys`;
    const name = `weight file renamed until Envoy routes by it, ${size}`;
    return [
      { name: `${name}, p50`, measured: percentile(took, 0.5), unit: 'ms', bound: null },
      { name: `${name}, p99`, measured: percentile(took, 0.99), unit: 'ms', bound: 50 },
    ];
  } finally {
    await mesh.stop();
  }
}

export const WEIGHT_TO_ENVOY: Suite = {
  key: 'envoy',
  title: 'From a saved weight file to a real Envoy',
  method:
    `${CHANGES} saves by rename in the catalog of a running daemon (the file’s rest of 20 ms is in the figure), each ` +
    'timed until the gateway’s Envoy answers a request from the other version. Requests follow each other a ' +
    'millisecond apart on one connection, so a figure is at most a millisecond and a request too large.',
  async run(progress) {
    const envoy = await ensureEnvoy({ progress });
    const rows: BenchRow[] = [];
    for (const keys of [0, 10_000]) {
      progress(
        `${CHANGES} changes over ${keys === 0 ? 'a small catalog' : `${keys.toLocaleString('en')} keys`}`,
      );
      rows.push(...(await measureWith(keys, envoy)));
    }
    return rows;
  },
};
