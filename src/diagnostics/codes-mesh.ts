import { defineCodes } from './code-info.ts';

/** MCP11xx: mesh.yaml. */
export const meshCodes = defineCodes({
  MCP1101: {
    severity: 'error',
    title: 'Call to an unknown service',
    help: 'Define the service under `services`, or remove the call; adapters are reached by `callsAdapters: true`.',
  },
  MCP1102: {
    severity: 'error',
    title: 'Service calls itself',
    help: 'Remove the call; an application reaches itself without its sidecar.',
  },
  MCP1103: {
    severity: 'error',
    title: 'Edge on an unknown service',
    help: 'Name a service that `services` defines.',
  },
  MCP1104: {
    severity: 'error',
    title: 'Edge on a service without a sidecar',
    help: 'Remove `sidecar: none` from the service, or move the edge to one that has a sidecar.',
  },
  MCP1105: {
    severity: 'error',
    title: 'Edge route to an unknown target',
    help: 'Name a service, or `adapters` for routing by moniker.',
  },
  MCP1106: { severity: 'error', title: 'Edge prefix is used twice', help: 'Keep one route for each prefix.' },
  MCP1107: {
    severity: 'error',
    title: 'Name of a service and of an adapter',
    help: 'Rename one of the two: they share one name space.',
  },
  MCP1108: {
    severity: 'error',
    title: 'Source type is claimed twice',
    help: 'Leave the source type with one adapter.',
  },
  MCP1109: {
    severity: 'error',
    title: "Inbound port equals the application's port",
    help: 'Give the inbound listener a port of its own: both share one network namespace.',
  },
  MCP1110: {
    severity: 'error',
    title: 'Two listeners on one port',
    help: 'Give each listener of a sidecar, and its application, a port of its own.',
  },
  MCP1111: { severity: 'error', title: 'Reserved name', help: 'Choose another name.' },
  MCP1112: {
    severity: 'error',
    title: 'Unbound rule for an unknown caller',
    help: 'Name a service that `services` defines, or `others`.',
  },
  MCP1113: {
    severity: 'error',
    title: 'Unbound rule to an unknown service',
    help: 'Name a service that `services` defines, or a status from 400 to 599.',
  },
  MCP1114: {
    severity: 'error',
    title: 'Unbound rule sends a service back to itself',
    help: 'Give that service a rule of its own under `monikers.unbound`, such as 404.',
  },
  MCP1115: { severity: 'error', title: 'Catalog is listed twice', help: 'List each catalog file once.' },
  MCP1116: {
    severity: 'warning',
    title: 'Setting has no effect',
    help: 'Remove the setting, or what makes it void.',
  },
  MCP1117: { severity: 'error', title: 'Two groups of one name', help: 'Give each group a name of its own.' },
  MCP1118: {
    severity: 'error',
    title: 'Group of an unknown service',
    help: 'Name services that `services` defines, or leave `services` out for the nodes of all.',
  },
  MCP1119: {
    severity: 'error',
    title: 'Group pins an unknown target',
    help: 'Name a service or adapter under `versions`.',
  },
  MCP1120: {
    severity: 'error',
    title: 'Group gives nothing',
    help: 'Add `versions` or `zonePreference`. To spare nodes from later groups, give them `zonePreference` as they have it anyway.',
  },
  MCP1121: {
    severity: 'warning',
    title: 'Group that no node comes to',
    help: 'Move the group up, narrow the one before it, or remove it: the first that matches a node counts.',
  },
});
