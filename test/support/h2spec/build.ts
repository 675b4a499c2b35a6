import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { emptyDirectory } from '../catalog-copy.ts';

const run = promisify(execFile);

/** What h2spec found: how many of its cases ran, and the titles of those that failed. */
export interface Verdict {
  readonly cases: number;
  readonly failures: readonly string[];
}

/** h2spec at the version of `go.mod`; its cases, or those of the sections (`http2/6.9`), against a server on this machine. */
export async function buildH2spec(t: TestContext): Promise<H2spec> {
  const folder = await emptyDirectory(t);
  const command = join(folder, 'h2spec');
  await run('go', ['build', '-o', command, 'github.com/summerwind/h2spec/cmd/h2spec'], {
    cwd: import.meta.dirname,
  });
  return async ({ port, tls = false, sections = [] }) => {
    const report = join(folder, `report-${port}.xml`);
    const flags = ['-h', '127.0.0.1', '-p', String(port), '--strict', '--junit-report', report];
    // It exits with 1 where a case fails: the report tells which. Whoever has no report has not run.
    await run(command, [...flags, ...(tls ? ['--tls', '--insecure'] : []), ...sections]).catch(
      () => undefined,
    );
    const xml = await readFile(report, 'utf8');
    const results = [...xml.matchAll(/<testcase ([^>]*)>(.*?)<\/testcase>/gs)];
    const failed = results.filter(([, , outcome = '']) => /<(?:failure|error)/.test(outcome));
    return {
      cases: results.length,
      failures: failed.map(([, attributes = '', outcome = '']) => attributes + outcome),
    };
  };
}

export type H2spec = (of: {
  readonly port: number;
  readonly tls?: boolean;
  readonly sections?: readonly string[];
}) => Promise<Verdict>;
