import ipaddr from 'ipaddr.js';

/** A range of addresses: network and length of its prefix. */
export type Range = ReturnType<typeof ipaddr.parseCIDR>;

const GLOBAL_V6: Range = ipaddr.parseCIDR('2000::/3');

/**
 * True for an address of the public internet. Of v6 only plain unicast inside `2000::/3`: `ipaddr.js`
 * 2.5 calls `::7f00:1` unicast too. Mapped, NAT64, 6to4 and Teredo forms are refused, not unwrapped.
 */
export function isPublic(address: string, refused: readonly Range[] = []): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv6' && !parsed.match(GLOBAL_V6)) return false;
  return !isIn(address, refused);
}

/** True for an address in one of these ranges. */
export function isIn(address: string, ranges: readonly Range[]): boolean {
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => range[0].kind() === parsed.kind() && parsed.match(range));
}

/** Reads `10.1.0.0/16, 2001:db8::/32`. Throws on what is no range. */
export function readRanges(text: string): Range[] {
  const parts = text.split(',').map((one) => one.trim());
  return parts.filter((one) => one !== '').map((one) => ipaddr.parseCIDR(one));
}
