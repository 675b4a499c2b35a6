const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9A-Fa-f]{1,4}$/;

export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** RFC 4291, 2.2, without a zone index: eight groups, one run of them as `::`, the last two perhaps as IPv4. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const [head = '', tail] = halves;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  if (tail === undefined && head === '') return false;
  const groups = [...before, ...after];
  const last = groups.at(-1) ?? '';
  // `1.2.3.4::` ends in a run, so an IPv4 part before it is not the address's end.
  const dotted = isIpv4(last) && (tail === undefined || after.length > 0);
  if (!groups.slice(0, dotted ? -1 : undefined).every((group) => GROUP.test(group))) return false;
  const count = groups.length + (dotted ? 1 : 0);
  return tail === undefined ? count === 8 : count < 8;
}

export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}
