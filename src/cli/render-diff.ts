import type { Change, GroupChange, ServiceDiff, WeightChange } from './diff.ts';
import { counted } from './render-status.ts';
import type { Style, Terminal } from './terminal.ts';

export interface DiffSummary {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly services: number;
  /** Connected sidecars that would get something new; null where no daemon was asked. */
  readonly sidecars: number | null;
  /** True if a listener of any service would drain its connections. */
  readonly drains: boolean;
}

/** `sidecars`: connected ones by service, or null. */
export function summarize(
  services: readonly ServiceDiff[],
  sidecars: ReadonlyMap<string, number> | null,
): DiffSummary {
  const changes = services.flatMap(({ resources }) => resources.map(({ change }) => change));
  const count = (wanted: Change): number => changes.filter((change) => change === wanted).length;
  const touched = services.reduce((sum, { service }) => sum + (sidecars?.get(service) ?? 0), 0);
  return {
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    services: services.length,
    sidecars: sidecars === null ? null : touched,
    drains: services.some(({ drains }) => drains.length > 0),
  };
}

const SIGNS: Readonly<Record<Change, { readonly sign: string; readonly style: Style }>> = Object.freeze({
  added: { sign: '+', style: 'green' },
  changed: { sign: '~', style: 'yellow' },
  removed: { sign: '-', style: 'red' },
});

export interface Diff {
  readonly services: readonly ServiceDiff[];
  readonly groups: readonly GroupChange[];
  readonly summary: DiffSummary;
}

export function renderDiff(terminal: Terminal, { services, groups, summary }: Diff): readonly string[] {
  if (services.length + groups.length === 0) return ['no difference'];
  return [
    ...services.flatMap((service) => [...renderService(terminal, service), '']),
    ...renderGroups(terminal, groups),
    ...renderSummary(summary),
  ];
}

function renderGroups(terminal: Terminal, groups: readonly GroupChange[]): readonly string[] {
  if (groups.length === 0) return [];
  const rows = groups.map(({ group, change }) => {
    const { sign, style } = SIGNS[change];
    return `  ${terminal.paint(style, sign)} ${group}`;
  });
  return [terminal.paint('bold', 'groups and zones of sidecars'), ...rows, ''];
}

function renderService(terminal: Terminal, diff: ServiceDiff): readonly string[] {
  const note = diff.change === 'changed' ? '' : ` (service ${diff.change})`;
  return [
    terminal.paint('bold', diff.service) + note,
    ...diff.resources.map(({ type, name, change }) => {
      const { sign, style } = SIGNS[change];
      const drain = type === 'lds' && diff.drains.includes(name) ? '  drains its connections' : '';
      return `  ${terminal.paint(style, sign)} ${type} ${name}${drain}`;
    }),
    ...diff.weights.map((weight) => `  ${terminal.paint('yellow', '~')} weights ${renderWeights(weight)}`),
  ];
}

function renderWeights({ target, before, after }: WeightChange): string {
  return `${target}: ${renderShares(before)} → ${renderShares(after)}`;
}

function renderShares(shares: Readonly<Record<string, number>> | null): string {
  if (shares === null) return 'no split';
  return Object.entries(shares)
    .map(([cluster, share]) => `${cluster} ${Math.round(share * 10_000) / 100} %`)
    .join(', ');
}

function renderSummary(summary: DiffSummary): readonly string[] {
  const { added, changed, removed, services, sidecars } = summary;
  const touched = sidecars === null ? '' : `; ${counted(sidecars, 'connected sidecar')} touched`;
  return [
    `${counted(services, 'service')}: ${added} added, ${changed} changed, ${removed} removed${touched}`,
    summary.drains ? 'a listener would drain its connections' : 'no listener would drain',
  ];
}
