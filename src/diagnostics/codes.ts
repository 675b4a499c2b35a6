import { catalogCodes, endpointsCodes, rolloutCodes } from './codes-inputs.ts';
import { meshCodes } from './codes-mesh.ts';
import type { CodeInfo } from './code-info.ts';
import { gateCodes, joinCodes, operationCodes } from './codes-operation.ts';
import { sharedCodes } from './codes-shared.ts';

/**
 * Every diagnostic code that exists. Codes are a public API: a number is never reused, docs/errors.md documents
 * each with its fix, and a test counts them. Ranges: MCP10xx text and shape of any file, 11xx mesh.yaml,
 * 12xx catalogs, 13xx rollouts, 14xx endpoints.yaml, 15xx references between files, 16xx compile and size limits,
 * 17xx reloads that are held or refused, 18xx the daemon and its start, 19xx what was compiled and is not fit to be sent.
 */
export const CODES = Object.freeze({
  ...sharedCodes,
  ...meshCodes,
  ...catalogCodes,
  ...rolloutCodes,
  ...endpointsCodes,
  ...joinCodes,
  ...operationCodes,
  ...gateCodes,
}) satisfies Readonly<Record<string, CodeInfo>>;

export type Code = keyof typeof CODES;
