import type {
  DeliveryView,
  LoadView,
  RefusalView,
  SidecarView,
  StatusResponse,
  TypeView,
} from '../api/model.ts';
import { formatAge } from './duration.ts';
import { heldLine, isolatedLine } from './render-held.ts';
import { renderTable } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

const STATE_STYLES: Readonly<Record<string, Style>> = Object.freeze({
  SYNCED: 'green',
  STALE: 'yellow',
  NACKED: 'red',
  UNKNOWN_SERVICE: 'red',
  current: 'green',
  refused: 'red',
  held: 'yellow',
});

/** Columns of the type states, in the order in which a sidecar needs them. */
const TYPES = ['cds', 'eds', 'lds', 'rds', 'rtds'] as const;

const MARKS: Readonly<Record<TypeView['state'], string>> = Object.freeze({
  SYNCED: 'ok',
  STALE: 'stale',
  NACKED: 'NACK',
});

/** The whole status for people, as lines. `now` is in epoch milliseconds. */
export function renderStatus(terminal: Terminal, status: StatusResponse, now: number): readonly string[] {
  return [
    headline(terminal, status, now),
    counts(status),
    ...inputs(terminal, status, now),
    ...diagnostics(terminal, status),
    ...delivery(terminal, status, now),
    ...refusals(terminal, status.refusals ?? []),
    ...waitingStreams(status).map((line) => `${terminal.paint('yellow', 'WAITING')} ${line}`),
    '',
    ...sidecars(terminal, status.sidecars, now),
    ...nacks(terminal, status.sidecars),
    ...loads(terminal, status.loads ?? []),
  ];
}

function headline(terminal: Terminal, status: StatusResponse, now: number): string {
  const { held, checking = 0 } = status.delivery;
  const isOut = checking === 0 && held.every(({ reason }) => reason !== 'invalid');
  const published =
    status.publishedAt === null
      ? ''
      : `, ${isOut ? 'published' : 'compiled'} ${formatAge(now - status.publishedAt)} ago`;
  const version =
    status.version === null ? 'nothing published yet' : `snapshot ${status.version}${published}`;
  const state = status.degraded ? terminal.paint('yellow', 'DEGRADED') : terminal.paint('green', 'OK');
  return `${state}  ${version}  (moniker-cp ${status.build}, up ${formatAge(now - status.startedAt)})`;
}

function counts(status: StatusResponse): string {
  const parts = Object.entries(status.counts).map(([name, count]) => `${count} ${words(name, count)}`);
  return parts.join(', ');
}

/** `boundKeys` → `bound keys`; of one, `bound key`. */
function words(name: string, count: number): string {
  const plural = count === 1 ? name.replace(/s$/, '') : name;
  return plural.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function inputs(terminal: Terminal, status: StatusResponse, now: number): readonly string[] {
  return status.inputs
    .filter((input) => input.state !== 'current')
    .map((input) => {
      const since = input.since === null ? '' : ` for ${formatAge(now - input.since)}`;
      const reason = input.reason === null ? '' : `: ${input.reason}`;
      return `${paintState(terminal, input.state)} ${input.file}${since}${reason}`;
    });
}

/** Told in full elsewhere: what is held, what is isolated, what was published unchecked. */
const TOLD_BY_DELIVERY: ReadonlySet<string> = new Set(['MCP1905', 'MCP1906', 'MCP1907']);
/** Of the daemon itself: nothing that `check` could find in the files. */
const OF_THE_DAEMON = /^MCP18/;

function diagnostics(terminal: Terminal, status: StatusResponse): readonly string[] {
  const found = status.diagnostics.filter(({ code }) => !TOLD_BY_DELIVERY.has(code));
  const own = found.filter(({ code }) => OF_THE_DAEMON.test(code));
  return [
    ...own.map(({ severity, code, message }) => {
      const style = severity === 'error' ? 'red' : 'yellow';
      return `${terminal.paint(style, severity)} ${code} ${oneLine(message)}`;
    }),
    ...totalOf(found.filter((one) => !own.includes(one))),
  ];
}

function totalOf(found: StatusResponse['diagnostics']): readonly string[] {
  const errors = found.filter((d) => d.severity === 'error').length;
  const warnings = found.length - errors;
  if (errors + warnings === 0) return [];
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return [`${parts.join(', ')} (moniker-cp check tells them)`];
}

function delivery(terminal: Terminal, { delivery }: StatusResponse, now: number): readonly string[] {
  const held = delivery.held.map((one) => {
    const word = one.reason.toUpperCase();
    const again = one.retryAt === null ? 'a fix or "moniker-cp release" lifts it' : 'it is tried again';
    return `${terminal.paint('red', word)} for ${formatAge(now - one.since)}: ${heldLine(one)} (${again})`;
  });
  const waves = delivery.waves.map(({ service, envoy, step, accepted, given, of, since }) => {
    const at = step === 'canary' ? 'canary' : `${step} %`;
    const age = formatAge(now - since);
    return `${terminal.paint('yellow', 'WAVE')} ${service} (Envoy ${envoy}): ${at}, ${accepted} of ${given} have accepted, ${of} sidecars, for ${age}`;
  });
  const isolated = (delivery.isolated ?? []).map(
    (one) =>
      `${terminal.paint('yellow', 'ISOLATED')} for ${formatAge(now - one.since)}: ${isolatedLine(one)} (a fix or "moniker-cp release" lifts it)`,
  );
  return [...held, ...isolated, ...unchecked(terminal, delivery), ...waves, ...validating(delivery)];
}

/** That what was published last could not be validated, and why; at most one line. */
export function unchecked(terminal: Terminal, delivery: DeliveryView): readonly string[] {
  const reason = delivery.unchecked ?? null;
  if (reason === null) return [];
  return [`${terminal.paint('yellow', 'UNCHECKED')} published without a validation: ${oneLine(reason)}`];
}

/** What Envoy is being asked about, and what therefore waits; at most one line. */
export function validating({ checking = 0 }: DeliveryView): readonly string[] {
  if (checking === 0) return [];
  return [
    `Envoy validates ${counted(checking, 'resource')} before ${checking === 1 ? 'it is' : 'they are'} published`,
  ];
}

const REFUSED: Readonly<Record<string, string>> = Object.freeze({
  connections: 'connection',
  streams: 'stream',
  'connection-streams': 'stream of one connection',
});

/** Sidecars that were never let in show nowhere else. */
function refusals(terminal: Terminal, views: readonly RefusalView[]): readonly string[] {
  return views.map(({ reason, times, limit }) => {
    const what = REFUSED[reason] ?? `call (${reason})`;
    const [word = '', ...rest] = what.split(' ');
    const by = limit === null ? '' : ` (${limit})`;
    return `${terminal.paint('red', 'REFUSED')} ${[counted(times, word), ...rest].join(' ')} in the last minute${by}`;
  });
}

/** Those whose sidecars do not show yet; at most one line. */
export function waitingStreams({ waiting = 0 }: StatusResponse): readonly string[] {
  if (waiting === 0) return [];
  return [
    `${counted(waiting, 'stream')} ${waiting === 1 ? 'waits' : 'wait'} to be let in (--admit-per-second)`,
  ];
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function sidecars(terminal: Terminal, views: readonly SidecarView[], now: number): readonly string[] {
  if (views.length === 0) return ['no sidecar is connected'];
  // Columns for meshes that make something of it.
  const zoned = views.some(({ zone, variant }) => (zone ?? variant ?? null) !== null);
  const headings = [
    'SERVICE',
    'NODE',
    'STATE',
    ...TYPES.map((type) => type.toUpperCase()),
    'AGE',
    'PROTOCOL',
    'ENVOY',
    ...(zoned ? ['ZONE', 'VARIANT'] : []),
  ];
  const rows = views.map((view) => [
    view.service,
    view.nodeId,
    paintState(terminal, view.state),
    ...TYPES.map((type) => typeMark(terminal, view.types[type])),
    formatAge(now - view.connectedAt),
    view.protocol,
    `${view.client === 'proxyless' ? 'gRPC ' : ''}${view.envoyVersion ?? '-'}`,
    ...(zoned ? [view.zone ?? '-', view.variant ?? '-'] : []),
  ]);
  return renderTable(terminal, headings, rows);
}

function loads(terminal: Terminal, views: readonly LoadView[]): readonly string[] {
  if (views.length === 0) return [];
  const dropping = views.some(({ drops }) => drops.length > 0);
  const rows = views.map((view) => [
    view.target,
    view.version ?? '-',
    view.zone === '' ? '-' : view.zone,
    view.requestsPerSecond.toFixed(1),
    view.errorsPerSecond > 0 ? terminal.paint('red', view.errorsPerSecond.toFixed(1)) : '0.0',
    String(view.inProgress),
    String(view.requests),
    ...(dropping ? [dropsText(terminal, view)] : []),
  ]);
  const headings = ['TO', 'VERSION', 'ZONE', 'REQUESTS/S', 'ERRORS/S', 'IN PROGRESS', 'TOTAL'];
  if (dropping) headings.push('DROPPED/S');
  return ['', ...renderTable(terminal, headings, rows)];
}

/** `1.5 (throttled 1.0)`: the sum, and what has a name. */
function dropsText(terminal: Terminal, { drops }: LoadView): string {
  if (drops.length === 0) return '-';
  const sum = drops.reduce((total, { perSecond }) => total + perSecond, 0).toFixed(1);
  const named = drops.filter(({ category }) => category !== '');
  const parts = named.map(({ category, perSecond }) => `${category} ${perSecond.toFixed(1)}`);
  const text = parts.length === 0 ? sum : `${sum} (${parts.join(', ')})`;
  return Number(sum) > 0 ? terminal.paint('red', text) : text;
}

function typeMark(terminal: Terminal, view: TypeView | undefined): string {
  if (view === undefined) return '-';
  const style = STATE_STYLES[view.state];
  return style === undefined ? view.state : terminal.paint(style, MARKS[view.state]);
}

function nacks(terminal: Terminal, views: readonly SidecarView[]): readonly string[] {
  return views.flatMap((view) =>
    TYPES.flatMap((type) => {
      const error = view.types[type]?.error ?? null;
      return error === null
        ? []
        : [`${terminal.paint('red', 'NACK')} ${view.nodeId} ${type}: ${oneLine(error)}`];
    }),
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

export function paintState(terminal: Terminal, state: string): string {
  const style = STATE_STYLES[state];
  return style === undefined ? state : terminal.paint(style, state);
}
