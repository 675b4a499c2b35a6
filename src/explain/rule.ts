import type { CompileInputs } from '../compile/model.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import { APP_CLUSTER, METADATA, ROUTE_NAMES } from '../envoy/names.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import type { ServiceSpec, TargetSpec, UnboundAction } from '../topology/model.ts';
import type { Rule } from './model.ts';
import type { Arrival } from './request.ts';

type Route = envoy.config.route.v3.Route;

/** Where a group of mesh.yaml pins a target. */
export interface GroupPin {
  /** Of the group. */
  readonly name: string;
  readonly at: Position;
}

export interface RuleProps {
  readonly inputs: CompileInputs;
  readonly service: ServiceSpec;
  readonly route: Route;
  readonly arrival: Arrival;
  /** The pins in effect for the sidecar, by target. */
  readonly pins: ReadonlyMap<string, GroupPin>;
  /** What the route's first cluster is a version of; null for an answer of Envoy's own. */
  readonly target: string | null;
  /** Where the catalog defines the route's key. */
  readonly keyAt: { readonly file: string; readonly line: number } | null;
}

function rule(kind: Rule['kind'], { file, line }: Pick<Position, 'file' | 'line'>): Rule {
  return { kind, file, line };
}

/** The override that made the route, from what its metadata tells. */
function overrideRule({ inputs, route }: RuleProps): Rule | null {
  const mark = route.metadata?.filter_metadata?.[METADATA];
  if (mark === undefined) return null;
  const rollout = inputs.rollouts.find(({ target }) => target === mark['target']);
  const override = rollout?.overrides[Number(mark['override'])];
  return override === undefined ? null : rule('override', override.at);
}

function unboundAction({ inputs, service }: RuleProps): UnboundAction {
  const { unbound, unboundOthers } = inputs.topology.monikers;
  return unbound.get(service.name) ?? unboundOthers;
}

/** Where mesh.yaml leads requests to the sidecar's own application. */
function appRule({ inputs, service, arrival }: RuleProps): Rule {
  const routes = [...(inputs.topology.edge?.routes ?? [])].sort((a, b) => b.prefix.length - a.prefix.length);
  const route = routes.find(({ prefix }) => arrival.path.startsWith(prefix));
  return rule('service', route?.at ?? service.at);
}

function targetRule(spec: TargetSpec, { inputs, route, pins }: RuleProps): Rule {
  const pin = pins.get(spec.name);
  if (pin !== undefined) return { name: pin.name, ...rule('group', pin.at) };
  const rollout = inputs.rollouts.find(({ target }) => target === spec.name);
  if (rollout !== undefined) return rule('weights', rollout.weightsAt);
  const first = route.route?.cluster ?? route.route?.weighted_clusters?.clusters?.[0]?.name;
  const hasVersions = first !== spec.name;
  return hasVersions
    ? rule('stable', spec.stable === null ? spec.at : spec.stableAt)
    : rule('service', spec.at);
}

/** The line of the inputs that decided where the route leads; null where none did. */
export function ruleOf(props: RuleProps): Rule | null {
  const { inputs, route, target, keyAt } = props;
  const override = overrideRule(props);
  if (override !== null) return override;
  if (route.name === ROUTE_NAMES.unbound) return rule('unbound', unboundAction(props).at);
  if (target === null) return keyAt === null ? null : rule('withoutAdapter', keyAt);
  if (target === APP_CLUSTER) return appRule(props);
  const spec = inputs.topology.adapters.get(target) ?? inputs.topology.services.get(target);
  return spec === undefined ? null : targetRule(spec, props);
}
