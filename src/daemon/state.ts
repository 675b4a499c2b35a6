import type { Accepted } from '../delivery/accepted-format.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { stat } from 'node:fs/promises';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatDiagnostic } from '../diagnostics/format.ts';
import { makeFolder } from '../pipeline/durable-file.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import type { Logger } from '../telemetry/log.ts';
import { createAcceptedStore } from './accepted-store.ts';
import type { AcceptedStore } from './accepted-store.ts';
import { keepAccepted } from './keep-accepted.ts';
import type { Keeper } from './keep-accepted.ts';
import { noFolder } from './start-error.ts';

export interface State extends Keeper {
  /** What sidecars accepted before the restart. */
  readonly restored: readonly GroupSnapshot[];
  /** Why that is not known, if it is not. */
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: Accepted = Object.freeze({ groups: [], verdicts: [] });

/**
 * Takes up what is kept in the directory, and keeps it up to date from now on. A disk that fails is told of and done
 * without; a StartError where the name is that of something else, since that is a slip and mends itself never.
 */
export async function openState(directory: string, delivery: Delivery, log: Logger): Promise<State> {
  if (await isSomethingElse(directory)) throw noFolder('--state-dir', directory);
  const store = createAcceptedStore(directory);
  const diagnostics: Diagnostic[] = [];
  const told = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    const at = { file: directory, line: 1, column: 1 };
    const found = diagnostic('MCP1804', {
      at,
      path: '',
      message: `what sidecars accepted is not known: ${message}`,
    });
    diagnostics.push(found);
    log.warn({ err: error, diagnostic: formatDiagnostic(found) }, found.message);
  };
  await makeFolder(directory).catch(told);
  const accepted = (await load(store, told)) ?? NOTHING;
  delivery.restore(accepted);
  const keeper = keepAccepted({
    store,
    accepted: () => delivery.accepted(),
    onError: (error) => {
      log.error({ err: error }, 'What sidecars accepted could not be written');
    },
  });
  return { ...keeper, restored: accepted.groups, diagnostics };
}

function isSomethingElse(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}

function load(store: AcceptedStore, told: (error: unknown) => void): Promise<Accepted | null> {
  return store.load().catch((error: unknown) => {
    told(error);
    return null;
  });
}
