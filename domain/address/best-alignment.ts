import type { Claim } from './claim.ts';
import type { PlacedAtom } from './sequence.ts';
import { skipAt, type Places } from './skips.ts';

/** What stands in which order: lines of the street, town, postcode. */
export type Order = readonly ('street' | 'town' | 'postcode')[];

/** A part of a claim: where it ends if it stands at a place. */
export interface Part {
  group: Order[number] | 'region';
  weight: number;
  endAt: (from: number) => number;
}

/** A way through the atoms of a page: a part or a word passed over, and the way on. */
export interface Way {
  weight: number;
  cost: number;
  step: Step;
  next: Way | null;
  at: number;
}

type Step =
  | { kind: 'stop' }
  | { kind: 'skip'; end: number }
  | { kind: 'part'; part: number; end: number };

export interface Search {
  claim: Claim;
  printed: readonly PlacedAtom[];
  parts: readonly Part[];
  places: Places;
}

/**
 * The way that pairs most of the claim and leaves least over, with the parts in that order. Each place
 * is looked at once for each set of parts that are left; a way ends at the end of a line.
 */
export function bestWay({ claim, printed, parts, places }: Search, order: Order): Way {
  const known = new Map<string, Way>();
  const town = parts.findIndex(({ group }) => group === 'town');
  const from = (at: number, mask: number, phase: number): Way => {
    const key = `${at} ${mask} ${phase}`;
    const way = known.get(key) ?? better(waysAt(at, mask, phase)) ?? never(at);
    known.set(key, way);
    return way;
  };
  const waysAt = (at: number, mask: number, phase: number): Way[] => {
    const ways: Way[] = [];
    const stop: Step = { kind: 'stop' };
    if (isLineStart(printed, at)) ways.push({ weight: 0, cost: 0, step: stop, next: null, at });
    if (at >= printed.length) return ways;
    parts.forEach((part, which) => {
      const place = part.group === 'region' ? phase : order.indexOf(part.group);
      if ((mask & (1 << which)) !== 0 || place < phase) return;
      const end = part.endAt(at);
      if (end <= at) return;
      const next = from(end, mask | (1 << which), place);
      const step: Step = { kind: 'part', part: which, end };
      ways.push({ weight: next.weight + part.weight, cost: next.cost, step, next, at });
    });
    const isBehindTown = town >= 0 && (mask & (1 << town)) !== 0;
    const { end, cost } = skipAt(claim, printed, at, { places, isBehindTown });
    const next = from(end, mask, phase);
    const step: Step = { kind: 'skip', end };
    return [...ways, { weight: next.weight, cost: next.cost + cost, step, next, at }];
  };
  return from(0, 0, 0);
}

/** The first of the heaviest, of those the cheapest. */
function better(ways: readonly Way[]): Way | null {
  return ways.toSorted((a, b) => b.weight - a.weight || a.cost - b.cost)[0] ?? null;
}

function never(at: number): Way {
  return { weight: -1000, cost: 1000, step: { kind: 'stop' }, next: null, at };
}

function isLineStart(printed: readonly PlacedAtom[], at: number): boolean {
  return at === 0 || at >= printed.length || printed[at]?.line !== printed[at - 1]?.line;
}
