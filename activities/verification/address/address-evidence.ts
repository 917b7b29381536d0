import type { Claim } from '../../../domain/address/claim.ts';
import type { AddressMatch } from '../../../domain/address/match.ts';
import type { NameMatch } from '../../../domain/address/names/name.ts';
import type { Reading, ScorePiece } from '../../../domain/checks/findings.ts';
import type { FindingDraft } from '../round/finding-draft.ts';
import { readingOfPieces, type TextPage } from './text-pages.ts';

/** The surest name and the surest address, each with its page. */
export interface Best {
  name: { match: AddressMatch['name']; page: TextPage };
  street: { match: AddressMatch['street']; page: TextPage };
  /** The name as the holder's, on any page. */
  holder: NameMatch | null;
}

/** Readings with page and box, the score in pieces, and measures without personal data. */
export function evidence({ name, street }: Best, claim: Claim) {
  const { at, postalCodeAt, answer, why } = street.match;
  const readings: Reading[] = [];
  if (name.match.pieceAt.length > 0) {
    readings.push(readingOfPieces('name', name.page, name.match.pieceAt));
  }
  if (at.length > 0 && answer === 'found') {
    readings.push(readingOfPieces('address', street.page, at));
  }
  if (postalCodeAt.length > 0) {
    const reading = readingOfPieces('postal_code', street.page, postalCodeAt);
    readings.push({ ...reading, value: asPrinted(reading.value, claim.postalCode ?? '') });
  }
  const source = name.page.source === street.page.source ? name.page.source : 'mixed';
  const detail = why === null ? {} : { detail: why };
  const measures: FindingDraft['measures'] = { source, name: name.match.found, ...detail };
  return { readings, pieces: piecesOf(name.match.pieces, street.match), measures };
}

/** The postcode as the line writes it, with its space or hyphen. */
function asPrinted(line: string, code: string): string {
  return new RegExp([...code].join('[\\s-]?'), 'i').exec(line)?.[0] ?? line;
}

function piecesOf(
  name: readonly ScorePiece[],
  { score, number, postalCode, city }: AddressMatch['street'],
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
