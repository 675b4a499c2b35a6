import { serviceConfig } from '../../api/config-view.ts';
import type { ServiceConfigResponse } from '../../api/model.ts';
import type { Compiled } from '../../compile/model.ts';
import type { GroupSnapshot, NodeGroup } from '../../snapshot/model.ts';
import { variantOf } from '../../snapshot/variants.ts';
import type { Action, Arguments } from '../command.ts';
import { nodeFacts } from '../node-facts.ts';
import { nodeOverrides } from '../node-overrides.ts';
import { compileOffline } from '../offline.ts';
import type { compileOptions } from '../options.ts';
import { printJson } from '../terminal.ts';
import { unknownService } from '../unknown-service.ts';
import { CommandError, EXIT, UsageError } from '../usage-error.ts';

type Options = Arguments<typeof compileOptions>['options'];

export const compile: Action<typeof compileOptions> = async (context, { options }) => {
  if (options.proxyless) refuseOfSidecars(options);
  const { compiled } = await compileOffline(context, options.catalog);
  const variant = variantOf(compiled.variants, options.service, nodeFacts(options));
  const group: NodeGroup = {
    service: options.service,
    overrides: nodeOverrides(options),
    ...(options.proxyless && { client: 'proxyless' }),
    ...(variant !== undefined && { variant }),
  };
  const snapshot = snapshotOf(compiled, group, options['plain-routes']);
  const view = narrowed(serviceConfig(snapshot), options.type);
  if (options.json) {
    printJson(context.out, view);
  } else {
    const { dump } = await import('js-yaml');
    context.out.write(dump(view, { noRefs: true, lineWidth: -1 }));
  }
  return EXIT.ok;
};

/** Options that change nothing of what an application gets are refused, so that nobody counts on them. */
function refuseOfSidecars(options: Options): void {
  const ports = ['bind-address', 'inbound-port', 'egress-port', 'edge-port'] as const;
  const given = options['plain-routes'] ? 'plain-routes' : ports.find((name) => options[name] !== null);
  if (given !== undefined) {
    throw new UsageError(`--${given} is for sidecars, and --proxyless asks for what goes to none`);
  }
}

function snapshotOf(compiled: Compiled, group: NodeGroup, plainRoutes: boolean): GroupSnapshot {
  const snapshot = compiled.group(group);
  if (snapshot === null) {
    if (group.client === undefined && compiled.withoutSidecar.includes(group.service)) {
      throw new CommandError(
        `${group.service} has no sidecar; --proxyless prints what gRPC applications of it get`,
      );
    }
    if (group.client === undefined) throw unknownService(group.service, compiled.services);
    throw unknownService(group.service, [...compiled.services, ...compiled.withoutSidecar].sort(), 'service');
  }
  const rds = plainRoutes ? compiled.plainRoutes(group) : null;
  return rds === null ? snapshot : { ...snapshot, sets: { ...snapshot.sets, rds } };
}

type ViewType = keyof ServiceConfigResponse['resources'] | 'rtds';

/** Of one type only: the same shape with the other types left out. Runtime is made from the splits. */
function narrowed(view: ServiceConfigResponse, type: ViewType | null): object {
  const { resources, splits, ...rest } = view;
  if (type === null) return view;
  if (type === 'rtds') return { ...rest, splits };
  return { ...rest, resources: { [type]: resources[type] } };
}
