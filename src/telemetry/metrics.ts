import { createInstruments } from './instruments.ts';
import type { MeterBridge } from './tracing.ts';

type Protocol = { readonly protocol: 'sotw' | 'delta' };
type OfType = { readonly type: string };
type OfReason = { readonly reason: string };

/** Everything that is counted. The methods fit the interfaces that the parts declare themselves. */
export interface Metrics {
  streamOpened(labels: Protocol, times?: number): void;
  streamClosed(labels: Protocol, times?: number): void;
  push(labels: OfType, bytes: number, times?: number): void;
  ack(labels: OfType, times?: number): void;
  nack(labels: OfType, times?: number): void;
  badRequest(times?: number): void;
  streamDelayed(times?: number): void;
  clientCut(labels: OfReason, times?: number): void;
  clientRefused(labels: OfReason, times?: number): void;
  connectionAsked(labels: OfReason, times?: number): void;
  compiled(seconds: { readonly parse: number; readonly compile: number }): void;
  published(snapshot: { readonly version: string; readonly at: number; readonly counts: object }): void;
  /** How many inputs are in each state, and how many diagnostics of each severity there are. */
  inputs(states: Readonly<Record<string, number>>, severities: Readonly<Record<string, number>>): void;
  converged(service: string, seconds: number): void;
  workerLost(): void;
  servingThreadLost(): void;
  lastGoodFailed(): void;
  logLinesLost(lines: number): void;
  /** Sidecars by state, counted at each scrape. */
  sidecars(states: () => Readonly<Record<string, number>>): void;
  /** Snapshots that are kept from sidecars, by service and reason, and waves under way, counted at each scrape. */
  delivery(state: () => DeliveryCounts): void;
  /** Connections, and streams that wait to be let in, counted at each scrape. */
  pressure(state: () => PressureCounts): void;
  /** Load by cluster and zone, as it is at each scrape. */
  loads(view: () => readonly LoadCounts[]): void;
  /** Loads the client and renders the Prometheus text format. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
  load(): Promise<void>;
}

/** Requests that sidecars send, by their load reports. */
export interface LoadCounts {
  readonly cluster: string;
  readonly zone: string;
  readonly requestsPerSecond: number;
  readonly errorsPerSecond: number;
  readonly inProgress: number;
  readonly drops: readonly { readonly category: string; readonly perSecond: number }[];
}

export interface PressureCounts {
  readonly connections: number;
  readonly waiting: number;
}

export interface DeliveryCounts {
  readonly held: readonly { readonly service: string; readonly reason: string; readonly sidecars: number }[];
  readonly waves: readonly { readonly service: string }[];
  readonly isolated?: readonly { readonly service: string; readonly type: string }[];
  /** Resources that an Envoy validates now. */
  readonly checking?: number;
  /** Why what was published last was not validated; null: it was, or need not be. */
  readonly unchecked?: string | null;
}

const COMPILE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CONVERGENCE_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(build: string, bridge: MeterBridge | null): Metrics {
  const i = createInstruments(bridge);
  const name = (text: string): string => `moniker_cp_${text}`;

  const buildInfo = i.gauge({
    name: name('build_info'),
    help: 'Version of this build.',
    labels: ['version'],
  });
  const streams = i.gauge({ name: name('streams'), help: 'Open xDS streams.', labels: ['protocol'] });
  const opened = i.counter({
    name: name('streams_opened_total'),
    help: 'xDS streams opened.',
    labels: ['protocol'],
  });
  const pushes = i.counter({ name: name('pushes_total'), help: 'xDS responses sent.', labels: ['type'] });
  const bytes = i.counter({
    name: name('push_bytes_total'),
    help: 'Bytes of xDS responses sent.',
    labels: ['type'],
  });
  const acks = i.counter({
    name: name('acks_total'),
    help: 'Responses that sidecars accepted.',
    labels: ['type'],
  });
  const nacks = i.counter({
    name: name('nacks_total'),
    help: 'Responses that sidecars rejected.',
    labels: ['type'],
  });
  const bad = i.counter({ name: name('bad_requests_total'), help: 'Requests that broke the xDS protocol.' });
  const connections = i.gauge({ name: name('connections'), help: 'Connections on the xDS address.' });
  const waiting = i.gauge({ name: name('streams_waiting'), help: 'Streams that are not let in yet.' });
  const delayed = i.counter({
    name: name('streams_delayed_total'),
    help: 'Streams that had to wait, since many came at once.',
  });
  const byReason = (what: string, help: string) => i.counter({ name: name(what), help, labels: ['reason'] });
  const cut = byReason('clients_cut_total', 'Clients that were cut off for what they cost.');
  const refused = byReason('clients_refused_total', 'Connections and calls beyond a limit.');
  const asked = byReason(
    'connections_asked_total',
    'Connections that were asked to go: old, or without calls.',
  );
  const parse = i.histogram({
    name: name('parse_seconds'),
    help: 'Time to parse what changed.',
    buckets: COMPILE_BUCKETS,
  });
  const compile = i.histogram({
    name: name('compile_seconds'),
    help: 'Time to join and compile all inputs.',
    buckets: COMPILE_BUCKETS,
  });
  const convergence = i.histogram({
    name: name('convergence_seconds'),
    help: 'From an edit to the last ACK of a service.',
    labels: ['service'],
    buckets: CONVERGENCE_BUCKETS,
  });
  const publishes = i.counter({ name: name('publishes_total'), help: 'Snapshots published.' });
  const snapshot = i.gauge({
    name: name('snapshot_info'),
    help: 'Version of the published snapshot.',
    labels: ['version'],
  });
  const publishedAt = i.gauge({
    name: name('snapshot_published_timestamp_seconds'),
    help: 'When the snapshot was published, Unix time.',
  });
  const counts = i.gauge({ name: name('model'), help: 'Size of the published model.', labels: ['kind'] });
  const inputs = i.gauge({ name: name('inputs'), help: 'Input files by state.', labels: ['state'] });
  const diagnostics = i.gauge({ name: name('diagnostics'), help: 'Diagnostics now.', labels: ['severity'] });
  const sidecars = i.gauge({
    name: name('sidecars'),
    help: 'Connected sidecars by state.',
    labels: ['state'],
  });
  const isolated = i.gauge({
    name: name('isolated_resources'),
    help: 'Resources that Envoy rejects and that are kept from sidecars while the rest is published.',
    labels: ['service', 'type'],
  });
  const validating = i.gauge({
    name: name('validating_resources'),
    help: 'Resources that Envoy validates before they are published.',
  });
  const unvalidated = i.gauge({
    name: name('published_unvalidated'),
    help: '1 while what is published could not be validated by Envoy.',
  });
  const quarantined = i.gauge({
    name: name('quarantined_sidecars'),
    help: 'Sidecars that are kept from the newest snapshot, which was rejected or not answered.',
    labels: ['service', 'reason'],
  });
  const waves = i.gauge({
    name: name('waves'),
    help: 'Newer snapshots on their way to sidecars, by service.',
    labels: ['service'],
  });
  const load = (what: string, help: string) =>
    i.gauge({ name: name(`load_${what}`), help, labels: ['cluster', 'zone'] });
  const loadRequests = load('requests_per_second', 'Requests that sidecars report, by cluster and zone.');
  const loadErrors = load('errors_per_second', 'Failed requests that sidecars report, by cluster and zone.');
  const loadOpen = load('requests_in_progress', 'Requests under way that sidecars report.');
  const loadDrops = i.gauge({
    name: name('load_dropped_per_second'),
    help: 'Requests that sidecars never sent, by cluster and reason.',
    labels: ['cluster', 'category'],
  });
  const lost = i.counter({
    name: name('worker_restarts_total'),
    help: 'Compile threads that ended by a fault.',
  });
  const servingLost = i.counter({
    name: name('serving_thread_restarts_total'),
    help: 'Serving threads that ended by a fault.',
  });
  const lastGood = i.counter({
    name: name('last_good_failures_total'),
    help: 'Last-good files that could not be written.',
  });
  const logLost = i.counter({
    name: name('log_lines_lost_total'),
    help: 'Lines of the log that could not be written.',
  });

  const open = { sotw: 0, delta: 0 };
  const count = ({ protocol }: Protocol, change: number): void => {
    open[protocol] += change;
    streams.set(open[protocol], { protocol });
  };
  let loadCounts: () => readonly LoadCounts[] = () => [];
  let deliveryCounts = (): DeliveryCounts => ({ held: [], waves: [] });
  let pressureCounts = (): PressureCounts => ({ connections: 0, waiting: 0 });
  let sidecarStates: () => Readonly<Record<string, number>> = () => ({});
  for (const record of [bad, delayed, publishes, lost, servingLost, lastGood, logLost]) record(0);
  for (const protocol of ['sotw', 'delta'] as const) count({ protocol }, 0);
  buildInfo.set(1, { version: build });

  return {
    streamOpened(labels, times = 1) {
      count(labels, times);
      opened(times, { ...labels });
    },
    streamClosed(labels, times = 1) {
      count(labels, -times);
    },
    push(labels, size, times = 1) {
      pushes(times, { ...labels });
      bytes(size, { ...labels });
    },
    ack(labels, times = 1) {
      acks(times, { ...labels });
    },
    nack(labels, times = 1) {
      nacks(times, { ...labels });
    },
    badRequest(times = 1) {
      bad(times);
    },
    streamDelayed(times = 1) {
      delayed(times);
    },
    clientCut({ reason }, times = 1) {
      cut(times, { reason });
    },
    clientRefused({ reason }, times = 1) {
      refused(times, { reason });
    },
    connectionAsked({ reason }, times = 1) {
      asked(times, { reason });
    },
    compiled(seconds) {
      parse(seconds.parse);
      compile(seconds.compile);
    },
    published({ version, at, counts: sizes }) {
      publishes(1);
      snapshot.reset();
      snapshot.set(1, { version });
      publishedAt.set(at / 1000);
      for (const [kind, size] of Object.entries(sizes)) counts.set(Number(size), { kind });
    },
    inputs(states, severities) {
      for (const [state, size] of Object.entries(states)) inputs.set(size, { state });
      for (const [severity, size] of Object.entries(severities)) diagnostics.set(size, { severity });
    },
    converged(service, seconds) {
      convergence(seconds, { service });
    },
    workerLost() {
      lost(1);
    },
    servingThreadLost() {
      servingLost(1);
    },
    lastGoodFailed() {
      lastGood(1);
    },
    logLinesLost(lines) {
      logLost(lines);
    },
    sidecars(states) {
      sidecarStates = states;
    },
    delivery(state) {
      deliveryCounts = state;
    },
    pressure(state) {
      pressureCounts = state;
    },
    loads(view) {
      loadCounts = view;
    },
    async render() {
      const registry = await i.load();
      const { held, waves: running, isolated: parts = [], checking = 0, unchecked = null } = deliveryCounts();
      quarantined.reset();
      for (const { service, reason, sidecars: size } of held) quarantined.set(size, { service, reason });
      const pressure = pressureCounts();
      connections.set(pressure.connections);
      waiting.set(pressure.waiting);
      isolated.reset();
      const kept = Map.groupBy(parts, ({ service, type }) => JSON.stringify([service, type]));
      for (const some of kept.values()) {
        const [{ service, type } = { service: '', type: '' }] = some;
        isolated.set(some.length, { service, type });
      }
      validating.set(checking);
      unvalidated.set(unchecked === null ? 0 : 1);
      waves.reset();
      for (const { service } of running) waves.set(1, { service });
      for (const gauge of [loadRequests, loadErrors, loadOpen, loadDrops]) gauge.reset();
      for (const { cluster, zone, ...of } of loadCounts()) {
        loadRequests.set(of.requestsPerSecond, { cluster, zone });
        loadErrors.set(of.errorsPerSecond, { cluster, zone });
        loadOpen.set(of.inProgress, { cluster, zone });
        for (const { category, perSecond } of of.drops) loadDrops.set(perSecond, { cluster, category });
      }
      sidecars.reset();
      for (const [state, size] of Object.entries(sidecarStates())) sidecars.set(size, { state });
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    async load() {
      await i.load();
    },
  };
}
