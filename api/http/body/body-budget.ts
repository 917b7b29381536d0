import { Refusal } from '../../../domain/refusal.ts';
import { PACE, type Pace } from './body-pace.ts';

/**
 * The shares of the budget: `all` is the share of all holders of a kind together, `each` that of one holder.
 * `within` names the kind in whose share the bytes count too. Keys and links each keep a part that the others
 * cannot take. One link gets little, because we do not know its holder: it takes many links to exhaust their
 * share.
 */
const LANES = {
  /** Apps and people with a key. */
  key: { all: 3 / 4, each: 1 / 2, within: null },
  /** Documents sent as JSON with a key. Base64 makes them a third larger, and forms keep room beside them. */
  json: { all: 1 / 2, each: 1 / 2, within: 'key' },
  /**
   * Pages of customers with a link: enough for one page of the largest size, or for a few of the usual size.
   */
  link: { all: 1 / 2, each: 1 / 16, within: null },
  /** Pages that the submission of a link reads back from the store; we choose how fast. */
  staged: { all: 1 / 2, each: 1 / 2, within: 'link' },
  /** Callers known only by their network address. */
  stranger: { all: 1 / 16, each: 1 / 64, within: null },
} as const;
type Lane = keyof typeof LANES;

/** The holder of bytes: a kind, and an id within it. */
export interface Holder {
  lane: Lane;
  id: string;
}

/** The part of the budget that one request holds until it is answered. */
export interface Room {
  /** Sets the holder of the bytes that are taken from now on. Before that they count as a stranger's. */
  of: (holder: Holder) => void;
  /** Takes bytes from the budget. Throws `rate_limited` if the holder or the process has none left. */
  take: (bytes: number) => void;
  /** Gives back all that was taken. */
  close: () => void;
  /** How fast a body must come. */
  pace: Pace;
}

export interface BodyBudget {
  open: () => Room;
}

/** What a request in progress costs before its first byte, so that many small requests are bounded too. */
const OPEN_BYTES = 16 * 1024;
const NOBODY: Holder = { lane: 'stranger', id: '' };

/** One limit, in bytes, on the bodies of all requests that this process answers at the same time. */
export function createBodyBudget(bytesMax: number, pace: Pace = PACE): BodyBudget {
  const used = new Map<string, number>();
  const usedBy = (name: string) => used.get(name) ?? 0;
  const add = (name: string, bytes: number) => {
    const sum = usedBy(name) + bytes;
    if (sum > 0) used.set(name, sum);
    else used.delete(name);
  };
  const take = (holder: Holder, bytes: number): string[] => {
    const shares = sharesOf(holder);
    const full = shares.find(([name, share]) => usedBy(name) + bytes > bytesMax * share);
    if (full) {
      const who = full[0].includes('/') ? 'You are' : 'Others are';
      const detail = `${who} uploading too much for the moment; send this again.`;
      throw new Refusal('rate_limited', detail, { retryAfterSeconds: 1 });
    }
    const names = shares.map(([name]) => name);
    for (const name of names) add(name, bytes);
    return names;
  };
  return {
    open: () => {
      let holder = NOBODY;
      let isOpen = false;
      let held: { names: string[]; bytes: number }[] = [];
      return {
        pace,
        of: (who) => {
          holder = who;
        },
        take: (bytes) => {
          const more = isOpen ? bytes : bytes + OPEN_BYTES;
          held.push({ names: take(holder, more), bytes: more });
          isOpen = true;
        },
        close: () => {
          for (const { names, bytes } of held) for (const name of names) add(name, -bytes);
          held = [];
        },
      };
    },
  };
}

/** All sums to which a holder's bytes count, each with the share of the budget that it may reach. */
function sharesOf({ lane, id }: Holder): [name: string, share: number][] {
  const { all, each, within } = LANES[lane];
  const wider = within === null ? [] : [[within, LANES[within].all] as [string, number]];
  return [[`${lane}/${id}`, each], [lane, all], ...wider, ['all', 1]];
}
