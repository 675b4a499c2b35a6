import type { Code } from '../diagnostics/codes.ts';
import { isIpAddress } from './ip.ts';

/** A grammar of some text: what matches, and how a message describes it. JSON Schemas repeat the patterns. */
export interface Grammar {
  readonly pattern: { test(text: string): boolean };
  /** "must be …" */
  readonly expected: string;
  /** What it is a fault of. */
  readonly code: Code;
}

/** Services and adapters: a DNS label that starts with a letter, since it becomes the host `<name>.<namespace>`. */
export const TARGET_NAME: Grammar = {
  pattern: /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  expected: 'lower-case letters, digits and inner hyphens, starting with a letter, at most 63 characters',
  code: 'MCP1010',
};

/** Versions, zones, pools, source types: a word that can stand in a cluster's name and in a file's. */
export const WORD: Grammar = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  expected: 'letters, digits, ".", "_" and "-", starting with a letter or digit, at most 63 characters',
  code: 'MCP1020',
};

/** RFC 1123 host name of at most 253 characters, in lower case. */
export const NAMESPACE: Grammar = {
  pattern: /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
  expected: 'a DNS name in lower case, such as moniker.local',
  code: 'MCP1020',
};

/** A field name of HTTP (RFC 9110, 5.6.2: token). */
export const HEADER_NAME: Grammar = {
  pattern: /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/,
  expected: 'a header name such as x-client-id',
  code: 'MCP1016',
};

/** A field value of HTTP that can be compared as text: printable ASCII, no outer blanks. */
export const HEADER_VALUE: Grammar = {
  pattern: /^[!-~](?:[ -~]{0,254}[!-~])?$/,
  expected: 'printable ASCII without outer blanks, at most 256 characters',
  code: 'MCP1020',
};

/** Keys one below the other in a node's metadata. */
export const METADATA_PATH: Grammar = {
  pattern: /^(?!\.)(?!.*\.\.)(?!.*\.$)[!-~](?:[ -~]{0,254}[!-~])?$/,
  expected: 'a path of keys with single dots between them such as moniker.build, at most 256 characters',
  code: 'MCP1020',
};

export const URL_PREFIX: Grammar = {
  pattern: /^\/[!"$->@-~]{0,1023}$/,
  expected: 'a path that starts with "/", without blanks, "?" and "#"',
  code: 'MCP1020',
};

/**
 * Relative, with `/`, no segment `.` or `..`, no hidden file (editors leave those behind), and none of the names
 * that stand for the other inputs.
 */
export const RELATIVE_FILE: Grammar = {
  pattern:
    /^(?![./])(?!(?:mesh|endpoints)\.yaml$|rollouts\/)(?:[A-Za-z0-9_][A-Za-z0-9._ @+-]*)(?:\/[A-Za-z0-9_][A-Za-z0-9._ @+-]*)*$/,
  expected: 'a file below the catalog directory, relative to it, and none of the other inputs',
  code: 'MCP1018',
};

/** A host name (RFC 1123) whose last label has a letter first: `10.0.0.256` is a mistyped address, not a name. */
export const ENDPOINT_HOST: Grammar = {
  pattern:
    /^(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
  expected: 'a host name',
  code: 'MCP1403',
};

/** IPv4 or IPv6, without a zone index. */
export const IP_ADDRESS: Grammar = {
  pattern: { test: isIpAddress },
  expected: 'an IP address',
  code: 'MCP1021',
};
