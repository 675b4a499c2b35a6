import { isIPv4, isIPv6 } from 'node:net';

export interface HostPort {
  /** An IP address or a host name, without brackets. */
  readonly host: string;
  /** 0: the system picks one. */
  readonly port: number;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `10s`, `2m`, `1h` → milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (amount === undefined || factor === undefined) return null;
  return Math.round(Number(amount) * factor);
}

/** `127.0.0.1:18000`, `[::1]:18000`, `localhost:0`; null for anything else. A bare `:18000` is every address. */
export function parseHostPort(text: string): HostPort | null {
  const [, bracketed, plain = '', digits = ''] = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535) return null;
  if (bracketed !== undefined) return isIPv6(bracketed) ? { host: bracketed, port } : null;
  if (plain === '') return { host: '::', port };
  return /^[A-Za-z0-9.-]+$/.test(plain) ? { host: plain, port } : null;
}

export function formatHostPort({ host, port }: HostPort): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** True for addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  return host === '::1' || host.toLowerCase() === 'localhost';
}
