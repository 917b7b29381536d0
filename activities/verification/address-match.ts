import anyAscii from 'any-ascii';
import { partial_ratio } from 'fuzzball';
import { claimOf, type Claim } from '../../domain/address/claim.ts';
import { seenGlued } from '../../domain/address/glued.ts';
import { isBetterStreet, matchAddress, type AddressMatch } from '../../domain/address/match.ts';
import { isBetterName } from '../../domain/address/name.ts';
import { wordsOf } from '../../domain/address/words.ts';
import type { Details } from '../../domain/details.ts';
import type { Reading, ScorePiece } from '../../domain/findings.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import { judged, type Judged } from './judged.ts';
import type { Letter, Scans } from './letter.ts';
import { versionOf } from './package-version.ts';
import { readingOf, type TextPage } from './text-pages.ts';

export interface AddressInput {
  letter: Letter;
  details: Pick<Details, 'givenNames' | 'familyName' | 'address'>;
}

const ENGINE = ['address_match@3', ...['fuzzball', 'any-ascii'].map(named)].join(' ');
const NOT_PROVEN = ['that the letter is genuine', 'that the person lives there'];
/** Below this mean certainty of its letters a photo says nothing (start value). */
const LEGIBLE_FROM = 0.6;

/**
 * The check `address_match`: looks for name and address in the text of a PDF, then in letters read
 * from photos and scans. What is not there fails only where all was text, and only if letters read
 * from the drawn first page miss it too. Throws what the reader throws.
 */
export async function addressMatch({ letter, details }: AddressInput): Promise<Judged> {
  const { address, ...names } = details;
  const claim = claimOf(inAscii({ ...names, ...address }));
  const asText = bestOf(letter.text, claim);
  if (asText && isWhole(asText)) return judged('pass', [], resting(asText, claim));
  const scans = await letter.scans();
  const found = bestOf([...letter.text, ...scans.pages], claim);
  if (found === null) return unread(letter, scans);
  const rest = resting(found, claim, scans.looked > 0 ? { letter, scans } : undefined);
  if (isWhole(found)) return judged('pass', [], rest);
  const missing = missingOf(found);
  if (missing.length === 0) return judged('inconclusive', ['address_name_mismatch'], rest);
  if (scans.poisoned > 0) return judged('inconclusive', ['file_not_processable'], rest);
  if (scans.pages.length === 0) return await confirmed(missing, claim, { letter, rest });
  const isLegible = letter.text.length > 0 || scans.certainty >= LEGIBLE_FROM;
  return judged('inconclusive', isLegible ? missing.map(reasonOf) : ['document_unreadable'], rest);
}

/** No page has letters enough. */
function unread({ version }: Letter, { poisoned }: Scans): Judged {
  const engine = `${ENGINE} ${version}`;
  const measures = { source: 'no_text', pages_not_processable: poisoned };
  const reason = poisoned > 0 ? 'file_not_processable' : 'document_unreadable';
  return judged('inconclusive', [reason], { engine, measures, notProven: NOT_PROVEN });
}

interface Confirming {
  letter: Letter;
  rest: Pick<Judged, 'engine'> & Partial<Judged>;
}

/** Letterheads are pictures: what the drawn page shows after all is doubt, not a mismatch. */
async function confirmed(
  missing: Missing[],
  claim: Claim,
  { letter, rest }: Confirming,
): Promise<Judged> {
  const lines = await letter.drawn();
  if (lines === null) return judged('inconclusive', ['file_not_processable'], rest);
  const seen = seenGlued(
    lines.map((line) => anyAscii(line.text)),
    claim,
    ratio,
  );
  const measures = { ...rest.measures, ocr_lines: lines.length };
  const engine = `${ENGINE} ${letter.version}`;
  const certain = missing.filter((what) => !seen[what]);
  const outcome = certain.length > 0 ? 'fail' : 'inconclusive';
  const told = certain.length > 0 ? certain : missing;
  return judged(outcome, told.map(reasonOf), { ...rest, measures, engine });
}

function reasonOf(what: Missing): ReasonCode {
  return REASON_OF[what];
}

function resting(found: Best, claim: Claim, by?: { letter: Letter; scans: Scans }) {
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

interface Best {
  name: { match: AddressMatch['name']; page: TextPage };
  street: { match: AddressMatch['street']; page: TextPage };
}

/** The surest page for the name and for the address, each by itself; null without pages. */
function bestOf(pages: readonly TextPage[], claim: Claim): Best | null {
  let best: Best | null = null;
  for (const page of pages) {
    const lines = page.lines.map((line) => anyAscii(line.text));
    const { name, street } = matchAddress(lines, claim, ratio, {
      isRead: page.source === 'ocr',
    });
    best ??= { name: { match: name, page }, street: { match: street, page } };
    if (isBetterName(name, best.name.match)) best.name = { match: name, page };
    if (isBetterStreet(street, best.street.match)) best.street = { match: street, page };
  }
  return best;
}

/** Name and address stand there, and the name in full. */
function isWhole(found: Best): boolean {
  return missingOf(found).length === 0 && found.name.match.found === 'found';
}

function missingOf({ name, street }: Best): Missing[] {
  const missing: Missing[] = [];
  if (name.match.found === 'missing') missing.push('name');
  if (!street.match.found) missing.push('address');
  return missing;
}

/** Readings with page and box, the score in pieces, and measures without personal data. */
function evidence({ name, street }: Best, claim: Claim) {
  const { at, postalCodeAt, ...of } = street.match;
  const readings: Reading[] = [];
  const names = [...claim.given, ...claim.family];
  if (name.match.at) readings.push(readingOf('name', name.page, name.match.at, holds(names)));
  if (at && of.found) readings.push(readingOf('address', street.page, at, holds(claim.street)));
  if (postalCodeAt !== null) {
    const line = { from: postalCodeAt, to: postalCodeAt + 1 };
    const reading = readingOf('postal_code', street.page, line);
    readings.push({ ...reading, value: asPrinted(reading.value, claim.postalCode ?? '') });
  }
  const source = name.page.source === street.page.source ? name.page.source : 'mixed';
  const measures: Judged['measures'] = { source, name: name.match.found };
  return { readings, pieces: piecesOf(name.match.pieces, of), measures };
}

function holds(words: readonly string[]) {
  return (column: string) => wordsOf(anyAscii(column)).some((word) => words.includes(word));
}

/** The postcode as the line writes it, with its space or hyphen. */
function asPrinted(line: string, code: string): string {
  return new RegExp([...code].join('[\\s-]?'), 'i').exec(line)?.[0] ?? line;
}

function piecesOf(
  name: readonly ScorePiece[],
  { score, number, postalCode, city }: Omit<AddressMatch['street'], 'at' | 'postalCodeAt'>,
): ScorePiece[] {
  const scores: [string, number | null][] = [
    ['street', score],
    ['house_number', number === null ? null : Number(number) * 100],
    ['postal_code', postalCode === null ? null : Number(postalCode) * 100],
    ['city', city === null ? null : Number(city) * 100],
  ];
  const others = scores.flatMap(([label, of]) =>
    of === null ? [] : [{ name: label, score: of / 100, weight: 1 }],
  );
  return [...asOne(name), ...others];
}

/** The pieces of the name weigh together what each other piece weighs. */
function asOne(pieces: readonly ScorePiece[]): ScorePiece[] {
  const whole = pieces.reduce((sum, { weight }) => sum + weight, 0);
  return pieces.map((piece) => ({
    ...piece,
    name: `name_${piece.name}`,
    weight: piece.weight / whole,
  }));
}

function ratio(needle: string, hay: string): number {
  return partial_ratio(needle, hay, { full_process: false });
}

function inAscii(text: Parameters<typeof claimOf>[0] & { country: string }) {
  const plain = (value: string | null) => value && anyAscii(value);
  return {
    givenNames: plain(text.givenNames),
    familyName: anyAscii(text.familyName),
    line1: plain(text.line1),
    line2: plain(text.line2),
    city: plain(text.city),
    postalCode: plain(text.postalCode),
  };
}

function named(name: string): string {
  return `${name}@${versionOf(name)}`;
}
