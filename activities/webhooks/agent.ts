import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { type AllowedRanges, isAllowed } from '../../platform/network/allowed-ranges.ts';
import { isIn, isPublic, type Range } from './is-public.ts';

/** The limits of one try, in milliseconds (docs/protection.md#outgoing-requests). */
export interface Limits {
  connectMs: number;
  headersMs: number;
  totalMs: number;
}

export const STANDARD_LIMITS: Limits = { connectMs: 5000, headersMs: 10_000, totalMs: 15_000 };

export type NameResolver = Pick<Resolver, 'resolve4' | 'resolve6'>;

interface Found {
  address: string;
  family: 4 | 6;
}

const OWN_MACHINE: Found[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Connects to public addresses alone. Names are looked up as the connection is made, so that the
 * address that was judged is the one that is dialled: a name cannot change its mind in between.
 */
export function createWebhookAgent(options: {
  limits: Limits;
  refused: readonly Range[];
  /** Development alone: lets `localhost` be this machine. */
  loopback: boolean;
  /** Private networks of the operator's own. */
  allowed?: AllowedRanges;
  resolver?: NameResolver;
  /** A certificate authority to be trusted beside the usual ones. */
  ca?: string;
}): Agent {
  const { limits, refused, loopback, allowed, ca } = options;
  // Not the system's look-up: that one knows a hosts file, and four slow names would hold up all.
  const resolver = options.resolver ?? new Resolver({ timeout: 2000, tries: 2 });
  const isOwn = (address: string) => isAllowed(address, allowed) && !isIn(address, refused);
  const lookUp = async (host: string): Promise<Found[]> => {
    if (loopback && host === 'localhost') return OWN_MACHINE;
    const found = await addressesOf(resolver, host);
    const isGood =
      found.length > 0 &&
      found.every(({ address }) => isPublic(address, refused) || isOwn(address));
    if (!isGood) throw refusal();
    return found;
  };
  const mayDial = (address: string) =>
    isOwn(address) || (loopback && OWN_MACHINE.some((own) => own.address === address));
  const judge = async (
    host: string,
    done: (error: NodeJS.ErrnoException | null, found: Found[]) => void,
  ) => {
    const found = await lookUp(host).catch((error: NodeJS.ErrnoException) => error);
    if (Array.isArray(found)) done(null, found); // undici asks for all, and wants the list
    else done(found, []);
  };
  const dial = buildConnector({
    timeout: limits.connectMs,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    lookup: (host, _options, done) => {
      void judge(host, done);
    },
  });
  return new Agent({
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.totalMs,
    keepAliveTimeout: 4000,
    keepAliveMaxTimeout: 30_000,
    maxHeaderSize: 16_384,
    connect: (asked, done) => {
      const bare = asked.hostname.replace(/^\[|\]$/g, '');
      // an address in numbers is looked up by nobody
      if (isIP(bare) === 0 || mayDial(bare)) dial(asked, done);
      else done(refusal(), null);
    },
  });
}

function refusal(): Error {
  return Object.assign(new Error('the address is refused'), { code: 'EREFUSED' });
}

async function addressesOf(resolver: NameResolver, host: string): Promise<Found[]> {
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  if (four.status === 'rejected' && six.status === 'rejected') throw four.reason as Error;
  const listed = (answer: PromiseSettledResult<string[]>, family: 4 | 6): Found[] =>
    answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
  return [...listed(four, 4), ...listed(six, 6)];
}
