import { wrongType, type Cursor } from './cursor.ts';
import { isIpv4, isIpv6 } from './ip.ts';

const PORT = /^[1-9][0-9]{0,4}$/;

/** `address:port` with an IP address (an IPv6 one in brackets) and a port from 1 to 65535. */
export function readListenerAddress(c: Cursor): { readonly address: string; readonly port: number } | null {
  const { node } = c;
  if (node.kind !== 'scalar') return wrongType(c, 'an address such as 127.0.0.1:15001');
  const parsed = typeof node.value === 'string' ? parse(node.value) : null;
  if (parsed !== null) return Object.freeze(parsed);
  const message = `"${c.path}" must be an IP address and a port, not ${node.text === '' ? 'nothing' : node.text}`;
  c.sink.report('MCP1014', { at: node.at, path: c.path, message });
  return null;
}

function parse(text: string): { address: string; port: number } | null {
  const colon = text.lastIndexOf(':');
  if (colon === -1) return null;
  const host = text.slice(0, colon);
  const port = text.slice(colon + 1);
  if (!PORT.test(port) || Number(port) > 65535) return null;
  if (isIpv4(host)) return { address: host, port: Number(port) };
  const inner = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : '';
  return isIpv6(inner) ? { address: inner, port: Number(port) } : null;
}
