import { MONIKER_LUA } from '../moniker/lua.ts';
import { decodeAny } from '../proto/codec.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';

type Listener = envoy.config.listener.v3.Listener;
type Hcm = envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
type RouteConfiguration = envoy.config.route.v3.RouteConfiguration;
type VirtualHost = envoy.config.route.v3.VirtualHost;

/** What a listener does with a request before and in its route table; read from the encoded resources. */
export interface HttpListener {
  readonly normalizesPath: boolean;
  /** Whether the Lua filter sets the moniker key. */
  readonly setsKey: boolean;
  hostOf(authority: string): VirtualHost | null;
}

function connectionManager(listener: Listener): Hcm | null {
  const filters = listener.filter_chains?.[0]?.filters ?? [];
  const found = filters.find(({ typed_config: config }) =>
    config?.['@type'].endsWith('.HttpConnectionManager'),
  );
  return (found?.typed_config as Hcm | undefined) ?? null;
}

function setsKey(hcm: Hcm): boolean {
  return (hcm.http_filters ?? []).some(({ typed_config: config }) => {
    const lua = config as envoy.extensions.filters.http.lua.v3.Lua | undefined;
    return lua?.default_source_code?.inline_string === MONIKER_LUA;
  });
}

/** Finds a host as Envoy does: exact, then the longest `*.suffix`, the longest `prefix.*`, and `*`. */
function hostIndex(config: RouteConfiguration): (authority: string) => VirtualHost | null {
  const byDomain = new Map<string, VirtualHost>();
  for (const host of config.virtual_hosts ?? []) {
    for (const domain of host.domains ?? []) byDomain.set(domain.toLowerCase(), host);
  }
  const longest = [...byDomain.keys()].sort((a, b) => b.length - a.length);
  const suffixes = longest.filter((domain) => domain.startsWith('*') && domain !== '*');
  const prefixes = longest.filter((domain) => domain.endsWith('*') && domain !== '*');
  return (authority) => {
    const lower = authority.toLowerCase();
    const name = config.ignore_port_in_host_matching === true ? lower.replace(/:\d*$/, '') : lower;
    const wildcard =
      suffixes.find((domain) => name.length >= domain.length && name.endsWith(domain.slice(1))) ??
      prefixes.find((domain) => name.length >= domain.length && name.startsWith(domain.slice(0, -1))) ??
      '*';
    return byDomain.get(name) ?? byDomain.get(wildcard) ?? null;
  };
}

/** A listener of a snapshot with the route table that it names; null if there is no such listener. */
export function httpListener(snapshot: GroupSnapshot, name: string): HttpListener | null {
  const resource = snapshot.sets.lds.byName.get(name);
  const hcm = resource === undefined ? null : connectionManager(decodeAny(resource.any) as Listener);
  const table = snapshot.sets.rds.byName.get(hcm?.rds?.route_config_name ?? '');
  if (hcm === null || table === undefined) return null;
  return {
    normalizesPath: hcm.normalize_path === true,
    setsKey: setsKey(hcm),
    hostOf: hostIndex(decodeAny(table.any) as RouteConfiguration),
  };
}
