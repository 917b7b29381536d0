import { isIP } from 'node:net';
import { type AllowedRanges, isAllowed } from './allowed-ranges.ts';

export interface AddressRules {
  /** For development: allows addresses of this machine itself, also by plain http. */
  loopback: boolean;
  /** The operator's own host names that are never called, including their sub-domains. */
  refusedHosts: readonly string[];
  /** The operator's private networks whose receivers may be called. */
  allowed?: AllowedRanges;
}

/**
 * An address that may be called; `isLoopback` is true if it passed only because of the exemption for
 * development.
 */
export interface Address {
  url: URL;
  isLoopback: boolean;
}

const LENGTH_MAX = 2048;
const PORTS = ['', '8443']; // `URL` writes port 443 as an empty text
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** Endings of names that only a local network resolves. */
const INSIDE = ['local', 'internal', 'localdomain', 'lan', 'home.arpa'];
/**
 * Names that never lead to another machine, names that no resolver knows, and cloud services that hand out
 * credentials.
 */
const NEVER = ['localhost', 'onion', 'metadata.google.internal', 'metadata.goog'];

/** The rules for the text of an address; breaking one means that it is never called. */
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

/** The address, judged by its text, or null for one that is never called. */
export function readAddress(text: string, rules: AddressRules): Address | null {
  const address = judgeAddress(text, rules);
  return typeof address === 'string' ? null : address;
}

/**
 * The address, or the rule that its text breaks (docs/protection.md#outgoing-requests). `URL` has turned
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

/**
 * Names of a private network pass if any private range is allowed, because the IP address to which the name
 * resolves is checked before the call.
 */
function ruleOfName(name: string, { refusedHosts, allowed }: AddressRules): AddressRule | null {
  const isBelow = (end: string) => name === end || name.endsWith(`.${end}`);
  if (refusedHosts.some((one) => isBelow(one.toLowerCase()))) return 'refused';
  const bare = name.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return isAllowed(bare, allowed) ? null : 'literal';
  if (!name.includes('.') || name.endsWith('.') || NEVER.some(isBelow)) return 'inside';
  return INSIDE.some(isBelow) && allowed === undefined ? 'inside' : null;
}
