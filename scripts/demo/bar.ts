/** What the bar shows of one moment. */
export interface Moment {
  readonly step: string;
  /** Shares by version, as the weight file has them and as they were seen, from 0 to 1, in the same order. */
  readonly versions: readonly { readonly name: string; readonly wanted: number; readonly seen: number }[];
  readonly ratePerSecond: number;
  readonly failed: number;
}

const SHADES = ['█', '░', '▒', '▓'];
const COLOURS = [36, 33, 35, 32];

/** A bar of `width` cells, each version's part in its own shade. Parts are rounded so that they fill it exactly. */
export function bar(shares: readonly number[], width: number, colour = false): string {
  let drawn = 0;
  let sum = 0;
  return shares
    .map((share, index) => {
      sum += share;
      const end = Math.round(Math.min(1, sum) * width);
      const cells = (SHADES[index % SHADES.length] ?? '#').repeat(Math.max(0, end - drawn));
      drawn = Math.max(drawn, end);
      return colour && cells !== ''
        ? `\u001b[${COLOURS[index % COLOURS.length] ?? 37}m${cells}\u001b[0m`
        : cells;
    })
    .join('');
}

/** Three lines for a terminal that are drawn over and over in place. */
export function terminalLines(moment: Moment, colour: boolean): readonly string[] {
  const legend = moment.versions.map((version) => `${version.name} ${percent(version.seen)}`).join('   ');
  return [
    `  weights  ${bar(
      moment.versions.map((version) => version.wanted),
      50,
      colour,
    )}  ${moment.step}`,
    `  traffic  ${bar(
      moment.versions.map((version) => version.seen),
      50,
      colour,
    )}  ${legend}`,
    `           ${moment.ratePerSecond.toFixed(0)} requests/s, ${moment.failed} failed`,
  ];
}

/** One line for a pipe. */
export function plainLine(moment: Moment): string {
  const versions = moment.versions.map(
    (version) => `${version.name} ${percent(version.seen)} (weight ${percent(version.wanted)})`,
  );
  return `${moment.step}: ${versions.join(', ')}; ${moment.ratePerSecond.toFixed(0)} requests/s, ${moment.failed} failed`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
