import { sortDiagnostics, withStrict } from '../../diagnostics/format.ts';
import type { CompileCounts } from '../../compile/model.ts';
import type { Action } from '../command.ts';
import { loadOffline } from '../offline.ts';
import type { checkOptions } from '../options.ts';
import { printDiagnostic, totals } from '../print-diagnostics.ts';
import { counted } from '../render-status.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { EXIT } from '../usage-error.ts';

export const check: Action<typeof checkOptions> = async ({ out, err, cwd }, { options }) => {
  const { diagnostics: read, joined } = await loadOffline(options.catalog, cwd);
  const envoy = options['validate-with-envoy'];
  const isReady = envoy !== null && joined?.compiled.publishable === true;
  const validated = isReady ? await (await import('../validate.ts')).validate(envoy, joined) : NOTHING_ASKED;
  const found = sortDiagnostics([...read, ...validated.rejected]);
  const diagnostics = options.strict ? withStrict(found) : found;
  const { errors, warnings } = totals(diagnostics);
  const counts = joined?.compiled.counts ?? null;
  if (options.json) {
    const ok = errors === 0 && validated.unknown === null;
    printJson(out, { ok, directory: options.catalog, errors, warnings, counts, diagnostics });
  } else {
    for (const diagnostic of diagnostics) printDiagnostic(out, options.catalog, diagnostic);
    printSummary(out, options.catalog, { errors, warnings, counts });
  }
  if (validated.unknown !== null) err.line(`error: not everything could be validated: ${validated.unknown}`);
  return errors === 0 && validated.unknown === null ? EXIT.ok : EXIT.failed;
};

const NOTHING_ASKED = { rejected: [], unknown: null };

interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly counts: CompileCounts | null;
}

function printSummary(out: Terminal, directory: string, { errors, warnings, counts }: Summary): void {
  const style = errors > 0 ? 'red' : warnings > 0 ? 'yellow' : 'green';
  const verdict =
    errors + warnings === 0 ? 'ok' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const sizes =
    counts === null
      ? ''
      : ` (${counted(counts.keys, 'key')}, ${counts.boundKeys} bound; ${counted(counts.services, 'service')}, ${counted(counts.adapters, 'adapter')}, ${counted(counts.endpoints, 'endpoint')}, ${counted(counts.rollouts, 'rollout')})`;
  out.line(`${directory}: ${out.paint(style, verdict)}${sizes}`);
}
