import type { EndpointPlan } from '../local-mesh/plan.ts';
import type { Random } from './random.ts';
import { VERSIONED, versionsOf, type World } from './world.ts';

/** One thing that an operator, or a bad day, does. */
export interface Step {
  readonly what: string;
  /** What is wanted afterwards. */
  readonly world: World;
  readonly disturbance: 'none' | 'kill' | 'cut' | 'bad mesh' | 'bad weights';
  /** All that came before has to be delivered first, since this takes away what the earlier state rested on. */
  readonly alone: boolean;
  /** False: the next step follows at once, while this one is under way. */
  readonly settles: boolean;
  /** Files in the other order. */
  readonly reversed: boolean;
}

export interface StepSource {
  readonly random: Random;
  readonly address: (host: number) => string;
}

interface Change {
  readonly what: string;
  readonly world?: World;
  readonly disturbance?: Step['disturbance'];
  readonly alone?: boolean;
}

type Maker = (world: World, source: StepSource) => Change | null;

/** Draws the next step. Where a kind makes no sense now, another is drawn. */
export function nextStep(world: World, source: StepSource): Step {
  const { random } = source;
  for (;;) {
    const change = random.pick(MAKERS)(world, source);
    if (change === null) continue;
    const disturbance = change.disturbance ?? 'none';
    return {
      what: change.what,
      world: change.world ?? world,
      disturbance,
      alone: change.alone ?? false,
      settles: disturbance !== 'none' || change.alone === true || !random.oneIn(3),
      reversed: random.oneIn(2),
    };
  }
}

/** Hosts from 100 to 229 and other ports each round, so that no address comes back while it is remembered. */
function machine(
  world: World,
  source: StepSource,
): { readonly endpoint: EndpointPlan; readonly world: World } {
  const number = world.machines;
  return {
    endpoint: {
      address: source.address(100 + (number % 130)),
      port: 22_000 + Math.floor(number / 130),
    },
    world: { ...world, machines: number + 1 },
  };
}

const weights: Maker = (world, { random }) => {
  const versions = versionsOf(world);
  const drawn = Object.fromEntries(
    versions.map((version) => [version, random.oneIn(3) ? 0 : random.below(100)]),
  );
  const sure = random.pick(versions);
  const next = { ...drawn, [sure]: (drawn[sure] ?? 0) + 1 };
  return {
    what: `weights ${JSON.stringify(next)}`,
    world: { ...world, rollout: { ...world.rollout, weights: next } },
    // Before the endpoints of a version have arrived, taking the weight from all others leaves it to none.
    alone: true,
  };
};

const sticky: Maker = (world) => ({
  what: `sticky ${world.rollout.sticky ? 'off' : 'on'}`,
  world: { ...world, rollout: { ...world.rollout, sticky: !world.rollout.sticky } },
});

const override: Maker = (world, { random }) => {
  const use = world.rollout.override === null ? random.pick(versionsOf(world)) : null;
  return {
    what: use === null ? 'no override' : `client c2 uses ${use}`,
    world: { ...world, rollout: { ...world.rollout, override: use } },
    alone: true,
  };
};

const move: Maker = (world, source) => {
  const target = source.random.pick([VERSIONED, 'oracle', 'mssql', 'resolver', 'open-moniker']);
  const old = source.random.pick(world.endpoints[target] ?? []);
  const made = machine(world, source);
  const list = (world.endpoints[target] ?? []).map((endpoint) =>
    endpoint === old ? { ...endpoint, ...made.endpoint } : endpoint,
  );
  return {
    what: `${target} moves from ${old.address}:${old.port} to ${made.endpoint.address}:${made.endpoint.port}`,
    world: { ...made.world, endpoints: { ...world.endpoints, [target]: list } },
  };
};

const scale: Maker = (world, source) => {
  const target = source.random.pick(['oracle', 'mssql', 'open-moniker']);
  const list = world.endpoints[target] ?? [];
  if (list.length > 1 && source.random.oneIn(2)) {
    const gone = source.random.pick(list);
    const rest = list.filter((endpoint) => endpoint !== gone);
    return {
      what: `${target} loses ${gone.address}:${gone.port}`,
      world: { ...world, endpoints: { ...world.endpoints, [target]: rest } },
    };
  }
  const made = machine(world, source);
  return {
    what: `${target} gains ${made.endpoint.address}:${made.endpoint.port}`,
    world: { ...made.world, endpoints: { ...world.endpoints, [target]: [...list, made.endpoint] } },
  };
};

/** Sometimes weighted in the same save, so that the weight file may come before the endpoints. */
const addVersion: Maker = (world, source) => {
  const version = `v${3 + source.random.below(20)}`;
  if (versionsOf(world).length >= 4 || versionsOf(world).includes(version)) return null;
  const made = machine(world, source);
  const list = [...(world.endpoints[VERSIONED] ?? []), { ...made.endpoint, version }];
  const weighted = source.random.oneIn(2);
  const { rollout } = world;
  return {
    what: `version ${version} appears${weighted ? ', weighted' : ''}`,
    world: {
      ...made.world,
      endpoints: { ...world.endpoints, [VERSIONED]: list },
      rollout: weighted ? { ...rollout, weights: { ...rollout.weights, [version]: 50 } } : rollout,
    },
  };
};

/** Its weight may stay in the file, as when its machines are gone first. */
const removeVersion: Maker = (world, { random }) => {
  const { rollout } = world;
  const gone = random.pick(versionsOf(world));
  const others = versionsOf(world).filter((version) => version !== gone);
  // v1 is the stable version that mesh.yaml names.
  if (gone === 'v1' || rollout.override === gone) return null;
  if (!others.some((version) => (rollout.weights[version] ?? 0) > 0)) return null;
  const rest = Object.fromEntries(Object.entries(rollout.weights).filter(([version]) => version !== gone));
  const list = (world.endpoints[VERSIONED] ?? []).filter(({ version }) => version !== gone);
  const forgotten = random.oneIn(2);
  return {
    what: `version ${gone} vanishes${forgotten ? ' with its weight' : ''}`,
    world: {
      ...world,
      endpoints: { ...world.endpoints, [VERSIONED]: list },
      rollout: forgotten ? { ...rollout, weights: rest } : rollout,
    },
    alone: true,
  };
};

const EXTRA = 'extra';

const adapter: Maker = (world, source) => {
  if (world.adapters[EXTRA] !== undefined) {
    const { [EXTRA]: _adapter, ...adapters } = world.adapters;
    const { [EXTRA]: _endpoints, ...endpoints } = world.endpoints;
    return { what: `adapter ${EXTRA} vanishes`, world: { ...world, adapters, endpoints } };
  }
  const made = machine(world, source);
  return {
    what: `adapter ${EXTRA} appears`,
    world: {
      ...made.world,
      adapters: { ...world.adapters, [EXTRA]: { sourceTypes: ['carrier-pigeon'] } },
      endpoints: { ...world.endpoints, [EXTRA]: [made.endpoint] },
    },
  };
};

/** A changed cluster warms again. */
const timeout: Maker = (world, { random }) => {
  const name = random.pick(['oracle', 'mssql', VERSIONED]);
  const connectTimeout = `${1 + random.below(9)}s`;
  return {
    what: `${name}: connectTimeout ${connectTimeout}`,
    world: {
      ...world,
      adapters: { ...world.adapters, [name]: { ...world.adapters[name], connectTimeout } },
    },
  };
};

const callee: Maker = (world) => {
  const name = 'policy-engine';
  const had = world.calls.includes(name);
  return {
    what: had ? `gateway no longer calls ${name}` : `gateway calls ${name}`,
    world: {
      ...world,
      calls: had ? world.calls.filter((one) => one !== name) : [...world.calls, name],
    },
  };
};

const keys: Maker = (world, { random }) => {
  const moreKeys = random.below(400);
  return { what: `${moreKeys} more keys`, world: { ...world, moreKeys } };
};

const disturb =
  (disturbance: Step['disturbance'], what: string): Maker =>
  () => ({ what, disturbance });

/** A kind that stands twice is drawn twice as often. */
const MAKERS: readonly Maker[] = [
  weights,
  weights,
  sticky,
  override,
  move,
  move,
  scale,
  addVersion,
  removeVersion,
  adapter,
  timeout,
  callee,
  keys,
  disturb('kill', 'the daemon is killed and started again'),
  disturb('cut', 'the sidecars lose their connections'),
  disturb('bad mesh', 'a bad mesh.yaml is saved, and mended'),
  disturb('bad weights', 'a bad weight file is saved, and mended'),
];
