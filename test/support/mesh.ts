import type { TestContext } from 'node:test';
import {
  startLocalMesh,
  stubsOf,
  type LocalMesh,
  type MeshSpec,
  type SidecarSpec,
} from '../../scripts/local-mesh/mesh.ts';
import { planFiles, platform, HOSTS, type Plan } from '../../scripts/local-mesh/plan.ts';
import type { CatalogFiles } from '../../scripts/local-mesh/catalog-dir.ts';
import type { Subnet } from '../../scripts/local-mesh/subnet.ts';
import { hasFailed } from './envoy.ts';

/** A mesh that ends with the test; its logs are shown if the test fails. */
export async function startTestMesh(t: TestContext, spec: MeshSpec): Promise<LocalMesh> {
  const mesh = await startLocalMesh(spec);
  t.after(async () => {
    if (hasFailed(t)) t.diagnostic(mesh.logs());
    await mesh.stop();
  });
  return mesh;
}

export interface PlatformOptions {
  readonly envoy: string;
  /** Changes the plan of `platform` before it is written. */
  readonly plan?: (plan: Plan, net: Subnet) => Plan;
  /** More files, or others in place of the plan's own. */
  readonly files?: CatalogFiles;
  readonly sidecars?: readonly SidecarSpec[];
  readonly serveArgs?: readonly string[];
}

export const GATEWAY: SidecarSpec = { service: 'gateway', host: HOSTS.gateway, variant: 'delta' };
export const GATEWAY_SOTW: SidecarSpec = { service: 'gateway', host: HOSTS.gatewaySotw, variant: 'sotw' };

/** The platform of `platform(net)`: by default with one gateway sidecar over delta and one over SotW. */
export async function startPlatform(t: TestContext, options: PlatformOptions): Promise<LocalMesh> {
  const planOf = (net: Subnet): Plan => options.plan?.(platform(net), net) ?? platform(net);
  return startTestMesh(t, {
    envoy: options.envoy,
    files: (net) => planFiles(planOf(net), options.files),
    stubs: (net) => stubsOf(planOf(net)),
    sidecars: options.sidecars ?? [GATEWAY, GATEWAY_SOTW],
    ...(options.serveArgs === undefined ? {} : { serveArgs: options.serveArgs }),
  });
}
