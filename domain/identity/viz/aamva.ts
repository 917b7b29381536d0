import type { DocumentType } from '../../documents/documents.ts';
import { spellings } from '../mrz/transliterate.ts';
import { aamvaCaptionOf, isWorded } from './aamva-captions.ts';
import { aamvaDayIn } from './aamva-days.ts';
import { captionedFields } from './captioned.ts';
import type { PrintedCard } from './card.ts';
import type { CardField } from './captions.ts';
import type { PrintedDoubt } from './licence.ts';
import type { PrintedPiece } from './rows.ts';

/** Fewer of the standard's captions are the front of something else. */
const CAPTIONS_MIN = 3;

/**
 * Reads the front of a US or Canadian licence or identification card by the captions of the AAMVA
 * standard (`4d DLN`, `1 LN`, `3 DOB`). All of family name, given names, birth, number and expiry must be
 * there: what is not captioned is not guessed.
 */
export function readPrintedAamva(
  pieces: readonly PrintedPiece[],
  { angle, receivedOn, country }: { angle: number; receivedOn: string; country: string | null },
): { card: PrintedCard; doubt: null } | { card: null; doubt: PrintedDoubt } {
  if (pieces.filter(({ text }) => isWorded(text)).length < CAPTIONS_MIN) {
    return { card: null, doubt: 'no_fields' };
  }
  const dayIn = (text: string) => aamvaDayIn(text, country);
  const fields = captionedFields(pieces, angle, accepting(dayIn), aamvaCaptionOf);
  const text = (field: CardField) => fields[field]?.text ?? '';
  const name = { family: wordsOf(text('family')), given: wordsOf(text('given')), cut: false };
  const number = compact(text('number'));
  const birth = dayIn(text('birth'));
  const expiresOn = dayIn(text('expires'));
  const issuedOn = dayIn(text('issued'));
  const hasName = name.family.length > 0 && name.given.length > 0;
  if (!hasName || number === '' || birth === null || expiresOn === null) {
    return { card: null, doubt: 'field_missing' };
  }
  const isOrdered = birth < (issuedOn ?? receivedOn) && (issuedOn ?? birth) < expiresOn;
  if (!isOrdered || birth >= receivedOn || (issuedOn ?? '') > receivedOn) {
    return { card: null, doubt: 'days_contradict' };
  }
  const types = typesOf(pieces.map((piece) => piece.text));
  return { card: { types, name, birth, issuedOn, expiresOn, number, fields }, doubt: null };
}

function accepting(dayIn: (text: string) => string | null) {
  return (field: CardField, text: string): boolean => {
    switch (field) {
      case 'birth':
      case 'expires':
      case 'issued':
        return dayIn(text) !== null;
      case 'number':
        return /\d/.test(text) && /^[A-Z0-9]{4,20}$/.test(compact(text));
      case 'family':
      case 'family_2':
      case 'given':
        return /^\p{Lu}[\p{L}\p{M}\s'’.,-]*$/u.test(text.trim());
      case 'sex':
      case 'nationality':
      case 'other':
        return false;
    }
  };
}

function compact(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

function wordsOf(text: string): string[] {
  const [spelled = ''] = spellings(text.replace(/[^\p{L}\p{M}\s'’-]/gu, ' '));
  return spelled.split(' ').filter((word) => word.length > 0);
}

const TITLES: [DocumentType, RegExp][] = [
  ['driving_licence', /DRIVERS?LICEN[CS]E|DRIVINGLICEN[CS]E|PERMISDECONDUIRE/],
  ['national_id', /IDENTIFICATIONCARD|IDENTITYCARD|PHOTOCARD|IDCARD/],
];

function typesOf(texts: readonly string[]): DocumentType[] {
  const letters = texts.map((text) => text.toUpperCase().replace(/[^A-Z]/g, ''));
  return TITLES.flatMap(([type, title]) =>
    letters.some((line) => title.test(line)) ? [type] : [],
  );
}
