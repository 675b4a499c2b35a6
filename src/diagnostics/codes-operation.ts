import { defineCodes } from './code-info.ts';

/** MCP15xx: references between files; MCP16xx: compile and size limits. */
export const joinCodes = defineCodes({
  MCP1501: {
    severity: 'error',
    title: 'Weight file for an unknown target',
    help: 'Name a service or adapter of mesh.yaml in `target`, or remove the file.',
  },
  MCP1502: { severity: 'error', title: 'Two weight files for one target', help: 'Keep one of the two.' },
  MCP1503: {
    severity: 'error',
    title: 'Endpoints of an unknown target',
    help: 'Define the service or adapter in mesh.yaml, or remove its endpoints.',
  },
  MCP1504: {
    severity: 'warning',
    title: 'Target without endpoints',
    help: 'List its endpoints in endpoints.yaml.',
  },
  MCP1505: {
    severity: 'error',
    title: "Endpoint address does not fit the target's resolution",
    help: 'Use IP addresses with `resolution: eds` and host names with `resolution: dns`.',
  },
  MCP1506: {
    severity: 'error',
    title: 'Several versions without a stable one',
    help: 'Add `stable` to the target in mesh.yaml.',
  },
  MCP1507: {
    severity: 'error',
    title: 'Stable version is unknown',
    help: 'Name a version that endpoints.yaml or the weight file has.',
  },
  MCP1508: {
    severity: 'warning',
    title: 'Stable version without effect',
    help: 'Give the endpoints a version, or remove `stable`.',
  },
  MCP1509: {
    severity: 'error',
    title: 'Weight file for a target without versions',
    help: 'Give the endpoints of the target a version each, or remove the weight file.',
  },
  MCP1510: {
    severity: 'warning',
    title: 'Weighted version without endpoints',
    help: 'Register its endpoints, or set its weight to 0.',
  },
  MCP1511: {
    severity: 'warning',
    title: 'Version without a weight',
    help: 'Write its weight into the weight file; 0 is written out.',
  },
  MCP1512: {
    severity: 'error',
    title: 'Override uses an unknown version',
    help: 'Name a version that endpoints.yaml or the weight file has.',
  },
  MCP1513: {
    severity: 'warning',
    title: 'Override uses a version without endpoints',
    help: 'Register its endpoints, or remove the override.',
  },
  MCP1514: {
    severity: 'error',
    title: 'Sticky split with balancing by another header',
    help: 'Balance by x-client-id, choose another `loadBalancing`, or remove `sticky`.',
  },
  MCP1515: {
    severity: 'warning',
    title: 'Catalog key is defined in two catalogs',
    help: 'Remove one of the two; until then the one of the later catalog counts.',
  },
  MCP1516: {
    severity: 'warning',
    title: 'Source type without an adapter',
    help: 'Add the type to the `sourceTypes` of an adapter in mesh.yaml.',
  },
  MCP1517: {
    severity: 'warning',
    title: 'Override domain that no catalog key has',
    help: 'Correct the domain, or ignore this where clients send the header x-moniker-domain.',
  },
  MCP1518: {
    severity: 'error',
    title: 'Group pins an unknown version',
    help: 'Correct the version under `versions` of the group, or add its endpoints first.',
  },
  MCP1519: {
    severity: 'warning',
    title: 'Group pins a version without endpoints',
    help: 'Add endpoints for the version; until then the nodes of the group follow the weights.',
  },
  MCP1520: {
    severity: 'error',
    title: 'Group pins a version of a target that has none',
    help: 'Give the endpoints of the target a `version` each, or remove the pin.',
  },
  MCP1601: {
    severity: 'warning',
    title: 'Overrides make the route table very large',
    help: 'Let the clients send one header of their own and override by that, or shorten the lists.',
  },
});

/** MCP17xx: reloads that are held or refused; MCP18xx: the daemon and its start. */
export const operationCodes = defineCodes({
  MCP1702: {
    severity: 'error',
    title: 'File is not there',
    help: 'Write the file; where one served before, its last good version goes on serving.',
  },
  MCP1703: {
    severity: 'error',
    title: 'File cannot be read',
    help: 'Make it a file of UTF-8 text that the control plane may read, and check the disk or mount that holds it.',
  },
  MCP1704: {
    severity: 'error',
    title: 'mesh.yaml names a catalog that cannot serve',
    help: 'Mend or restore the catalog file, or correct its name in mesh.yaml; until then the last good mesh.yaml serves.',
  },
  MCP1710: {
    severity: 'warning',
    title: 'Reload is held: it would drop much of a catalog',
    help: 'If this is meant, run `moniker-cp accept`; if not, restore the file.',
  },
  MCP1711: {
    severity: 'warning',
    title: 'Reload is held: a target would lose all its endpoints',
    help: 'If this is meant, run `moniker-cp accept`; if not, restore the endpoints.',
  },
  MCP1712: {
    severity: 'warning',
    title: 'Reload is held: mesh.yaml would drop many catalog keys',
    help: 'If this is meant, run `moniker-cp accept`; if not, restore the entry under `catalogs`.',
  },
  MCP1801: {
    severity: 'error',
    title: 'Address is in use',
    help: 'Stop the process that listens there, or choose another with --xds-address or --http-address.',
  },
  MCP1802: {
    severity: 'error',
    title: 'Address cannot be listened on',
    help: 'Use an address of this machine and a port that this user may open.',
  },
  MCP1803: {
    severity: 'error',
    title: 'Last-good file cannot be used',
    help: 'Remove it, or name another with --last-good; it is written again at the next publish.',
  },
  MCP1804: {
    severity: 'warning',
    title: 'State directory cannot be used',
    help: 'Nothing is lost but the memory of what sidecars accepted: it is written again as they accept. Check the disk.',
  },
  MCP1805: {
    severity: 'error',
    title: 'This system cannot share a port among threads',
    help: 'Start with --serving-threads 1: one thread serves some thousands of sidecars. Linux and FreeBSD can share.',
  },
  MCP1806: {
    severity: 'error',
    title: 'The Envoy for validation cannot be run',
    help: 'Name an Envoy with --validate-with-envoy PATH, or put one on PATH; or leave the option out.',
  },
});

/** MCP19xx: the last look at what was compiled. The operator's files passed every check before it. */
export const gateCodes = defineCodes({
  MCP1901: {
    severity: 'error',
    title: 'A resource names one that is not there',
    help: 'Report this with the files: nothing is published, and what served goes on serving. Undo the last edit.',
  },
  MCP1902: {
    severity: 'error',
    title: 'Two resources have one name',
    help: 'Report this with the files: nothing is published, and what served goes on serving. Undo the last edit.',
  },
  MCP1903: {
    severity: 'error',
    title: 'The weights of a split do not fit',
    help: 'Report this with the files: nothing is published, and what served goes on serving. Undo the last edit.',
  },
  MCP1904: {
    severity: 'error',
    title: 'An endpoint has no IP address',
    help: 'Use IP addresses with `resolution: eds`; nothing is published, and what served goes on serving.',
  },
  MCP1905: {
    severity: 'error',
    title: 'Envoy rejects a resource',
    help: 'Undo or correct what stands there. In a running daemon the last good snapshot goes on serving; with `onRejected: isolate` in mesh.yaml the rest is published.',
  },
  MCP1906: {
    severity: 'warning',
    title: 'A resource that Envoy rejects is isolated',
    help: 'Undo or correct what stands there: until then it keeps its last good form, or answers 503. The rest is published.',
  },
  MCP1907: {
    severity: 'warning',
    title: 'Envoy could not validate what was published',
    help: 'Check the program that --validate-with-envoy names. What was compiled is published unchecked meanwhile, in waves as ever.',
  },
});
