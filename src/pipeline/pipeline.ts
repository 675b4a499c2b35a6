import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../diagnostics/format.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import type { EngineAnswer, EngineStatus, InputStatus } from './engine.ts';
import { withRequiredFiles } from './engine.ts';
import { ENDPOINTS_FILE, kindOf, MESH_FILE, MISSING } from './files.ts';
import type { FileContent } from './files.ts';
import { defaultGroup } from '../snapshot/groups.ts';
import { variantOf } from '../snapshot/variants.ts';
import type { NodeFacts, VariantRules } from '../snapshot/variants.ts';
import { DEFAULT_DEBOUNCE, depart, enter, NO_CHANGES } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import { keepLastGood } from './last-good.ts';
import type { LastGood } from './last-good.ts';
import { createOnDemand } from './on-demand.ts';
import type { OnDemand } from './on-demand.ts';
import type { OriginQuestion } from './origins.ts';
import { Publisher } from './publisher.ts';
import type { Edit } from './publisher.ts';
import { reportChanges, reportRefusals } from './report.ts';
import { isDegraded, NO_STATUS, tally } from './status.ts';
import type { PipelineStatus } from './status.ts';
import type { InputWatcher } from './watch.ts';
import type { Pipeline, PipelineOptions, StartOutcome } from './pipeline-model.ts';

/** What an edit is told by that no file of the directory has made. */
const LAST_GOOD: readonly string[] = Object.freeze(['last-good']);

export function createPipeline(options: PipelineOptions): Pipeline {
  return new CatalogPipeline(options);
}

interface FirstContents {
  readonly contents: Map<string, FileContent>;
  readonly absent: FileContent;
}

class CatalogPipeline implements Pipeline {
  readonly #options: PipelineOptions;
  readonly #watcher: InputWatcher;
  readonly #onDemand: OnDemand;
  readonly #lastGood: LastGood;
  readonly #publisher: Publisher;
  readonly #listeners = new Set<() => void>();
  #status: PipelineStatus = NO_STATUS;
  #engineStatus: EngineStatus | null = null;
  /** The last answer's publication was not what was published before. */
  #isNews = false;
  #lanes: Lanes = NO_CHANGES;
  #wake: NodeJS.Timeout | undefined;
  /** Updates are carried out one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #closed = false;
  /** Stands among the inputs while the directory cannot be looked at. */
  #blind: InputStatus | null = null;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#lastGood = keepLastGood(options);
    this.#publisher = new Publisher({
      ...options,
      onNews: (plainRoutes) => {
        this.#onDemand.superseded(plainRoutes);
      },
      onProved: (version) => {
        this.#lastGood.proved(version);
      },
    });
    this.#watcher = options.watcher({
      onBatch: (batch) => {
        this.#lanes = enter(this.#lanes, batch, performance.now());
        this.#depart();
      },
      onError: (error) => {
        options.log.warn({ err: error }, 'The catalog directory cannot be watched as it should');
      },
      onSight: (fault) => {
        this.#see(fault);
      },
    });
    this.#onDemand = createOnDemand({
      host: options.host,
      publish: (groups) => {
        this.#publisher.publishOnDemand(groups);
      },
      publishPlainRoutes: (group, rds) => {
        options.target.publishPlainRoutes(group, rds);
      },
      onNothing: ({ service }) => {
        this.#askWhy(service);
      },
      onError: (error, { service }) => {
        if (!this.#closed) options.log.error({ err: error, service }, 'A group could not be compiled');
      },
    });
    options.target.onNeed((need) => {
      this.#onDemand.need(need);
    });
  }

  async start(): Promise<StartOutcome> {
    const now = Date.now();
    const { contents, absent } = await this.#firstContents();
    await this.#update(contents, { since: now, keep: contents });
    if (this.#status.version !== null) return { published: true };
    const refused = this.#status.diagnostics;
    const trouble = await this.#beginWithLastGood({ contents, absent });
    if (this.status().version === null) return { published: false, diagnostics: [...refused, ...trouble] };
    return { published: true };
  }

  async fallBack(): Promise<readonly Diagnostic[]> {
    return this.#inTurn(async () => this.#beginWithLastGood(await this.#firstContents()));
  }

  /** The last-good file first, if there is a usable one, and then what the directory holds; else what is wrong. */
  async #beginWithLastGood({ contents, absent }: FirstContents): Promise<readonly Diagnostic[]> {
    const { target } = this.#options;
    const now = Date.now();
    const restored = await this.#restore(now);
    if (restored !== true) return restored;
    if (this.#status.version === null) return [];
    // Where the directory's version is rejected, this is what goes on serving.
    await target.settled?.();
    for (const { file } of this.#status.inputs) {
      if (kindOf(file) === 'rollout' && !contents.has(file)) contents.set(file, absent);
    }
    await this.#update(contents, { since: now });
    return [];
  }

  async watch(): Promise<void> {
    await this.#watcher.start();
  }

  /** What the directory holds, and what it means that a file is not among it. */
  async #firstContents(): Promise<FirstContents> {
    try {
      return { contents: new Map(withRequiredFiles(await this.#watcher.readAll())), absent: MISSING };
    } catch (error) {
      // A directory that cannot be looked at says nothing about its files: none of them counts as deleted.
      const message = error instanceof Error ? error.message : String(error);
      const absent: FileContent = { kind: 'unreadable', error: message };
      return { contents: new Map([MESH_FILE, ENDPOINTS_FILE].map((file) => [file, absent])), absent };
    }
  }

  status(): PipelineStatus {
    const inputs = this.#blind === null ? this.#status.inputs : [this.#blind, ...this.#status.inputs];
    return { ...this.#status, degraded: this.#status.degraded || this.#blind !== null, inputs };
  }

  /** What serves goes on serving while nobody can see what the directory holds, but it is said. */
  #see(fault: string | null): void {
    const reason = `the catalog directory cannot be looked at: ${fault}`;
    this.#blind = fault === null ? null : { file: '.', state: 'refused', since: Date.now(), reason };
    this.#changed();
  }

  /** Says at once why something was not given, unless that has been said. */
  #askWhy(service: string): void {
    const { host, log } = this.#options;
    const ask = async (): Promise<void> => {
      const refusals = await host.refusals();
      const told = new Set(this.#status.diagnostics.map(({ message }) => message));
      const found = refusals.filter(({ message }) => !told.has(message));
      if (found.length === 0) return;
      this.#status = {
        ...this.#status,
        diagnostics: sortDiagnostics([...this.#status.diagnostics, ...found]),
      };
      reportRefusals(log, service, found);
      this.#changed();
    };
    ask().catch((error: unknown) => {
      if (!this.#closed) log.error({ err: error, service }, 'A group could not be compiled');
    });
  }

  #changed(): void {
    const { states, severities } = tally(this.#status);
    this.#options.metrics.inputs(states, severities);
    for (const listener of [...this.#listeners]) listener();
  }

  services(): readonly string[] {
    return this.#publisher.facts.services;
  }

  variants(): VariantRules {
    return this.#publisher.facts.variants;
  }

  async variant(service: string, facts: NodeFacts): Promise<GroupSnapshot | null> {
    const variant = variantOf(this.#publisher.facts.variants, service, facts);
    if (variant === undefined) return null;
    const snapshot = await this.#options.host.group({ ...defaultGroup(service), variant });
    if (snapshot === null) this.#askWhy(service);
    return snapshot;
  }

  async accept(files?: readonly string[]): Promise<readonly string[]> {
    return this.#inTurn(() => this.#update(new Map(), { since: Date.now(), accept: files ?? 'all' }));
  }

  origins(question: OriginQuestion): Promise<readonly Position[]> {
    return this.#options.host.origins(question);
  }

  converged(group: Parameters<Pipeline['converged']>[0]): void {
    this.#publisher.converged(group);
  }

  onChange(listener: () => void): () => void {
    const own = (): void => {
      listener();
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#wake);
    await this.#watcher.close();
    await this.#work;
    await this.#lastGood.close();
    this.#publisher.close();
    await this.#options.host.close();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(act);
    this.#work = turn.catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'An update failed: what served goes on serving');
    });
    return turn;
  }

  /** Sends on what is ready to go, when the update before it is done. */
  #depart(): void {
    clearTimeout(this.#wake);
    if (this.#closed) return;
    const { lanes, changes, since, wakeAt } = depart(
      this.#lanes,
      performance.now(),
      this.#options.debounce ?? DEFAULT_DEBOUNCE,
    );
    this.#lanes = lanes;
    if (changes !== null) {
      this.#inTurn(() => this.#update(changes, { since: since ?? Date.now() })).catch(() => undefined);
    }
    if (wakeAt === null) return;
    this.#wake = setTimeout(
      () => {
        this.#depart();
      },
      Math.max(0, wakeAt - performance.now()),
    );
  }

  /** One edit through the engine, with the catalogs that it asks for. Resolves to the files that were let through. */
  async #update(
    changes: ReadonlyMap<string, FileContent>,
    edit: {
      readonly since: number;
      readonly accept?: 'all' | readonly string[];
      /** Collects the contents that the engine asked for. */
      readonly keep?: Map<string, FileContent>;
    },
  ): Promise<readonly string[]> {
    const { host, target, metrics, tracing } = this.#options;
    const files = new Set(changes.keys());
    const trace = tracing.edit(edit.accept === undefined ? [...files] : ['accept'], edit.since);
    const accepted: string[] = [];
    let outcome: 'published' | 'unchanged' | 'refused' = 'unchanged';
    let batch = changes;
    for (let round = 0; round === 0 || batch.size > 0; round += 1) {
      const from = Date.now();
      const groups = target.groups();
      const answer = await host.update({
        changes: batch,
        groups,
        plain: this.#onDemand.plain(groups),
        now: from,
        ...(edit.accept !== undefined && { accept: edit.accept }),
      });
      trace.compiled({ from, parseSeconds: answer.seconds.parse, compileSeconds: answer.seconds.compile });
      accepted.push(...answer.accepted);
      if (trace.run(() => this.#take(answer, { ...edit, files: [...files], trace }))) {
        outcome = 'published';
        // What the streams are given goes out first: to log a line wakes a thread, which may take the core from this one.
        await Promise.resolve();
      } else if (answer.status.joinRefused && outcome === 'unchanged') outcome = 'refused';
      this.#tell(answer);
      metrics.compiled(answer.seconds);
      batch = await this.#watcher.follow(answer.catalogs);
      for (const [file, content] of batch) {
        files.add(file);
        edit.keep?.set(file, content);
      }
    }
    if (outcome !== 'published') trace.end(outcome);
    return accepted;
  }

  /** Publishes what an answer brings; `#tell` is to follow. True if the answer has a publication. */
  #take(answer: EngineAnswer, edit: Edit): boolean {
    const { log } = this.#options;
    const { publication, status, seconds } = answer;
    const at = Date.now();
    // While catalogs are still to be read there is no news, only half a step.
    if (answer.needs.length === 0) {
      // The text that a file had when it was good is no news of the file itself.
      if (edit.files !== LAST_GOOD) reportChanges(log, this.#engineStatus, status);
      this.#engineStatus = status;
    }
    this.#status = {
      ...this.#status,
      ...(publication !== null && {
        version: publication.version,
        publishedAt: at,
        counts: publication.counts,
      }),
      degraded: isDegraded(status),
      inputs: status.inputs,
      diagnostics: status.diagnostics,
      compileSeconds: seconds.parse + seconds.compile,
    };
    this.#isNews = publication !== null && this.#publisher.publish(publication, edit);
    return publication !== null;
  }

  /** Tells whoever looks at the pipeline of what was taken. */
  #tell({ publication }: EngineAnswer): void {
    this.#publisher.follow();
    if (publication !== null && this.#isNews) {
      const { version, counts } = publication;
      this.#options.metrics.published({ version, at: this.#status.publishedAt ?? 0, counts });
    }
    this.#changed();
  }

  /** True if there is a last-good file that can be used; else what is wrong with it. */
  async #restore(now: number): Promise<true | readonly Diagnostic[]> {
    const restored = await this.#lastGood.restore(now);
    if ('trouble' in restored) return [restored.trouble];
    if (restored.answer === null) return [];
    const trace = this.#options.tracing.edit(LAST_GOOD, now);
    if (restored.answer.publication !== null || this.#status.version !== null)
      this.#options.log.warn({}, 'The catalog cannot be served: the last-good file serves in its place');
    this.#take(restored.answer, { since: now, files: LAST_GOOD, trace });
    this.#tell(restored.answer);
    return true;
  }
}
