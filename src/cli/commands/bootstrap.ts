import { bootstrapFor } from '../../bootstrap/bootstrap.ts';
import { defaultBootstrap, type BootstrapOptions, type TlsFiles } from '../../bootstrap/options.ts';
import { printBootstrap } from '../../bootstrap/print.ts';
import { proxylessBootstrap } from '../../bootstrap/proxyless.ts';
import { parseHostPort, type HostPort } from '../../config/values.ts';
import { VERSION } from '../../config/version.ts';
import type { Action, Arguments } from '../command.ts';
import { labelsOf } from '../node-facts.ts';
import { bindAddressOf } from '../node-overrides.ts';
import type { bootstrapOptions } from '../options.ts';
import { printJson } from '../terminal.ts';
import { EXIT, UsageError } from '../usage-error.ts';

type Options = Arguments<typeof bootstrapOptions>['options'];

export const bootstrap: Action<typeof bootstrapOptions> = ({ out }, { options }) => {
  const settings = settingsOf(options);
  if (options.proxyless) printJson(out, proxylessBootstrap(forApplication(options, settings)));
  else if (options.json) printJson(out, bootstrapFor(settings));
  else out.write(printBootstrap(settings));
  return Promise.resolve(EXIT.ok);
};

/** Settings that a library has no place for are refused, so that nobody counts on them. */
function forApplication(options: Options, settings: BootstrapOptions): BootstrapOptions {
  const sidecars = ['bind-address', 'inbound-port', 'egress-port', 'edge-port', 'tls-server-name'] as const;
  const given = sidecars.find((name) => options[name] !== null) ?? changed(settings);
  if (given !== undefined) throw new UsageError(`--${given} is for sidecars, and --proxyless asks for none`);
  return settings;
}

/** The first option for sidecars that has a default, and is given something else. */
function changed(settings: BootstrapOptions): string | undefined {
  const { mode, adminPort, readiness, maxHeapBytes, maxConnections } = defaultBootstrap({
    service: settings.service,
    mode: 'delta',
    build: VERSION,
  });
  const isChanged = {
    mode: settings.mode !== mode,
    'admin-port': settings.adminPort !== adminPort,
    'readiness-address':
      settings.readiness.address !== readiness.address || settings.readiness.port !== readiness.port,
    'max-heap': settings.maxHeapBytes !== maxHeapBytes,
    'max-connections': settings.maxConnections !== maxConnections,
  };
  return Object.entries(isChanged).find(([, is]) => is)?.[0];
}

function settingsOf(options: Options): BootstrapOptions {
  const ready = defaultBootstrap({ service: options.service, mode: options.mode, build: VERSION });
  const addresses = options['xds-address'].map((text) => hostPort('xds-address', text));
  return {
    ...ready,
    nodeId: options['node-id'] ?? ready.nodeId,
    region: options.region,
    zone: options.zone,
    labels: labelsOf(options.label),
    xdsAddresses: addresses.length === 0 ? ready.xdsAddresses : addresses,
    tls: tlsOf(options),
    listeners: {
      bindAddress: bindAddressOf(options),
      inbound: options['inbound-port'],
      egress: options['egress-port'],
      edge: options['edge-port'],
    },
    adminPort: options['admin-port'],
    readiness: readinessOf(options),
    maxHeapBytes: options['max-heap'] * 1024 * 1024,
    maxConnections: options['max-connections'],
  };
}

function hostPort(option: string, text: string): HostPort {
  const parsed = parseHostPort(text);
  if (parsed !== null && parsed.port > 0 && !text.startsWith(':')) return parsed;
  throw new UsageError(`--${option} is a host and a port such as 10.0.0.5:18000, not "${text}"`);
}

function readinessOf(options: Options): BootstrapOptions['readiness'] {
  const { host: address, port } = hostPort('readiness-address', options['readiness-address']);
  return { address, port };
}

function tlsOf(options: Options): TlsFiles | null {
  const { 'tls-ca': ca, 'tls-cert': cert, 'tls-key': key, 'tls-server-name': serverName } = options;
  if ((cert === null) !== (key === null)) throw new UsageError('--tls-cert and --tls-key go together');
  if (ca === null) {
    if (cert === null && serverName === null) return null;
    throw new UsageError('--tls-ca is missing: without it the sidecar would trust any control plane');
  }
  return { ca, client: cert === null || key === null ? null : { cert, key }, serverName };
}
