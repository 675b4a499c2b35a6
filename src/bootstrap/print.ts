import { dump } from 'js-yaml';
import { encode } from '../proto/codec.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import { bootstrapFor } from './bootstrap.ts';
import type { BootstrapOptions } from './options.ts';

type Section = keyof envoy.config.bootstrap.v3.Bootstrap;

/** What each part is for; also the rows of docs/bootstrap.md. */
export const SECTIONS: readonly (readonly [Section, readonly string[]])[] = [
  [
    'node',
    [
      'Who this sidecar is. `cluster` is the service in mesh.yaml; `id` names this one instance, and',
      '`envoy --service-node ID --service-zone ZONE` sets it and the zone at the start instead. The metadata holds',
      'the number of the contract, and the ports of this node where they differ from mesh.yaml.',
    ],
  ],
  ['admin', ['On loopback only, since it can stop Envoy and tells everything.']],
  [
    'dynamic_resources',
    ['Clusters and listeners, and behind them routes and endpoints, come over one aggregated stream.'],
  ],
  [
    'layered_runtime',
    [
      'Later layers win. The weights of versions come in the first and reach this sidecar without a new route table;',
      'the second is kept for policy; the last takes what an operator sets on the admin page by hand.',
    ],
  ],
  [
    'cluster_manager',
    ['Load reports go to the control plane; the local cluster lets Envoy prefer endpoints in its own zone.'],
  ],
  [
    'static_resources',
    [
      'The readiness listener shows /ready and /stats/prometheus of the admin page, and nothing else.',
      'xds_cluster is the control plane: several addresses may stand in it (`moniker-cp bootstrap --xds-address`,',
      'repeated), and TLS files by path (`--tls-ca`, `--tls-cert`, `--tls-key`) make its transport socket.',
    ],
  ],
  [
    'overload_manager',
    ['Sheds load before memory or connections run out. Keep the heap below the container limit.'],
  ],
];

/**
 * The bootstrap as YAML with comments, ready for `envoy -c`.
 * @throws ProtoError if it is no valid Bootstrap message, which no options lead to.
 */
export function printBootstrap(options: BootstrapOptions): string {
  const bootstrap = bootstrapFor(options);
  encode('envoy.config.bootstrap.v3.Bootstrap', bootstrap);
  const mode = options.mode === 'delta' ? 'incremental xDS' : 'state-of-the-world xDS';
  const head = `# Envoy bootstrap of a ${options.service} sidecar, over ${mode}. Made by \`moniker-cp bootstrap\`.\n`;
  const parts = SECTIONS.map(([section, comment]) => {
    const lines = comment.map((line) => `# ${line}\n`).join('');
    return `\n${lines}${dump({ [section]: bootstrap[section] }, { noRefs: true, lineWidth: 120 })}`;
  });
  return head + parts.join('');
}
