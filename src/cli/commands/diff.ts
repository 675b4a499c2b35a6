import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Compiled } from '../../compile/model.ts';
import { defaultGroup } from '../../snapshot/groups.ts';
import { NO_VARIANTS, type VariantRules } from '../../snapshot/variants.ts';
import type { Action, Context } from '../command.ts';
import { daemonClient } from '../daemon-client.ts';
import { diffGroups, diffMeshes, meshOfConfig, meshOfSnapshots, type MeshConfig } from '../diff.ts';
import { compileOffline } from '../offline.ts';
import type { diffOptions } from '../options.ts';
import { renderDiff, summarize } from '../render-diff.ts';
import { printJson } from '../terminal.ts';
import { EXIT, UsageError } from '../usage-error.ts';

export const diff: Action<typeof diffOptions> = async (context, { options }) => {
  const { compiled } = await compileOffline(context, options.catalog);
  const after = meshOfCompiled(compiled);
  const before = await otherSide(context, options.against ?? options.server);
  const services = diffMeshes(before.mesh, after);
  const groups = diffGroups(before.variants, compiled.variants);
  const summary = summarize(services, before.sidecars);
  if (options.json) {
    printJson(context.out, { against: before.name, services, groups, summary });
  } else {
    for (const line of renderDiff(context.out, { services, groups, summary })) context.out.line(line);
  }
  return options['exit-code'] && services.length + groups.length > 0 ? EXIT.failed : EXIT.ok;
};

interface Side {
  readonly name: string;
  readonly mesh: MeshConfig;
  readonly variants: VariantRules;
  /** Connected sidecars by service; null where only a daemon could tell. */
  readonly sidecars: ReadonlyMap<string, number> | null;
}

function meshOfCompiled(compiled: Compiled): MeshConfig {
  const groups = compiled.services.map((service) => compiled.group(defaultGroup(service)));
  return meshOfSnapshots(groups.filter((group) => group !== null));
}

/** A word with a scheme is a daemon; else a directory if there is one, else `host:port`. */
async function otherSide(context: Context, against: string): Promise<Side> {
  if (!/^https?:\/\//i.test(against)) {
    const stats = await stat(resolve(context.cwd, against)).catch(() => null);
    if (stats?.isDirectory() === true) return directorySide(context, against);
    if (!/^[^/\s]+:\d+$/.test(against)) {
      throw new UsageError(
        `--against is the URL of a daemon or a catalog directory, and "${against}" is neither`,
      );
    }
  }
  const client = daemonClient(against);
  const [config, status] = await Promise.all([client.config(), client.status()]);
  const sidecars = new Map<string, number>();
  for (const { service } of status.sidecars) sidecars.set(service, (sidecars.get(service) ?? 0) + 1);
  return { name: client.url, mesh: meshOfConfig(config), variants: config.variants ?? NO_VARIANTS, sidecars };
}

async function directorySide(context: Context, directory: string): Promise<Side> {
  const { compiled } = await compileOffline(context, directory);
  return { name: directory, mesh: meshOfCompiled(compiled), variants: compiled.variants, sidecars: null };
}
