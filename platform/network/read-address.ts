import { isIP } from 'node:net';
import { type AllowedRanges, isAllowed } from './allowed-ranges.ts';

export interface AddressRules {
  /** Development: addresses of this machine itself, also by plain http. */
  loopback: boolean;
  /** Names of one's own that are never called, their sub-domains included. */
  refusedHosts: readonly string[];
  /** Private networks of one's own whose receivers may be called. */
  allowed?: AllowedRanges;
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
const INSIDE = ['local', 'internal', 'localdomain', 'lan', 'home.arpa'];
/** Never another machine's, and no name that a resolver knows; the services of clouds that give out keys. */
const NEVER = ['localhost', 'onion', 'metadata.google.internal', 'metadata.goog'];

/** Why an address is never called, by its text. */
export const ADDRESS_RULES = {
  form: 'An address (URL) of at most 2048 characters, without blanks, control characters, \\ and #.',
  credentials: 'An address without a user name and a password.',
  loopback:
    'An address of this machine is taken only with WEBHOOK_LOOPBACK=on, which is for development.',
  scheme: 'An address that begins with https.',
  port: 'An address on port 443 or 8443.',
  literal:
    'An address with a name; one in numbers is taken only from a private network of WEBHOOK_ALLOW_RANGES.',
  inside:
    'An address with a public name; one of a private network is taken only with WEBHOOK_ALLOW_RANGES.',
  refused:
    'An address whose name is not among those that are never called (WEBHOOK_REFUSED_HOSTS).',
} as const;
export type AddressRule = keyof typeof ADDRESS_RULES;

/** The address as far as its text tells, or null for one that is never called. */
export function readAddress(text: string, rules: AddressRules): Address | null {
  const address = judgeAddress(text, rules);
  return typeof address === 'string' ? null : address;
}

/**
 * The address by its text alone, or the rule that it breaks (docs/protection.md#outgoing-requests). `URL` has turned
 * decimal, hexadecimal and full-width forms of a number into an IP literal.
 */
export function judgeAddress(text: string, rules: AddressRules): Address | AddressRule {
  if (text.length > LENGTH_MAX || /[\s\p{Cc}\\#]/u.test(text) || !URL.canParse(text)) return 'form';
  const url = new URL(text);
  if (url.href.length > LENGTH_MAX) return 'form';
  const authority = /^\w+:\/\/([^/?]*)/.exec(text)?.[1] ?? '@';
  if (authority.includes('@')) return 'credentials';
  if (isOwnMachine(url)) return rules.loopback ? { url, isLoopback: true } : 'loopback';
  if (url.protocol !== 'https:') return 'scheme';
  if (!PORTS.includes(url.port)) return 'port';
  return ruleOfName(url.hostname, rules) ?? { url, isLoopback: false };
}

function isOwnMachine({ protocol, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && LOOPBACK.includes(hostname);
}

/** Names of a private network pass where some of it is allowed: the address that is dialled decides. */
function ruleOfName(name: string, { refusedHosts, allowed }: AddressRules): AddressRule | null {
  const isBelow = (end: string) => name === end || name.endsWith(`.${end}`);
  if (refusedHosts.some((one) => isBelow(one.toLowerCase()))) return 'refused';
  const bare = name.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return isAllowed(bare, allowed) ? null : 'literal';
  if (!name.includes('.') || name.endsWith('.') || NEVER.some(isBelow)) return 'inside';
  return INSIDE.some(isBelow) && allowed === undefined ? 'inside' : null;
}
