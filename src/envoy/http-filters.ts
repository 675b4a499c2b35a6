import { MONIKER_LUA } from '../moniker/lua.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import { any } from './routes.ts';

type HttpFilter = envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

const ROUTER = 'envoy.extensions.filters.http.router.v3.Router';

/**
 * Turns the path into the moniker key; first in the chain, so that the filters behind it see the final route. The
 * script knows the grammar only. It stands on every listener that calls out, whether its routes go by moniker or not:
 * that may change with the routes, and the listener must not.
 */
export function monikerFilter(): HttpFilter {
  const script = any('envoy.extensions.filters.http.lua.v3.Lua', {
    default_source_code: { inline_string: MONIKER_LUA },
  });
  return { name: 'envoy.filters.http.lua', typed_config: script };
}

/** Last in the chain. */
export function routerFilter(): HttpFilter {
  return { name: 'envoy.filters.http.router', typed_config: any(ROUTER, {}) };
}

/** A router that tells nobody outside how long an upstream took, or how often it was tried. */
export function silentRouterFilter(): HttpFilter {
  return { name: 'envoy.filters.http.router', typed_config: any(ROUTER, { suppress_envoy_headers: true }) };
}
