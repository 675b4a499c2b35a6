import { command, type Command } from './command.ts';
import * as options from './options.ts';

/** The command table, in the order of help: the daemon, offline work, then what asks the daemon. */
export const COMMANDS: readonly Command[] = Object.freeze([
  command({
    name: 'serve',
    summary: 'run the control plane',
    details: [
      'Compiles the catalog directory, serves it to sidecars over xDS, and watches it: an edit reaches every sidecar a moment later, and a bad edit harms only itself. Status, configuration and metrics are on the HTTP address.',
      'Every option can be set in the environment as well. SIGTERM or ^C ends it in order.',
    ],
    options: options.serveOptions,
    examples: [
      { command: 'moniker-cp serve --catalog catalog', meaning: 'serve a catalog on loopback' },
      {
        command:
          'moniker-cp serve --xds-address 0.0.0.0:18000 --insecure-xds --last-good state/last-good.bin',
        meaning: 'in a container, behind a network policy',
      },
    ],
    load: async () => (await import('./commands/serve.ts')).serve,
  }),
  command({
    name: 'check',
    summary: 'check a catalog directory',
    details: [
      'Reports everything that is wrong with the files and with the references between them, in one pass: file:line:column, the code, what is wrong and how to mend it.',
      'Nothing is told twice: what would be right once another finding is mended is left out. Of a file with a YAML syntax error only the first one is told, and nothing is compared with it, since what stands behind the error is unread.',
      'The exit code is 1 if there is an error (with --strict: or a warning), else 0.',
    ],
    options: options.checkOptions,
    examples: [
      { command: 'moniker-cp check --catalog catalog', meaning: 'check before a commit' },
      { command: 'moniker-cp check --strict --json', meaning: 'check in a pipeline, warnings are errors' },
    ],
    load: async () => (await import('./commands/check.ts')).check,
  }),
  command({
    name: 'compile',
    summary: 'print the Envoy resources of one service',
    details: [
      'Compiles the catalog directory offline and prints exactly what a sidecar of the service would get, as YAML or JSON. The addresses of one node are given as in its bootstrap.',
    ],
    options: options.compileOptions,
    examples: [
      { command: 'moniker-cp compile --service gateway --type rds', meaning: "the gateway's routes" },
      {
        command: 'moniker-cp compile --service resolver --bind-address 127.0.0.2 --json',
        meaning: 'all resources of a resolver on another address',
      },
    ],
    load: async () => (await import('./commands/compile.ts')).compile,
  }),
  command({
    name: 'explain',
    summary: 'tell where a request goes, and why',
    details: [
      'Follows a request through the compiled resources as Envoy follows it: the catalog key, the adapter or service, the versions with their shares, and the line of the files that decided.',
      "A path alone comes to the public listener for the edge's service, and to the adapters' host for others; a URL is what an application calls through its sidecar. With - it reads one of them a line and prints one JSON object a line.",
    ],
    positional: { name: 'PATH|URL|-', description: 'what is asked for', required: true },
    options: options.explainOptions,
    examples: [
      { command: 'moniker-cp explain --service gateway /fetch/risk.cvar/2026', meaning: 'at the edge' },
      {
        command:
          "moniker-cp explain --service gateway --header 'x-client-id: risk-desk' http://resolver.moniker.local/resolve/prices.equity",
        meaning: 'as one client, to another service',
      },
      { command: 'moniker-cp explain --service resolver - < paths.txt', meaning: 'many at once' },
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  }),
  command({
    name: 'diff',
    summary: 'show what a catalog would change',
    details: [
      'Compares what this catalog directory compiles to with what a daemon serves, or with another catalog directory: resources added, changed and removed for each service, the sidecars that would be touched, and whether a listener would drain its connections.',
      'The exit code is 0 whether or not there are differences; with --exit-code it is 1 if there are some.',
    ],
    options: options.diffOptions,
    examples: [
      { command: 'moniker-cp diff', meaning: 'what would this edit change in the running mesh?' },
      { command: 'moniker-cp diff --against ../main/catalog --exit-code', meaning: 'compare two checkouts' },
    ],
    load: async () => (await import('./commands/diff.ts')).diff,
  }),
  command({
    name: 'status',
    summary: 'show inputs and sidecars of a running daemon',
    details: [
      'Shows what is published, which files are refused or held and why, and for every sidecar whether it has what it should have.',
      'With --wait the exit code is 0 as soon as every sidecar is SYNCED, none waits to be let in, and no file is refused or held; 1 on a NACK, on a refused or held file, or when the time is over.',
      'After a start the daemon does not know how many sidecars will come back, and Envoy may take half a minute to try again: --sidecars N waits until so many are there. Without it --wait says so where none is connected, or the daemon is that young.',
    ],
    options: options.statusOptions,
    examples: [
      { command: 'moniker-cp status', meaning: 'a look at the mesh' },
      { command: 'moniker-cp status --wait 30s', meaning: 'in a pipeline, after a change' },
      { command: 'moniker-cp status --wait 60s --sidecars 40', meaning: 'after a restart of the daemon' },
    ],
    load: async () => (await import('./commands/status.ts')).status,
  }),
  command({
    name: 'watch',
    summary: 'follow inputs and sidecars live',
    details: [
      'Redraws the status on a terminal at every change; in a pipe it prints a line for each change. ^C ends it.',
      'Where the daemon goes away it says so, tries again, every 5 s at last, and goes on when one answers. With --json it then prints {"gone": {"at": <epoch milliseconds>, "reason": "…"}}, a line; every other line is a status as GET /status answers it.',
    ],
    options: options.watchOptions,
    examples: [{ command: 'moniker-cp watch', meaning: 'keep an eye on a change' }],
    load: async () => (await import('./commands/watch.ts')).watch,
  }),
  command({
    name: 'accept',
    summary: 'publish a reload that is held',
    details: [
      'A reload that would drop much of a catalog, or all endpoints of a target, is held until somebody accepts it. This publishes what is held now.',
    ],
    positional: {
      name: 'FILE',
      description: 'only this file, as the status names it; without it everything that is held',
      required: false,
    },
    options: options.acceptOptions,
    examples: [
      { command: 'moniker-cp accept', meaning: 'yes, the keys were removed on purpose' },
      { command: 'moniker-cp accept endpoints.yaml', meaning: 'publish one file only' },
    ],
    load: async () => (await import('./commands/accept.ts')).accept,
  }),
  command({
    name: 'release',
    summary: 'try again what sidecars rejected',
    details: [
      'What a sidecar rejects is quarantined: the sidecars of the service stay with the last snapshot that they accepted, until a fix is saved. This lifts the quarantine, and the newest snapshot is tried again from the canary on, for the case that the cause lay outside it.',
    ],
    positional: {
      name: 'SERVICE',
      description: 'only the sidecars of this service; without it all',
      required: false,
    },
    options: options.releaseOptions,
    examples: [{ command: 'moniker-cp release resolver', meaning: 'the sidecars of one service' }],
    load: async () => (await import('./commands/release.ts')).release,
  }),
  command({
    name: 'bootstrap',
    summary: "print a sidecar's Envoy bootstrap",
    details: [
      'Prints the file that `envoy -c` starts a sidecar of the service with. It holds everything that would otherwise mean a redeployment later: protocol, locality, runtime layers, load reports, readiness and overload limits. Listener addresses are given only where this node deviates from mesh.yaml.',
      'With --proxyless it prints the JSON file that gRPC libraries read who resolve `xds:///` names themselves.',
    ],
    options: options.bootstrapOptions,
    examples: [
      { command: 'moniker-cp bootstrap --service resolver > envoy.yaml', meaning: 'the ready-made one' },
      {
        command:
          'moniker-cp bootstrap --service gateway --xds-address cp-a.internal:18000 --xds-address cp-b.internal:18000 --zone eu-west-1a',
        meaning: 'two replicas of the control plane, and a zone',
      },
      {
        command: 'moniker-cp bootstrap --service reports --proxyless > xds.json',
        meaning: 'a gRPC application without a sidecar: GRPC_XDS_BOOTSTRAP=xds.json',
      },
    ],
    load: async () => (await import('./commands/bootstrap.ts')).bootstrap,
  }),
  command({
    name: 'init',
    summary: 'write a starter catalog',
    details: [
      'Writes a working catalog directory with mesh.yaml, endpoints, a sample catalog, a weight file and the JSON Schemas that editors use. The directory must be new or empty.',
    ],
    positional: { name: 'DIR', description: 'the directory to write', required: true },
    options: options.initOptions,
    examples: [{ command: 'moniker-cp init catalog', meaning: 'start a mesh of your own' }],
    load: async () => (await import('./commands/init.ts')).init,
  }),
  command({
    name: 'version',
    summary: 'print the version',
    details: ['Prints the version of moniker-cp and of the Node that runs it.'],
    options: options.versionOptions,
    examples: [{ command: 'moniker-cp version --json', meaning: 'for a script' }],
    load: async () => (await import('./commands/version.ts')).version,
  }),
]);
