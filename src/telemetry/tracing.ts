/** Traces of edits: file change → compile → publish → each group's last ACK. */
export interface Tracing {
  /** `since`: epoch milliseconds at which the first of the files was seen to change. */
  edit(files: readonly string[], since: number): EditTrace;
  /** `trace_id` and `span_id` of the active span; empty without one. For log lines. */
  readonly ids: () => Readonly<Record<string, string>>;
  /** Where counters are to be sent as well; null if nowhere. */
  readonly meter: MeterBridge | null;
  /** Sends what has not been sent yet. */
  shutdown(): Promise<void>;
}

export interface PublishedGroup {
  readonly service: string;
  readonly version: string;
}

/** One edit on its way to the sidecars. Methods may be called in any order after `end`, without effect. */
export interface EditTrace {
  /** Runs something with the edit's span active, so that log lines in it carry its ids. */
  run<T>(act: () => T): T;
  /** Times in epoch milliseconds. */
  compiled(times: {
    readonly from: number;
    readonly parseSeconds: number;
    readonly compileSeconds: number;
  }): void;
  /** The groups of this publish whose version changed and that a sidecar holds. */
  published(version: string, groups: readonly PublishedGroup[]): void;
  converged(groupVersion: string, at: number): void;
  /** Nothing was published, or a newer edit took over: what has not converged is not waited for. */
  end(outcome: 'published' | 'unchanged' | 'refused' | 'superseded'): void;
}

/** A second home for counters and histograms. Names and units are those of the Prometheus metrics. */
export interface MeterBridge {
  counter(name: string, help: string): (value: number, labels: Readonly<Record<string, string>>) => void;
  histogram(name: string, help: string): (value: number, labels: Readonly<Record<string, string>>) => void;
  gauge(name: string, help: string): (value: number, labels: Readonly<Record<string, string>>) => void;
}

const nothing = (): void => undefined;

const NO_EDIT: EditTrace = Object.freeze({
  run: <T>(act: () => T): T => act(),
  compiled: nothing,
  published: nothing,
  converged: nothing,
  end: nothing,
});

export const NO_TRACING: Tracing = Object.freeze({
  edit: () => NO_EDIT,
  ids: () => ({}),
  meter: null,
  shutdown: () => Promise.resolve(),
});
