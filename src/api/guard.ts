import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** The host of a `Host` header without its port; null if it is none. */
function hostOf(header: string | undefined): string | null {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(header ?? '') ?? [];
  return bracketed ?? plain ?? null;
}

/**
 * Why a browser's request is refused, or null. Nothing here is authenticated, so a page that the operator happens
 * to have open must not reach it: a name that was rebound to this address shows in `Host`, and a request that another
 * site's page makes shows in `Origin`. Names are let through for reading where the address is not a loopback one,
 * since scrapers and load balancers use them.
 */
export function refusal(
  request: IncomingMessage,
  listener: { readonly host: string; readonly loopback: boolean },
): string | null {
  const { host: hostHeader, origin } = request.headers;
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  const host = hostOf(hostHeader);
  const trusted =
    host !== null && (isIP(host) !== 0 || host.toLowerCase() === 'localhost' || host === listener.host);
  if (!trusted && (changes || listener.loopback)) return 'the Host header names another host';
  if (changes && origin !== undefined && origin !== `http://${hostHeader ?? ''}`)
    return 'the request comes from another site';
  return null;
}

/**
 * Sidecars name their control plane as they like in `Host`. They are no browsers, which put `Origin` on every POST.
 */
export function discoveryRefusal(request: IncomingMessage): string | null {
  return request.headers.origin === undefined ? null : 'discovery is for sidecars, not for pages';
}
