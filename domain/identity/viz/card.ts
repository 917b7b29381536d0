import type { DocumentType } from '../../documents/documents.ts';
import type { MrzName } from '../mrz/parse.ts';
import { spellings } from '../mrz/transliterate.ts';
import { captionedFields, type CardFields } from './captioned.ts';
import { captionOf, type CardField } from './captions.ts';
import { dayIn } from './days.ts';
import type { PrintedDoubt } from './licence.ts';
import type { PrintedPiece } from './rows.ts';

/** What is printed on an identity card or permit without an MRZ. Days are `YYYY-MM-DD`. */
export interface PrintedCard {
  /** What its title says it is; none where no title was read. */
  types: DocumentType[];
  name: MrzName;
  birth: string;
  issuedOn: string | null;
  expiresOn: string;
  /** Upper case, letters and digits only. */
  number: string;
  fields: CardFields;
}

/** Fewer captions are a page of something else. */
const CAPTIONS_MIN = 3;

/**
 * Reads a card by its captions (`Surname`, `Nachname`, `Nom/Surname`), in six languages. All of family
 * name, given names, birth, number and expiry must be captioned: what is not is not guessed.
 */
export function readPrintedCard(
  pieces: readonly PrintedPiece[],
  { angle, receivedOn }: { angle: number; receivedOn: string },
): { card: PrintedCard; doubt: null } | { card: null; doubt: PrintedDoubt } {
  const captions = pieces.filter(({ text }) => captionOf(text) !== null);
  if (captions.length < CAPTIONS_MIN) return { card: null, doubt: 'no_fields' };
  const fields = captionedFields(pieces, angle, accepts);
  const text = (field: CardField) => fields[field]?.text ?? '';
  const name = {
    family: wordsOf(`${text('family')} ${text('family_2')}`),
    given: wordsOf(text('given')),
    cut: false,
  };
  const birth = dayIn(text('birth'), receivedOn);
  const expiresOn = dayIn(text('expires'));
  const issuedOn = dayIn(text('issued'));
  const number = compact(text('number'));
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

/** A day in a day's field, a digit in a number's, and letters alone in a name's. */
function accepts(field: CardField, text: string): boolean {
  switch (field) {
    case 'birth':
    case 'expires':
    case 'issued':
      return dayIn(text) !== null;
    case 'number':
      return /\d/.test(text) && /^[A-Z0-9]{5,20}$/.test(compact(text));
    case 'family':
    case 'family_2':
    case 'given':
      return /^\p{Lu}[\p{L}\p{M}\s'’.,-]*$/u.test(text.trim());
    case 'sex':
    case 'nationality':
    case 'other':
      return false;
  }
}

function compact(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

function wordsOf(text: string): string[] {
  const [spelled = ''] = spellings(text.replace(/[^\p{L}\p{M}\s'’-]/gu, ' '));
  return spelled.split(' ').filter((word) => word.length > 0);
}

const TITLES: [DocumentType, RegExp][] = [
  [
    'residence_permit',
    /RESIDENCEPERMIT|AUFENTHALTSTITEL|TITREDESEJOUR|PERMISODERESIDENCIA|TITULODERESIDENCIA|PERMESSODISOGGIORNO/,
  ],
  [
    'national_id',
    /IDENTITYCARD|PERSONALAUSWEIS|CARTENATIONALEDIDENTITE|CARTEDIDENTITE|DOCUMENTONACIONALDEIDENTIDAD|CARTAODECIDADAO|BILHETEDEIDENTIDADE|CARTADIDENTITA/,
  ],
  [
    'driving_licence',
    /DRIVINGLICEN[CS]E|FUHRERSCHEIN|PERMISDECONDUIRE|PERMISODECONDUCIR|PATENTEDIGUIDA/,
  ],
];

function typesOf(texts: readonly string[]): DocumentType[] {
  const letters = texts.map((text) =>
    text
      .normalize('NFD')
      .toUpperCase()
      .replace(/[^A-Z]/g, ''),
  );
  return TITLES.flatMap(([type, title]) =>
    letters.some((line) => title.test(line)) ? [type] : [],
  );
}
