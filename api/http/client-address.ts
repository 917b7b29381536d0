import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';

/** Gives the address that a request came from. */
export type AddressOf = (socket: string | undefined, forwarded: string | undefined) => string;

/**
 * The socket's address or, if that is a trusted proxy, the last address in `X-Forwarded-For` that is not a
 * trusted proxy. The header is ignored if anybody else sends it.
 */
export function addressReader(proxies: readonly string[]): AddressOf {
  const ours = new BlockList();
  for (const text of proxies) {
    const { address, prefix, family } = rangeOf(text);
    ours.addSubnet(address, prefix, family);
  }
  const isOurs = (address: string) =>
    isIP(address) !== 0 && ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (socket, forwarded) => {
    const hops = (forwarded ?? '').split(',').map((hop) => plain(hop.trim()));
    const chain = [...hops, plain(socket ?? '')];
    while (chain.length > 1 && isOurs(chain.at(-1) ?? '')) chain.pop();
    const last = chain.at(-1) ?? '';
    return isIP(last) === 0 ? plain(socket ?? '') : last;
  };
}

/** The address that a request came from; empty if there is no socket, as in tests. */
export function addressOfRequest(proxies: readonly string[]): (c: Context) => string {
  const read = addressReader(proxies);
  return (c) => {
    const env = c.env as { incoming?: IncomingMessage } | undefined;
    return read(env?.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for'));
  };
}

/** True for an IP address, with or without a prefix length. */
export function isAddressRange(text: string): boolean {
  const { address, prefix } = rangeOf(text);
  return isIP(address) !== 0 && prefix >= 0 && prefix <= (isIP(address) === 6 ? 128 : 32);
}

function rangeOf(text: string) {
  const [address = '', length] = text.split('/');
  const family = isIP(address) === 6 ? ('ipv6' as const) : ('ipv4' as const);
  const whole = family === 'ipv6' ? 128 : 32;
  return { address, prefix: length === undefined ? whole : asLength(length), family };
}

function asLength(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : -1;
}

/** An IPv4 address that an IPv6 socket reports as `::ffff:…` is written as plain IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
