import type { Env } from './env.ts';
import { isLoopback } from './loopback.ts';

const PASSWORD_MIN = 12;

/**
 * What is wrong if the API listens on more than this machine's addresses: it speaks plain HTTP to whoever
 * reaches it.
 */
export function apiPort(value: string | undefined, all: Env): string | undefined {
  if (isLoopback(value ?? '127.0.0.1') || all['apiBehindTls'] === 'on') return undefined;
  return 'speaks plain HTTP to other machines: put a proxy that ends TLS in front, and say so by API_BEHIND_TLS=on';
}

/** What is wrong if a database on another machine is reached without a verified certificate. */
export function plainDatabase(value: string | undefined, all: Env): string | undefined {
  if (value === undefined) return undefined; // another rule reports this
  if (!URL.canParse(value)) return 'is no URL such as postgresql://role:password@host/database';
  const { hostname, searchParams } = new URL(value);
  const hosts = searchParams.getAll('host');
  const host = hosts.at(-1) ?? hostname;
  if (host === '') return 'names no host';
  if (host.startsWith('/') || host.startsWith('%2F') || isPlainAllowed(host, all)) return undefined;
  const modes = searchParams.getAll('sslmode');
  if (modes.length > 0 && modes.every((mode) => mode === 'verify-full')) return undefined;
  return 'is reached without a checked certificate: add sslmode=verify-full, or name its host in PLAIN_HOSTS';
}

/**
 * What is wrong with a password that could be guessed. No password is fine: then a certificate or a socket
 * identifies us.
 */
export function weakPassword(value: string | undefined): string | undefined {
  if (value === undefined || !URL.canParse(value)) return undefined;
  const { password, username } = new URL(value);
  if (password === '' || (password.length >= PASSWORD_MIN && password !== username)) {
    return undefined;
  }
  return `has a password that can be guessed: ${PASSWORD_MIN} characters or more`;
}

/** Whether an http URL leads to another machine. */
export function plainUrl(value: string | undefined, all: Env): boolean {
  if (value === undefined || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && !isPlainAllowed(hostname, all);
}

/** Whether `host:port` is on this machine, or on a network that nobody else can enter. */
export function isLocal(address: string, all: Env): boolean {
  return address === '' || isPlainAllowed(address.replace(/:\d+$/, ''), all);
}

function isPlainAllowed(host: string, { plainHosts }: Env): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  const named = (plainHosts ?? '').split(',').map((one) => one.trim().toLowerCase());
  return isLoopback(bare) || named.includes(bare);
}
