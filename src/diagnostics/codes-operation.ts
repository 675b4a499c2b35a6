import { defineCodes } from './code-info.ts';

/** MCP15xx: references between files; MCP16xx: compile and size limits. */
export const joinCodes = defineCodes({});

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
    help: 'Give the control plane the right to read it, and check the disk or mount that holds it.',
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
});
