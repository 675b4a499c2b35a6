import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_RESTS } from '../../src/pipeline/settle.ts';
import { catalogCopy } from '../support/catalog-copy.ts';
import type { CatalogCopy } from '../support/catalog-copy.ts';
import { startDaemon } from '../support/daemon.ts';
import type { XdsClient } from '../support/xds-client.ts';

/*
 * A prefix of a YAML file is often valid YAML, and means something else. So each input is written in place in three
 * chunks, cut at every line, with pauses below the rest, while a sidecar's stream is open: each resource on it is of
 * the text before or of the text after, and never of one between. Large losses are let through, so that nothing
 * but the rest stands between a half-written file and the stream.
 */

interface Input {
  readonly file: string;
  /** Milliseconds for which the file does not change before it is read. */
  readonly rest: number;
  /** Texts that alternate; no prefix of either has the meaning of one of them. */
  readonly texts: readonly [string, string];
}

const weights = (v2: number, client: string): string => `# the resolver's second version
target: resolver
weights:
  v1: 100
  v2: ${v2}
sticky: true
overrides:
  - clients:
      - risk-desk
      - ${client}
    use: v2
  - domains: [risk]
    use: v2
  - header: { name: x-${client}, exact: "1" }
    use: v2
`;

/** Nine keys in the shape of a real catalog, and two that tell the texts apart. */
function catalogText(type: string): string {
  const keys = Array.from(
    { length: 9 },
    (_, n) => `risk.k${n}:
  display_name: Measure ${n}
  domain: risk
  ownership:
    accountable_owner: risk-team@example.com
  source_binding:
    type: ${['oracle', 'snowflake', 'mssql'][n % 3] ?? ''}
    config: { table: T${n} }
`,
  );
  const orphan = 'risk.orphan:\n  domain: risk\n  source_binding: { type: nobody-serves-it }\n';
  return `${orphan}${keys.join('')}risk.last:\n  domain: risk\n  source_binding:\n    type: ${type}\n`;
}

/** Writes the first text of each input into the directory. */
async function prepare(catalog: CatalogCopy): Promise<readonly Input[]> {
  await catalog.edit('mesh.yaml', 'sample_catalog.yaml', 'written.yaml');
  await catalog.edit('mesh.yaml', '\n  debugHeader: false', '\n  debugHeader: true');
  const mesh = await readFile(join(catalog.directory, 'mesh.yaml'), 'utf8');
  const endpoints = await readFile(join(catalog.directory, 'endpoints.yaml'), 'utf8');
  const withStatus = (status: number): string =>
    mesh.replace('withoutAdapter: 501', `withoutAdapter: ${status}`);
  const withLast = (port: number): string =>
    `${endpoints.replace(/^resolver:\n/m, `$&  - { address: 10.9.9.8, port: ${port}, version: v1 }\n`).trimEnd()}\n`;
  const inputs: readonly Input[] = [
    { file: 'rollouts/resolver.yaml', rest: DEFAULT_RESTS.fast, texts: [weights(5, 'a'), weights(7, 'b')] },
    { file: 'endpoints.yaml', rest: DEFAULT_RESTS.fast, texts: [withLast(7001), withLast(7002)] },
    { file: 'written.yaml', rest: DEFAULT_RESTS.slow, texts: [catalogText('oracle'), catalogText('mssql')] },
    { file: 'mesh.yaml', rest: DEFAULT_RESTS.slow, texts: [withStatus(502), withStatus(503)] },
  ];
  for (const { file, texts } of inputs) await catalog.write(file, texts[0]);
  return inputs;
}

/** What a sidecar holds: `type name` → version. */
type Held = ReadonlyMap<string, string>;

function heldBy(client: XdsClient): Held {
  const types = ['lds', 'rds', 'cds', 'eds', 'rtds'] as const;
  return new Map(
    types.flatMap((type) =>
      [...client.resources[type].values()].map(({ name, version }) => [`${type} ${name}`, version] as const),
    ),
  );
}

const same = (a: Held, b: Held): boolean =>
  a.size === b.size && [...a].every(([name, version]) => b.get(name) === version);

/** Writes the text in three chunks; false if a pause was not below the rest after all, on a busy machine. */
async function writeInThree(
  path: string,
  text: string,
  { at, rest }: { readonly at: number; readonly rest: number },
): Promise<boolean> {
  const second = at + Math.ceil((text.length - at) / 2);
  const first = performance.now();
  await writeFile(path, text.slice(0, at));
  await wait(rest * 0.6);
  const middle = performance.now();
  await appendFile(path, text.slice(at, second));
  const written = performance.now();
  await wait(rest * 0.6);
  await appendFile(path, text.slice(second));
  return written - first < rest && performance.now() - middle < rest;
}

describe('files that are written in place', () => {
  it('reach a sidecar whole or not at all, wherever the writing pauses', async (t) => {
    const catalog = await catalogCopy(t);
    const inputs = await prepare(catalog);
    const { connect, until } = await startDaemon(t, catalog.directory, ['--accept-large-changes']);
    const gateway = connect('gateway');
    await until('the gateway in sync', ({ sidecars }) => sidecars[0]?.state === 'SYNCED');

    for (const { file, rest, texts } of inputs) {
      const path = join(catalog.directory, file);
      const before = heldBy(gateway);
      await writeFile(path, texts[1]);
      await gateway.until(`another ${file}`, () => !same(heldBy(gateway), before));
      await until(`${file} in sync`, ({ sidecars }) => sidecars[0]?.state === 'SYNCED');
      const states = [before, heldBy(gateway)] as const;
      let now = 1;
      for (const { index } of texts[0].slice(0, -1).matchAll(/\n/g)) await roundOf(index + 1);

      async function roundOf(line: number): Promise<void> {
        for (let attempt = 0; attempt < 50; attempt += 1) {
          const next = now === 0 ? 1 : 0;
          // The texts have equal lengths but for the digits that differ: the cut is at the end of the same line.
          const at = texts[next].indexOf('\n', Math.min(line - 1, texts[next].length - 2)) + 1;
          const seen: Held[] = [];
          const arrival = gateway.until(`${file}, cut at ${at}`, () => {
            seen.push(heldBy(gateway));
            return same(heldBy(gateway), states[next]);
          });
          const [valid] = await Promise.all([writeInThree(path, texts[next], { at, rest }), arrival]);
          now = next;
          if (!valid) continue;
          for (const state of seen)
            assertBetween(state, states, `${file}, cut at ${at} of ${texts[next].length}`);
          return;
        }
        assert.fail(`this machine is too busy to write ${file} with pauses below ${rest} ms`);
      }
    }
  });
});

function assertBetween(state: Held, [a, b]: readonly [Held, Held], what: string): void {
  for (const name of new Set([...state.keys(), ...a.keys(), ...b.keys()])) {
    const version = state.get(name);
    assert.ok(version === a.get(name) || version === b.get(name), `${what}: ${name} is of neither text`);
  }
}
