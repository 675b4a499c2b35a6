import { defineCodes } from './code-info.ts';

/** MCP12xx: Open Moniker catalogs. */
export const catalogCodes = defineCodes({
  MCP1201: {
    severity: 'warning',
    title: 'Catalog key is defined twice',
    help: 'Remove one of the two; until then the last one counts.',
  },
  MCP1202: {
    severity: 'warning',
    title: 'Field of a catalog key is defined twice',
    help: 'Remove one of the two; until then the last one counts.',
  },
  MCP1203: {
    severity: 'warning',
    title: 'Catalog key can never be asked for',
    help: 'Rename the key: each segment starts with a letter or digit and goes on with letters, digits, `.`, `_` and `-`, at most 128 characters.',
  },
  MCP1204: {
    severity: 'warning',
    title: 'Catalog key ends in a revision',
    help: 'Rename the key: a request that ends in `/vN` asks for revision N of the key above.',
  },
  MCP1205: {
    severity: 'error',
    title: 'Source binding without a type',
    help: 'Add `type` to the `source_binding`.',
  },
  MCP1206: {
    severity: 'warning',
    title: 'Bound key without a domain',
    help: 'Add `domain` to the key or to one above it, so that overrides by domain can reach it.',
  },
  MCP1207: {
    severity: 'error',
    title: 'Catalog entry is not a mapping',
    help: 'Write the fields of the entry below its key, as `name: value`.',
  },
  MCP1208: {
    severity: 'warning',
    title: 'Catalog key is read as a number or another non-text value',
    help: 'Put the key in quotes.',
  },
  MCP1209: {
    severity: 'error',
    title: 'Field of a catalog key has the wrong type',
    help: 'Write text, or for `source_binding` a mapping.',
  },
  MCP1210: {
    severity: 'warning',
    title: 'Unknown status',
    help: 'Use draft, pending_review, approved, active, deprecated or archived; any other counts as active.',
  },
});

/** MCP13xx: weight files. */
export const rolloutCodes = defineCodes({
  MCP1301: {
    severity: 'error',
    title: 'All weights are 0',
    help: 'Give at least one version a weight above 0.',
  },
  MCP1302: {
    severity: 'error',
    title: 'Override without exactly one condition',
    help: 'Write exactly one of `clients`, `domains` and `header`; use two overrides for two conditions.',
  },
  MCP1303: {
    severity: 'warning',
    title: 'Override can never match',
    help: 'Remove it, or move it before the one that takes its requests.',
  },
});

/** MCP14xx: endpoints.yaml. */
export const endpointsCodes = defineCodes({
  MCP1401: {
    severity: 'error',
    title: 'Some endpoints with a version and some without',
    help: 'Give all endpoints of the target a version, or none.',
  },
  MCP1402: { severity: 'error', title: 'Endpoint is listed twice', help: 'Remove one of the two.' },
  MCP1403: {
    severity: 'error',
    title: 'Not an IP address or host name',
    help: 'Write an IP address such as 10.0.1.17, or a host name.',
  },
});
