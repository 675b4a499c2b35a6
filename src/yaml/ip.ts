const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`;
const GROUP = '[0-9A-Fa-f]{1,4}';
const LAST_TWO = `(?:${GROUP}:${GROUP}|${IPV4})`;

/** Up to `count` groups before a `::`, or none. */
function upTo(count: number): string {
  return `(?:(?:${GROUP}:){0,${count - 1}}${GROUP})?`;
}

/** RFC 3986, 3.2.2 (IPv6address): a zone index is no part of it. */
const IPV6 = [
  `(?:${GROUP}:){6}${LAST_TWO}`,
  `::(?:${GROUP}:){5}${LAST_TWO}`,
  `(?:${GROUP})?::(?:${GROUP}:){4}${LAST_TWO}`,
  `${upTo(2)}::(?:${GROUP}:){3}${LAST_TWO}`,
  `${upTo(3)}::(?:${GROUP}:){2}${LAST_TWO}`,
  `${upTo(4)}::${GROUP}:${LAST_TWO}`,
  `${upTo(5)}::${LAST_TWO}`,
  `${upTo(6)}::${GROUP}`,
  `${upTo(7)}::`,
].join('|');

const IPV4_ONLY = new RegExp(`^${IPV4}$`);
const IPV6_ONLY = new RegExp(`^(?:${IPV6})$`);

export function isIpv4(text: string): boolean {
  return IPV4_ONLY.test(text);
}

export function isIpv6(text: string): boolean {
  return IPV6_ONLY.test(text);
}

export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}
