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
import type { CleanPage, TextRecognizer } from './engines.ts';
import { judged, type Judged } from './judged.ts';
import { spared } from './spared.ts';
import { versionOf } from './package-version.ts';
import { readingOf, textPages, type TextPage } from './text-pages.ts';

export interface AddressInput {
  pages: readonly CleanPage[];
  details: Pick<Details, 'givenNames' | 'familyName' | 'address'>;
}

const ENGINE = ['address_match@2', ...['fuzzball', 'any-ascii'].map(named)].join(' ');
const NOT_PROVEN = ['that the letter is genuine', 'that the person lives there'];

/**
 * The check `address_match`: looks for name and address in the text of a PDF. What is not there
 * fails only if letters read from the drawn first page miss it too. Throws what the reader throws.
 */
export function matchingAddress(engines: { text: TextRecognizer }) {
  return async (input: AddressInput, options: { signal: AbortSignal }): Promise<Judged> => {
    const { address, ...names } = input.details;
    const claim = claimOf(inAscii({ ...names, ...address }));
    const pages = textPages(input.pages);
    const found = bestOf(pages, claim);
    if (found === null) {
      const measures = { source: 'no_text' };
      return judged('inconclusive', ['document_unreadable'], { engine: ENGINE, measures });
    }
    const rest = { engine: ENGINE, ...evidence(found, claim, pages.length), notProven: NOT_PROVEN };
    const missing = missingOf(found);
    if (missing.length === 0 && found.name.match.found === 'found') return judged('pass', [], rest);
    if (missing.length === 0) return judged('inconclusive', ['address_name_mismatch'], rest);
    if (input.pages.some((page) => page.text === null)) return judged('inconclusive', UNREAD, rest);
    return await confirmed(missing, claim, { first: input.pages[0], ...engines, ...options, rest });
  };
}

const UNREAD: ReasonCode[] = ['document_unreadable'];

interface Confirming {
  first: CleanPage | undefined;
  text: TextRecognizer;
  signal: AbortSignal;
  rest: Pick<Judged, 'engine'> & Partial<Judged>;
}

/** Letterheads are pictures: what the drawn page shows after all is doubt, not a mismatch. */
async function confirmed(missing: Missing[], claim: Claim, by: Confirming): Promise<Judged> {
  if (by.first === undefined) throw new Error('a document without pages');
  const lines = await linesShown(by.first, by);
  if (lines === null) return judged('inconclusive', ['file_not_processable'], by.rest);
  const seen = seenGlued(lines, claim, ratio);
  const measures = { ...by.rest.measures, ocr_lines: lines.length };
  const rest = { ...by.rest, measures, engine: `${by.rest.engine} ${by.text.version}` };
  const certain = missing.filter((what) => !seen[what]);
  const outcome = certain.length > 0 ? 'fail' : 'inconclusive';
  const told = certain.length > 0 ? certain : missing;
  return judged(
    outcome,
    told.map((what) => REASON_OF[what]),
    rest,
  );
}

/** Null where the page ends the reader while its specimen passes. */
async function linesShown(page: CleanPage, { text, signal }: Confirming): Promise<string[] | null> {
  const reading = await spared(text, signal, () => text.read(page, { seek: 'text', signal }));
  return reading && reading.lines.map((line) => anyAscii(line.text));
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
    const { name, street } = matchAddress(lines, claim, ratio);
    best ??= { name: { match: name, page }, street: { match: street, page } };
    if (isBetterName(name, best.name.match)) best.name = { match: name, page };
    if (isBetterStreet(street, best.street.match)) best.street = { match: street, page };
  }
  return best;
}

function missingOf({ name, street }: Best): Missing[] {
  const missing: Missing[] = [];
  if (name.match.found === 'missing') missing.push('name');
  if (!street.match.found) missing.push('address');
  return missing;
}

/** Readings with page and box, the score in pieces, and measures without personal data. */
function evidence({ name, street }: Best, claim: Claim, pagesWithText: number) {
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
  const measures = { source: 'pdf_text', pages_with_text: pagesWithText, name: name.match.found };
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
