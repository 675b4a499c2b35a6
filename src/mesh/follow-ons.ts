import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { NO_DOUBTS, type Doubts } from '../diagnostics/doubts.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { MeshDrafts } from './drafts.ts';
import type { JoinedTarget, Spec } from './join-targets.ts';

/** Tells findings that rest on something with an error of its own: mending that might make them vanish. */
export interface FollowOns {
  /** Of a rollout's or endpoints' target. */
  ofName(found: Diagnostic): boolean;
  ofTarget(found: Diagnostic, target: JoinedTarget): boolean;
  ofKeys(found: Diagnostic): boolean;
}

/** What the findings about one target may rest on. */
interface Grounds {
  readonly found: Diagnostic;
  readonly target: JoinedTarget;
  readonly files: Files;
  /** Of mesh.yaml, endpoints.yaml and the target's weight file. */
  readonly mesh: Doubts;
  readonly endpoints: Doubts;
  readonly rollout: Doubts;
}

/** The drafts, and the names in them that nothing has. */
interface Files extends MeshDrafts {
  /** Targets of endpoints.yaml, and of weight files, that mesh.yaml does not name. */
  readonly strayEndpoints: readonly string[];
  readonly strayRollouts: readonly string[];
  /** True if a weight file does not say, or not for sure, which target it is for. */
  readonly rolloutOfAny: boolean;
}

export function followOns(drafts: MeshDrafts, specs: ReadonlyMap<string, Spec>): FollowOns {
  const { topology, endpoints, rollouts } = drafts;
  const targets = rollouts.flatMap((draft) => (draft === null ? [] : [draft.sketch.target]));
  const files: Files = {
    ...drafts,
    strayEndpoints: [...endpoints.sketch.targets.keys()].filter((name) => !specs.has(name)),
    strayRollouts: targets.filter((name) => !specs.has(name)),
    rolloutOfAny: rollouts.some((draft) => draft === null || isTargetUnknown(draft)),
  };
  const doubtsOf = new Map(
    rollouts.flatMap((draft) => (draft === null ? [] : [[draft.sketch.file, draft.doubts]])),
  );
  const mayBeTarget = (name: string): boolean =>
    topology.doubts.mayName('services', name) || topology.doubts.mayName('adapters', name);
  return {
    ofName(found) {
      if (found.code === 'MCP1503')
        return mayBeTarget(found.path) || endpoints.doubts.mayName('', found.path);
      const target = rollouts.find((draft) => draft?.sketch.file === found.file)?.sketch.target ?? '';
      return found.code === 'MCP1501' && mayBeTarget(target);
    },
    ofTarget(found, target) {
      if (mayBeTarget(target.spec.name)) return true;
      return (
        RESTS_ON_DOUBT[found.code]?.({
          found,
          target,
          files,
          mesh: topology.doubts,
          endpoints: endpoints.doubts,
          rollout: doubtsOf.get(target.rollout?.file ?? '') ?? NO_DOUBTS,
        }) ?? false
      );
    },
    ofKeys(found) {
      if (found.code === 'MCP1516') return areTypesInDoubt(drafts);
      const doubts = doubtsOf.get(found.file) ?? NO_DOUBTS;
      if (found.code === 'MCP1517') return doubts.at(found.path) || areDomainsInDoubt(drafts);
      return found.code === 'MCP1601' && (doubts.at('target') || areTypesInDoubt(drafts));
    },
  };
}

function isTargetUnknown({ sketch, doubts }: NonNullable<MeshDrafts['rollouts'][number]>): boolean {
  // A text that is cut short says its target for sure if the line is there.
  return sketch.target === '' || (doubts.at('target') && !doubts.at(''));
}

function areTypesInDoubt({ topology: { sketch, doubts } }: MeshDrafts): boolean {
  if (doubts.at('adapters')) return true;
  return [...sketch.adapters.keys()].some((name) => doubts.within(`adapters.${name}.sourceTypes`));
}

function areDomainsInDoubt({ topology, catalogs }: MeshDrafts): boolean {
  return topology.doubts.at('catalogs') || catalogs.some((draft) => draft?.doubts.within('') ?? true);
}

function pathOf({ kind, name }: Spec): string {
  return `${kind === 'service' ? 'services' : 'adapters'}.${name}`;
}

function isStableInDoubt({ mesh, target }: Grounds): boolean {
  return mesh.at(`${pathOf(target.spec)}.stable`);
}

function isSettingInDoubt({ mesh, target }: Grounds, setting: string): boolean {
  return mesh.within(`${pathOf(target.spec)}.${setting}`) || mesh.within(`defaults.${setting}`);
}

/** Endpoints that may be meant for the target stand under a name that is wrong. */
function mayHaveEndpoints({ target: { spec, endpoints: own }, endpoints, files }: Grounds): boolean {
  if (own !== undefined) return false;
  return endpoints.mayName('', spec.name) || suggest(spec.name, files.strayEndpoints) !== null;
}

function areVersionsInDoubt(grounds: Grounds): boolean {
  const { target, endpoints } = grounds;
  const { name } = target.spec;
  const list = target.endpoints?.endpoints ?? [];
  return (
    mayHaveEndpoints(grounds) ||
    endpoints.at(name) ||
    list.some((_, i) => endpoints.at(`${name}[${i}].version`))
  );
}

/** A weight file that may be meant for the target names none, or one that is wrong. */
function mayHaveRollout({ target: { spec, rollout }, files }: Grounds): boolean {
  if (rollout !== undefined) return false;
  return files.rolloutOfAny || suggest(spec.name, files.strayRollouts) !== null;
}

/** Whether the weights may come to name the version once they are mended. */
function mayWeigh({ rollout }: Grounds, version: string): boolean {
  return rollout.mayName('weights', version);
}

function indexIn(path: string): number {
  return Number(/\[(\d+)\]/.exec(path)?.[1] ?? -1);
}

function isOverrideInDoubt(grounds: Grounds): boolean {
  const { found, rollout } = grounds;
  return rollout.at('target') || rollout.at(found.path) || areVersionsInDoubt(grounds);
}

/** By code: what each finding about a target rests on. */
const RESTS_ON_DOUBT: Readonly<Partial<Record<string, (grounds: Grounds) => boolean>>> = {
  MCP1504: (g) => mayHaveEndpoints(g) || g.endpoints.within(g.target.spec.name),
  MCP1505: (g) => isSettingInDoubt(g, 'resolution') || g.endpoints.at(g.found.path),
  MCP1506: (g) => isStableInDoubt(g) || g.rollout.at('weights') || areVersionsInDoubt(g),
  MCP1507: (g) =>
    isStableInDoubt(g) ||
    mayWeigh(g, g.target.spec.stable ?? '') ||
    mayHaveRollout(g) ||
    areVersionsInDoubt(g),
  MCP1508: (g) => isStableInDoubt(g) || areVersionsInDoubt(g),
  MCP1509: (g) => g.rollout.at('target') || areVersionsInDoubt(g),
  MCP1510: (g) => g.rollout.at('target') || g.rollout.at(g.found.path) || areVersionsInDoubt(g),
  MCP1511: (g) => {
    const version = g.target.endpoints?.endpoints[indexIn(g.found.path)]?.version ?? '';
    return g.rollout.at('target') || mayWeigh(g, version) || areVersionsInDoubt(g);
  },
  MCP1512: (g) => {
    const use = g.target.rollout?.overrides[indexIn(g.found.path)]?.use ?? '';
    return isStableInDoubt(g) || mayWeigh(g, use) || isOverrideInDoubt(g);
  },
  MCP1513: isOverrideInDoubt,
  MCP1518: (g) =>
    isStableInDoubt(g) ||
    g.target.pins.some(({ path, version }) => path === g.found.path && mayWeigh(g, version)) ||
    mayHaveRollout(g) ||
    areVersionsInDoubt(g),
  MCP1519: areVersionsInDoubt,
  MCP1520: areVersionsInDoubt,
  MCP1514: (g) => g.rollout.at('target') || g.rollout.at('sticky') || isSettingInDoubt(g, 'loadBalancing'),
};
