import { BlockList, isIP, isIPv4 } from 'node:net';

/** Private networks that an operator lets webhooks reach. */
export type AllowedRanges = Pick<BlockList, 'check'>;

/** Never allowed, whatever an operator sets: metadata services of clouds, and this machine itself. */
const NEVER = rangesOf([
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.0/24',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/96',
  '2002::/16',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  'ff00::/8',
]);

/** True for an address that the operator allows and that is not among those that are never called. */
export function isAllowed(address: string, allowed: AllowedRanges | undefined): boolean {
  // An IPv4 address inside an IPv6 one is refused rather than unwrapped.
  if (!allowed || isIP(address) === 0 || /^::ffff:/i.test(address)) return false;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return allowed.check(address, family) && !NEVER.check(address, family);
}

/** Reads `10.1.0.0/16, fd12:3456::/32`; undefined if the text is empty. Throws if an entry is not a range. */
export function readAllowedRanges(text: string): AllowedRanges | undefined {
  const ranges = text.split(',').flatMap((one) => one.trim() || []);
  return ranges.length === 0 ? undefined : rangesOf(ranges);
}

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', length = ''] = range.split('/');
    if (!/^\d{1,3}$/.test(length)) throw new Error('no range');
    list.addSubnet(network, Number(length), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list;
}
