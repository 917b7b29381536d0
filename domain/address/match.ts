import { align, type Alignment } from './align.ts';
import type { Order } from './best-alignment.ts';
import { blocksOf, type PagePieces, type Piece } from './page/blocks.ts';
import { candidatesOf, type Candidate } from './page/candidates.ts';
import type { Claim } from './claim.ts';
import { bestName, isBetterName, type NameMatch } from './names/name.ts';
import { maySendElse, othersOn } from './page/others.ts';
import type { Ratio } from './page/ratio.ts';
import { receiversOf } from './page/receivers.ts';
import type { Places } from './skips.ts';
import { verdictOf, type UnitRule, type Verdict } from './verdict.ts';

export interface StreetMatch extends Verdict {
  /** Name and address stand together: the name above it, or a label of the place of supply. */
  role: Candidate['role'];
  /** 0 to 100: the share of the claim's street lines that stands there. */
  score: number;
  /** Null where the claim has none. */
  number: boolean | null;
  postalCode: boolean | null;
  city: boolean | null;
  /** Of the name above it; null where there is none. */
  named: NameMatch['found'] | null;
  /** Lines of the street, of the postcode, and of all that was paired. */
  at: readonly Piece[];
  postalCodeAt: readonly Piece[];
  lines: readonly Piece[];
}

export interface AddressMatch {
  name: NameMatch & { pieceAt: readonly Piece[] };
  /** The name as it stands above an address, or by itself as the holder's. */
  holder: NameMatch | null;
  street: StreetMatch;
  /** Somebody else stands there as who receives the letter. */
  isSentElse: boolean;
}

/** What a page is held against a claim with. */
export interface Rules {
  ratio: Ratio;
  orders: readonly Order[];
  places: Places;
  unit: UnitRule;
  /** Letters read from pixels. */
  isRead: boolean;
  /** A page before it is sent to somebody else. */
  isSentElse?: boolean;
}

/** Looks for the claim on one page: each block of it in which name or address may stand. */
export function matchAddress(page: PagePieces, claim: Claim, rules: Rules): AddressMatch {
  const blocks = blocksOf(page.pieces);
  const receivers = receiversOf(blocks, page.pieces, claim);
  const others = othersOn(page, receivers, claim);
  const looked = { ...page, receivers };
  const all = blocks.flatMap((block) => candidatesOf(block, looked, claim));
  const judged = all.filter((one) => mayHold(one, claim)).map((one) => judge(one, claim, rules));
  const first = all.find((one) => one.role === 'addressee' && !one.isRefused && isAddress(one));
  const allowed = judged.map((one) => {
    const isFirst = one.candidate.isLabelled || !first || sameName(one.candidate, first);
    const isElse =
      rules.isSentElse === true ||
      maySendElse(one.candidate, receivers, { others, height: page.height });
    const isHere = one.candidate.role !== 'none' && !one.candidate.isRefused && isFirst && !isElse;
    return isHere || one.street.answer !== 'found' ? one : { ...one, street: apart(one.street) };
  });
  const best = allowed.toSorted((a, b) => rankOf(b) - rankOf(a))[0];
  const heads = receivers.filter(({ isOwn, isPlain }) => isOwn && isPlain);
  const isHead = ({ piece }: Candidate) => heads.some(({ pieces }) => pieces.includes(piece));
  const holders = all.filter(
    (one) => one.name !== null && !one.isRefused && (one.isLabelled || isHead(one)),
  );
  const holder = best?.candidate.name ?? bestOf(holders);
  return {
    name: nameOn(page, claim, best?.candidate ?? null),
    holder: best?.candidate.isRefused === true ? null : (holder?.match ?? null),
    street: best?.street ?? nothing(claim),
    isSentElse: others.persons.length + others.firms.length > 0,
  };
}

/** The better of two pages' matches. */
export function isBetterStreet(a: StreetMatch, b: StreetMatch): boolean {
  return ofStreet(a) > ofStreet(b);
}

interface FindingDraft {
  candidate: Candidate;
  street: StreetMatch;
}

function judge(candidate: Candidate, claim: Claim, rules: Rules): FindingDraft {
  const { printed, role } = candidate;
  const alignment = align(claim, printed, rules);
  const verdict = verdictOf(claim, printed, { alignment, unit: rules.unit });
  const named = candidate.name?.match.found ?? null;
  const parts = partsOf(claim, candidate, alignment);
  return { candidate, street: { ...verdict, role, named, ...parts } };
}

function partsOf(
  claim: Claim,
  { printed, rows }: Candidate,
  { items, postalCode, city }: Alignment,
) {
  const isStreet = (at: number) => claim.items[at]?.kind === 'street';
  const streets = items.filter((_, at) => isStreet(at));
  const found = streets.filter((one) => one !== null);
  const numbered = items.filter((_, at) => isStreet(at) && hasNumber(claim, at));
  const pieces = (runs: readonly ({ from: number; to: number } | null)[]) => {
    const lines = runs.flatMap((run) =>
      run ? printed.slice(run.from, run.to).map(({ line }) => line) : [],
    );
    return [...new Set(lines)].toSorted((a, b) => a - b).flatMap((line) => rows[line]?.piece ?? []);
  };
  return {
    score: streets.length === 0 ? 0 : (found.length / streets.length) * 100,
    number: numbered.length === 0 ? null : numbered.every((one) => one !== null),
    postalCode: claim.postalCode === null ? null : postalCode !== null,
    city: claim.city.length === 0 ? null : city !== null,
    at: pieces(found),
    postalCodeAt: pieces([postalCode]),
    lines: pieces([...items, postalCode, city]),
  };
}

function hasNumber(claim: Claim, at: number): boolean {
  return claim.items[at]?.atoms.some(({ kind }) => kind === 'number') === true;
}

/** Some word or number of the claim's street or its postcode is there at all. */
function mayHold({ role, printed }: Candidate, claim: Claim): boolean {
  if (role !== 'none') return true;
  const streets = claim.items.filter(({ kind }) => kind === 'street');
  const words = new Set(
    streets.flatMap(({ atoms }) => atoms.flatMap(({ spellings }) => spellings)),
  );
  return printed.some(({ spellings }) => spellings.some((one) => words.has(one)));
}

/** Lines with a number below the name: another address, where it is not the claimed one. */
function isAddress({ printed }: Candidate): boolean {
  return (
    new Set(printed.map(({ line }) => line)).size > 1 &&
    printed.some(({ kind }) => kind === 'number')
  );
}

function sameName(one: Candidate, other: Candidate): boolean {
  return one.rows === other.rows && one.nameAt === other.nameAt;
}

function apart(street: StreetMatch): StreetMatch {
  return { ...street, answer: 'doubt', why: 'apart' };
}

const RANKS: Readonly<Record<Verdict['answer'], number>> = {
  found: 1000,
  doubt: 100,
  differs: 50,
  missing: 0,
};

/** Whole finds, then doubts; what stands below the name counts before what stands elsewhere. */
function rankOf({ candidate, street }: FindingDraft): number {
  const isHere = candidate.role !== 'none' && !candidate.isRefused;
  const isNamed = candidate.name?.match.found === 'found';
  return ofStreet(street) + (isHere ? 20 : 0) + (isNamed ? 10 : 0);
}

function ofStreet(street: StreetMatch): number {
  const { answer, why, score, number, postalCode, city } = street;
  const parts = (number === true ? 3 : 0) + (postalCode === true ? 3 : 0) + (city === true ? 1 : 0);
  return RANKS[answer] + (why === 'apart' ? 20 : 0) + score / 50 + parts;
}

function bestOf(candidates: readonly Candidate[]) {
  const names = candidates.flatMap(({ name }) => name ?? []);
  return names.toSorted(
    (a, b) => Number(isBetterName(b.match, a.match)) - Number(isBetterName(a.match, b.match)),
  )[0];
}

/** The name that stands above the address; else the best one of the page, wherever it is. */
function nameOn(
  page: PagePieces,
  claim: Claim,
  candidate: Candidate | null,
): NameMatch & { pieceAt: readonly Piece[] } {
  const { name, rows, nameAt } = candidate ?? { name: null, rows: [], nameAt: null };
  if (name && nameAt !== null) {
    const pieces = rows.slice(nameAt, nameAt + name.lines).map(({ piece }) => piece);
    return { ...name.match, pieceAt: pieces };
  }
  const match = bestName(
    page.pieces.map(({ text }) => claim.ascii(text)),
    claim.names,
  );
  return { ...match, pieceAt: match.at ? page.pieces.slice(match.at.from, match.at.to) : [] };
}

function nothing(claim: Claim): StreetMatch {
  return {
    answer: 'missing',
    why: null,
    role: 'none',
    named: null,
    score: 0,
    number: claim.items.some((_, at) => hasNumber(claim, at)) ? false : null,
    postalCode: claim.postalCode === null ? null : false,
    city: claim.city.length === 0 ? null : false,
    at: [],
    postalCodeAt: [],
    lines: [],
  };
}
