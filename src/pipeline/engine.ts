import { hash } from 'node:crypto';
import type { Compile, CompileCounts, Compiled, CompileInputs } from '../compile/model.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../diagnostics/format.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { VariantRules } from '../snapshot/variants.ts';
import type { OnRejected } from '../topology/model.ts';
import type { Parsers } from './candidate.ts';
import { ENDPOINTS_FILE, MESH_FILE, MISSING } from './files.ts';
import type { FileContent } from './files.ts';
import { EMPTY_STATE, namedCatalogs, stepInputs } from './inputs-state.ts';
import type { InputsState } from './inputs-state.ts';
import { fileDiagnostics, joinInputs, sameInputs } from './join.ts';
import type { KnownVersions } from './join.ts';
import { defaultGroup, isDefaultGroup } from '../snapshot/groups.ts';
import { originsOf } from './origins.ts';
import type { OriginQuestion } from './origins.ts';
import { publishProblems } from './publish-gate.ts';
import { packLastGood, unpackLastGood } from './last-good-format.ts';

/** One file as the operator is told of it. */
export interface InputStatus {
  readonly file: string;
  readonly state: 'current' | 'refused' | 'held';
  /** Epoch milliseconds; null for `current`. */
  readonly since: number | null;
  readonly reason: string | null;
}

export interface EngineStatus {
  /** Sorted by file. */
  readonly inputs: readonly InputStatus[];
  /** Of the files and of the newest join, sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** True while the newest join of good files has errors, so that an older one serves. */
  readonly joinRefused: boolean;
  /** True while a version from the last-good file serves in place of the directory's. */
  readonly restored: boolean;
}

export interface Publication {
  /** Hash over the default groups' versions, and over the rules for others. */
  readonly version: string;
  readonly services: readonly string[];
  readonly withoutSidecar: readonly string[];
  readonly counts: CompileCounts;
  readonly knownVersions: KnownVersions;
  /** How nodes of one service are told apart. */
  readonly variants: VariantRules;
  /** What becomes of it where an Envoy rejects a part. */
  readonly onRejected: OnRejected;
  /** The default group of each service, then those that were asked for. */
  readonly groups: readonly GroupSnapshot[];
  /** The routes with the weights in them, of the groups for which they were asked. */
  readonly plainRoutes: readonly PlainRoutes[];
}

export interface PlainRoutes {
  readonly group: NodeGroup;
  readonly rds: ResourceSet;
}

export interface EngineUpdate {
  readonly changes: ReadonlyMap<string, FileContent>;
  readonly accept?: 'all' | readonly string[];
  /** Groups that streams hold, compiled beside the default ones. */
  readonly groups: readonly NodeGroup[];
  /** Those of them, or of the default ones, whose routes are wanted with the weights in them too. */
  readonly plain?: readonly NodeGroup[];
  /** What an engine before this one knew; only for its first update. */
  readonly knownVersions?: KnownVersions;
  readonly now: number;
}

export interface EngineAnswer {
  /** Catalogs to read before there can be a decision: nothing was published. */
  readonly needs: readonly string[];
  /** Catalogs to watch. */
  readonly catalogs: readonly string[];
  readonly status: EngineStatus;
  /** Files whose held version was let through by this update. */
  readonly accepted: readonly string[];
  /** Null if nothing new is to be published. */
  readonly publication: Publication | null;
  /** Wall time of parsing and compiling, seconds. */
  readonly seconds: { readonly parse: number; readonly compile: number };
}

export interface EngineDeps {
  readonly parsers: Parsers;
  readonly compile: Compile;
  readonly acceptLargeChanges: boolean;
}

/** Parse, keep the last good, join, compile: synchronous, on whichever thread. */
export interface Engine {
  update(update: EngineUpdate): EngineAnswer;
  /**
   * Begins with the versions of a last-good file, whatever the directory holds: update with that afterwards.
   * Throws an Error that says why it cannot.
   */
  restore(bytes: Uint8Array, now: number): EngineAnswer;
  group(group: NodeGroup): GroupSnapshot | null;
  plainRoutes(group: NodeGroup): ResourceSet | null;
  /** Why groups and routes that were asked for since the last publish are not given. */
  refusals(): readonly Diagnostic[];
  /** Where the operator wrote what resources of the last publish were made of. */
  origins(question: OriginQuestion): readonly Position[];
  /** What was published last is what `lastGood` gives from now on, if this is its version. */
  proved(version: string): void;
  /** The content of a last-good file for what has proved good last; null where nothing has. */
  lastGood(): Uint8Array | null;
}

export function createEngine(deps: EngineDeps): Engine {
  return new InputsEngine(deps);
}

class InputsEngine implements Engine {
  readonly #deps: EngineDeps;
  #state: InputsState = EMPTY_STATE;
  /** The newest join that was compiled, publishable or not. */
  #tried: { readonly inputs: CompileInputs; readonly compiled: Compiled } | null = null;
  #published: {
    readonly compiled: Compiled;
    readonly state: InputsState;
    readonly inputs: CompileInputs;
    readonly version: string;
  } | null = null;
  /** What a last-good file is made of. */
  #proved: { readonly state: InputsState; readonly knownVersions: KnownVersions } | null = null;
  #knownVersions: KnownVersions = new Map();
  /** What the last look at the newest compile found. */
  #gated: readonly Diagnostic[] = [];
  /** The same, of what was made on demand since. */
  #gatedOnDemand: readonly Diagnostic[] = [];

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  update(update: EngineUpdate): EngineAnswer {
    const started = performance.now();
    if (update.knownVersions !== undefined) this.#knownVersions = update.knownVersions;
    const before = this.#state;
    const accept =
      update.accept === undefined || update.accept === 'all' ? update.accept : new Set(update.accept);
    const event = { changes: update.changes, now: update.now, ...(accept !== undefined && { accept }) };
    const step = stepInputs(before, event, this.#deps);
    this.#state = step.state;
    const parsed = performance.now();
    const publication = step.needs.length > 0 ? null : this.#publish(update);
    return {
      needs: step.needs,
      catalogs: namedCatalogs(step.state),
      status: this.#status(),
      accepted:
        update.accept === undefined ? [] : heldFiles(before).filter((file) => step.changed.includes(file)),
      publication,
      seconds: { parse: (parsed - started) / 1000, compile: (performance.now() - parsed) / 1000 },
    };
  }

  restore(bytes: Uint8Array, now: number): EngineAnswer {
    const { state, knownVersions } = unpackLastGood(bytes, this.#deps.parsers);
    this.#state = state;
    this.#knownVersions = knownVersions;
    return this.update({ changes: new Map(), groups: [], now });
  }

  group(group: NodeGroup): GroupSnapshot | null {
    const snapshot = this.#published?.compiled.group(group) ?? null;
    return snapshot && this.#passes(snapshot) ? snapshot : null;
  }

  plainRoutes(group: NodeGroup): ResourceSet | null {
    const snapshot = this.#published?.compiled.group(group) ?? null;
    const rds = this.#published?.compiled.plainRoutes(group) ?? null;
    if (snapshot === null || rds === null) return null;
    return this.#passes({ ...snapshot, sets: { ...snapshot.sets, rds } }) ? rds : null;
  }

  /** The last look at what is made on demand; what it finds stands among the diagnostics until the next publish. */
  #passes(snapshot: GroupSnapshot): boolean {
    if (this.#published === null) return false;
    const found = publishProblems([snapshot], this.#published.inputs);
    const told = new Set(this.#gatedOnDemand.map(({ message }) => message));
    this.#gatedOnDemand = [...this.#gatedOnDemand, ...found.filter(({ message }) => !told.has(message))];
    return found.length === 0;
  }

  refusals(): readonly Diagnostic[] {
    return this.#gatedOnDemand;
  }

  origins(question: OriginQuestion): readonly Position[] {
    return this.#published === null ? [] : originsOf(this.#published.inputs, question);
  }

  proved(version: string): void {
    if (this.#published?.version !== version) return;
    const { state } = this.#published;
    this.#proved = { state, knownVersions: this.#knownVersions };
  }

  lastGood(): Uint8Array | null {
    return this.#proved === null ? null : packLastGood(this.#proved.state, this.#proved.knownVersions);
  }

  #publish(update: EngineUpdate): Publication | null {
    const inputs = joinInputs(this.#state, this.#knownVersions, this.#tried?.inputs ?? null);
    if (inputs === null) return null;
    if (this.#published !== null && sameInputs(inputs, this.#published.inputs)) {
      this.#gated = [];
      // Back to what serves, perhaps from a join with errors: nothing to send.
      this.#tried = this.#published;
      this.#published = { ...this.#published, state: this.#state };
      return null;
    }
    if (this.#tried === null || !sameInputs(inputs, this.#tried.inputs)) {
      this.#gated = [];
      const previous = (this.#published ?? this.#tried)?.compiled;
      this.#tried = { inputs, compiled: this.#deps.compile(inputs, previous) };
    }
    const { compiled } = this.#tried;
    if (!compiled.publishable) return null;
    const publication = publicationOf(compiled, inputs, update);
    this.#gated = publishProblems(publication.groups, inputs);
    if (this.#gated.length > 0) return null;
    this.#gatedOnDemand = [];
    this.#published = { compiled, state: this.#state, inputs, version: publication.version };
    this.#knownVersions = compiled.knownVersions;
    const plainRoutes = (update.plain ?? []).flatMap((group): PlainRoutes[] => {
      const rds = this.plainRoutes(group);
      return rds === null ? [] : [{ group, rds }];
    });
    return { ...publication, plainRoutes };
  }

  #status(): EngineStatus {
    const tried = this.#tried?.compiled;
    const served = this.#published?.state.files.values() ?? [];
    return {
      inputs: inputStatuses(this.#state),
      diagnostics: sortDiagnostics([
        ...fileDiagnostics(this.#state),
        ...(tried?.diagnostics ?? []),
        ...this.#gated,
        ...this.#gatedOnDemand,
      ]),
      joinRefused: tried?.publishable === false || this.#gated.length > 0,
      restored: [...served].some(({ good }) => good?.restored === true),
    };
  }
}

function heldFiles(state: InputsState): readonly string[] {
  return [...state.files.values()].filter(({ problem }) => problem?.state === 'held').map(({ file }) => file);
}

function inputStatuses(state: InputsState): readonly InputStatus[] {
  return [...state.files.values()]
    .map(({ file, problem }): InputStatus => {
      if (problem === null) return { file, state: 'current', since: null, reason: null };
      return { file, state: problem.state, since: problem.since, reason: problem.reason };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function publicationOf(
  compiled: Compiled,
  { topology }: CompileInputs,
  update: EngineUpdate,
): Omit<Publication, 'plainRoutes'> {
  const { onRejected } = topology;
  const defaults = compiled.services.map((service) => compiled.group(defaultGroup(service)));
  const asked = update.groups.filter((group) => !isDefaultGroup(group)).map((group) => compiled.group(group));
  const groups = [...defaults, ...asked].filter((group) => group !== null);
  const versions = defaults.map((group) => [group?.group.service, group?.version]);
  const { services, withoutSidecar, counts, knownVersions, variants } = compiled;
  const facts = [...versions, ...variants.rules, ...variants.zones];
  const version = hash('sha256', JSON.stringify(facts), 'hex').slice(0, 16);
  return { version, services, withoutSidecar, counts, knownVersions, variants, onRejected, groups };
}

/** The changes to give at the start: a mesh or endpoints file that is not there is reported, not passed over. */
export function withRequiredFiles(found: ReadonlyMap<string, FileContent>): ReadonlyMap<string, FileContent> {
  return new Map([[MESH_FILE, MISSING] as const, [ENDPOINTS_FILE, MISSING] as const, ...found]);
}
