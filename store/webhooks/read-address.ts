import { isIP } from 'node:net';

export interface AddressRules {
  /** Development: addresses of this machine itself, also by plain http. */
  loopback: boolean;
  /** Names of one's own that are never called, their sub-domains included. */
  refusedHosts: readonly string[];
}

/** An address that may be tried; `isLoopback` says that the exemption of development let it pass. */
export interface Address {
  url: URL;
  isLoopback: boolean;
}

const LENGTH_MAX = 2048;
const PORTS = ['', '8443']; // 443 is written as none
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** Endings of names that only a local network knows. */
const INSIDE = ['localhost', 'local', 'internal', 'localdomain', 'lan', 'home.arpa', 'onion'];

/**
 * Step 1 of protection.md 7: the address by its text alone, or null for one that is never called.
 * `URL` has turned decimal, hexadecimal and full-width forms of a number into an IP literal.
 */
export function readAddress(text: string, rules: AddressRules): Address | null {
  if (text.length > LENGTH_MAX || /[\s\p{Cc}\\#]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.href.length > LENGTH_MAX) return null;
  const authority = /^\w+:\/\/([^/?]*)/.exec(text)?.[1] ?? '@';
  if (authority.includes('@')) return null;
  if (rules.loopback && isOwnMachine(url)) return { url, isLoopback: true };
  if (url.protocol !== 'https:' || !PORTS.includes(url.port)) return null;
  return isPublicName(url.hostname, rules.refusedHosts) ? { url, isLoopback: false } : null;
}

function isOwnMachine({ protocol, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && LOOPBACK.includes(hostname);
}

function isPublicName(name: string, refused: readonly string[]): boolean {
  if (isIP(name) !== 0 || name.startsWith('[')) return false;
  if (!name.includes('.') || name.endsWith('.')) return false;
  const isBelow = (end: string) => name === end || name.endsWith(`.${end}`);
  return !INSIDE.some(isBelow) && !refused.some((one) => isBelow(one.toLowerCase()));
}
