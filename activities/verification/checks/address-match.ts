import anyAscii from 'any-ascii';
import { partial_ratio } from 'fuzzball';
import { claimOf, wordsOfClaim, type Claim } from '../../../domain/address/claim.ts';
import { seenGlued } from '../../../domain/address/page/glued.ts';
import { isBetterStreet, matchAddress } from '../../../domain/address/match.ts';
import { isBetterName } from '../../../domain/address/names/name.ts';
import type { UnitRule } from '../../../domain/address/verdict.ts';
import type { Details } from '../../../domain/case/details.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { evidence, type Best } from '../address/address-evidence.ts';
import { ordersOf, placesIn } from '../address/address-orders.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';
import type { ProofOfAddress, Scans } from '../address/proof-of-address.ts';
import { isOtherScript, piecesOf, saidOf, type TextPage } from '../address/text-pages.ts';
import { versionOf } from '../engines/package-version.ts';

export interface AddressInput {
  letter: ProofOfAddress;
  details: Pick<Details, 'givenNames' | 'familyName' | 'address'>;
  /** Whether a stated unit must be printed. */
  addressUnit?: UnitRule;
}

const PACKAGES = ['fuzzball', 'any-ascii', 'i18n-iso-countries', 'localized-address-format'];
const ENGINE = ['address_match@5', ...PACKAGES.map(named)].join(' ');
const NOT_PROVEN = ['that the letter is genuine', 'that the person lives there'];
/** Below this mean certainty of its letters a photo says nothing (start value). */
const LEGIBLE_FROM = 0.6;

/**
 * The check `address_match`: each part of the stated address is paired with the words of one block of the
 * letter, together with the name. Text of a PDF first, then letters read from photos and scans. An address
 * that is missing fails the check only if all pages had a text layer and the text recognised on the drawn
 * first page lacks it too. Throws what the reader throws.
 */
export async function addressMatch(input: AddressInput): Promise<FindingDraft> {
  const { letter, details, addressUnit = 'required' } = input;
  const { address, ...names } = details;
  const asked = { claim: claimOf({ ...names, ...address }, anyAscii), unit: addressUnit };
  const asText = bestOf(letter.text, asked);
  const isWholeText = asText !== null && isWhole(asText);
  const scans = isWholeText ? NONE : await letter.scans();
  const found = isWholeText ? asText : bestOf([...letter.text, ...scans.pages], asked);
  if (found === null) return unread(letter, scans);
  const rest = resting(found, asked.claim, scans.looked > 0 ? { letter, scans } : undefined);
  if (isWhole(found)) {
    const said = saidOf(found, wordsOfClaim(asked.claim));
    const isSeen = said.length === 0 || (await letter.isDrawn(said));
    return isSeen ? findingDraft('pass', [], rest) : await asDrawn(letter, asked);
  }
  if (letter.text.length > 0 && (await letter.isGarbage())) return await asDrawn(letter, asked);
  const missing = missingOf(found);
  if (scans.poisoned > 0) return explained('inconclusive', ['file_not_processable'], rest);
  const isCertain = certainOf(found).length > 0 && !letter.text.some(isOtherScript);
  if (scans.pages.length === 0 && isCertain) {
    return await confirmed(found, asked.claim, { letter, rest });
  }
  const isLegible = letter.text.length > 0 || scans.certainty >= LEGIBLE_FROM;
  const reasons = isLegible ? missing.map(reasonOf) : UNREAD;
  return explained('inconclusive', reasons, rest);
}

interface Asked {
  claim: Claim;
  unit: UnitRule;
}

const NONE: Scans = { pages: [], looked: 0, poisoned: 0, certainty: 0 };

/** The text layer is not what is drawn: what people see counts, as on a scan. */
async function asDrawn(letter: ProofOfAddress, asked: Asked): Promise<FindingDraft> {
  const scans = await letter.asDrawn();
  const found = bestOf(scans.pages, asked);
  if (found === null) return unread(letter, scans);
  const rest = resting(found, asked.claim, { letter, scans });
  const told = { ...rest, measures: { ...rest.measures, detail: 'text_not_drawn' } };
  if (isWhole(found)) return findingDraft('pass', [], told);
  if (scans.poisoned > 0) return findingDraft('inconclusive', ['file_not_processable'], told);
  const reasons = missingOf(found).map(reasonOf);
  const isLegible = scans.certainty >= LEGIBLE_FROM;
  return findingDraft('inconclusive', isLegible ? reasons : ['document_unreadable'], told);
}

/** No page has letters enough. */
function unread({ version }: ProofOfAddress, { poisoned }: Scans): FindingDraft {
  const engine = `${ENGINE} ${version}`;
  const measures = { source: 'no_text', pages_not_processable: poisoned };
  const reason = poisoned > 0 ? 'file_not_processable' : 'document_unreadable';
  return findingDraft('inconclusive', [reason], { engine, measures, notProven: NOT_PROVEN });
}

interface Confirming {
  letter: ProofOfAddress;
  rest: Pick<FindingDraft, 'engine'> & Partial<FindingDraft>;
}

/** Letterheads are pictures: what the drawn page shows after all is doubt, not a mismatch. */
async function confirmed(
  found: Best,
  claim: Claim,
  { letter, rest }: Confirming,
): Promise<FindingDraft> {
  const lines = await letter.drawn();
  if (lines === null) return explained('inconclusive', ['file_not_processable'], rest);
  const seen = seenGlued(
    lines.map((line) => anyAscii(line.text)),
    claim,
    ratio,
  );
  const measures = { ...rest.measures, ocr_lines: lines.length };
  const engine = `${ENGINE} ${letter.version}`;
  const certain = certainOf(found).filter((what) => !seen[what]);
  const outcome = certain.length > 0 ? 'fail' : 'inconclusive';
  const told = certain.length > 0 ? certain : missingOf(found);
  return explained(outcome, told.map(reasonOf), { ...rest, measures, engine });
}

const UNREAD: readonly ReasonCode[] = ['document_unreadable'];

/** The finding, with a detail only if the detail explains one of the reasons that are given. */
function explained(
  outcome: FindingDraft['outcome'],
  reasons: readonly ReasonCode[],
  rest: Pick<FindingDraft, 'engine'> & Partial<FindingDraft>,
): FindingDraft {
  const { detail, ...measures } = rest.measures ?? {};
  const isOfName = detail === 'apart' && reasons.includes('address_name_mismatch');
  const isTold = isOfName || reasons.includes('address_mismatch');
  return findingDraft(outcome, [...reasons], isTold ? rest : { ...rest, measures });
}

function reasonOf(what: Missing): ReasonCode {
  return REASON_OF[what];
}

function resting(found: Best, claim: Claim, by?: { letter: ProofOfAddress; scans: Scans }) {
  const evident = evidence(found, claim);
  if (!by) return { engine: ENGINE, ...evident, notProven: NOT_PROVEN };
  const { letter, scans } = by;
  const certainty = Math.round(scans.certainty * 100) / 100;
  const measures = { ...evident.measures, pages_read: scans.looked, certainty };
  return {
    engine: `${ENGINE} ${letter.version}`,
    ...evident,
    measures,
    notProven: [...NOT_PROVEN, 'that every letter was read rightly'],
  };
}

type Missing = 'name' | 'address';
const REASON_OF = {
  name: 'address_name_mismatch',
  address: 'address_mismatch',
} as const satisfies Record<Missing, ReasonCode>;

const places = placesIn(anyAscii);

/** The page on which the address stands best, with its name; null without pages. */
function bestOf(pages: readonly TextPage[], { claim, unit }: Asked): Best | null {
  let best: Best | null = null;
  let isSentElse = false;
  for (const page of pages) {
    const rules = { ratio, places, unit, orders: ordersOf(claim.lexicon.country) };
    const isRead = page.source === 'ocr';
    const of = { pieces: piecesOf(page), height: page.height };
    const match = matchAddress(of, claim, { ...rules, isRead, isSentElse });
    const { name, holder, street } = match;
    isSentElse ||= match.isSentElse;
    best ??= { name: { match: name, page }, street: { match: street, page }, holder };
    if (isBetterStreet(street, best.street.match)) {
      best.street = { match: street, page };
      if (street.role === 'addressee') best = { ...best, name: { match: name, page } };
    }
    if (isBetterName(name, best.name.match)) best.name = { match: name, page };
    if (holder && (!best.holder || isBetterName(holder, best.holder))) best.holder = holder;
  }
  return best;
}

/** The address stands there, with the name in full above it or as the holder's. */
function isWhole(found: Best): boolean {
  return missingOf(found).length === 0;
}

function missingOf({ name, street, holder }: Best): Missing[] {
  const missing: Missing[] = [];
  const { answer, why, role, named } = street.match;
  const isNamed = role === 'addressee' ? named : holder?.found;
  const isThere = answer === 'found';
  if (isNamed !== 'found' && (isThere || name.match.found !== 'found')) missing.push('name');
  // the whole address of somebody else: it is the name that is another's
  const isOfOther = why === 'apart' && name.match.found !== 'found';
  if (!isThere && !isOfOther) missing.push('address');
  return missing;
}

/** What is certainly not there: no such name anywhere, or another address. */
function certainOf({ name, street }: Best): Missing[] {
  const missing: Missing[] = [];
  if (name.match.found === 'missing') missing.push('name');
  const isElse = street.match.answer === 'differs' || street.match.answer === 'missing';
  if (isElse) missing.push('address');
  return missing;
}

function ratio(needle: string, hay: string): number {
  return partial_ratio(needle, hay, { full_process: false });
}

function named(name: string): string {
  return `${name}@${versionOf(name)}`;
}
