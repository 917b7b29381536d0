import type { Captioned, CardField } from './captions.ts';

/**
 * Captions on fronts of US and Canadian cards, letters alone: the abbreviations of the AAMVA DL/ID Card
 * Design Standard, section "human-readable data elements", and what issuers print in their place.
 */
const WORDS: Record<CardField, string> = {
  family: 'LN LASTNAME FAMILYNAME SURNAME NOM',
  family_2: '',
  given: 'FN FIRSTNAME FIRSTNAMES GIVENNAME GIVENNAMES PRENOM PRENOMS',
  birth: 'DOB DATEOFBIRTH BIRTHDATE DOBDDN DDN',
  number:
    'DLN DL DLNO DLNUMBER LIC LICNO LICENSENO LICENCENO LICENSENUMBER LICENCENUMBER DRIVERLICENSENO ' +
    'DRIVERLICENCENO NDL IDN IDNO IDNUMBER CUSTOMERNUMBER CUSTOMERIDENTIFIER NUMBER NUMBERNUMERO',
  expires: 'EXP EXPIRES EXPDATE EXPIRATION EXPIRATIONDATE EXPIRYDATE EXPEXP EXPIRESEXP',
  issued: 'ISS ISSUED ISSDATE ISSUEDATE DATEOFISSUE ISSDEL',
  sex: '',
  nationality: '',
  other:
    'SEX SEXSEXE SEXE HGT HEIGHT HGTHAUT WGT WEIGHT EYES EYE HAIR CLASS CLASSCATEG END ENDORSEMENTS RESTR ' +
    'REST RESTRICTIONS DD DDREF DONOR VETERAN ADD ADDRESS ORGANDONOR REV DUPS',
};

const FIELD_OF = new Map(
  Object.entries(WORDS).flatMap(([field, words]) =>
    words
      .split(' ')
      .filter((word) => word !== '')
      .map((word): [string, CardField] => [word, field as CardField]),
  ),
);

/** The numbers of the standard's fields, which may stand alone before a value. */
const MARKS: Record<string, CardField> = {
  '1': 'family',
  '2': 'given',
  '3': 'birth',
  '4A': 'issued',
  '4B': 'expires',
  '4D': 'number',
};

/** `4d DLN`, `4b. EXP:`, `DOB`, `3`: a number, a caption of up to three words, what stands behind. */
const SHAPE = /^\s*(?:(4[A-D](?!OB)|\d{1,2})[.,:]?(?!\d)\s*)?(.*)$/is;

/** The caption at the beginning of a piece of print; null where it begins with something else. */
export function aamvaCaptionOf(text: string): Captioned | null {
  const [, mark = '', behind = ''] = SHAPE.exec(text) ?? [];
  const own = MARKS[mark.toUpperCase()];
  const pieces = behind.split(/(?<=[\s/:#.])|(?<=\p{L}{2})(?=\d)/u);
  for (let count = Math.min(4, pieces.length); count > 0; count -= 1) {
    const caption = pieces.slice(0, count).join('');
    const field = /\d/.test(caption) ? undefined : FIELD_OF.get(lettersOf(caption));
    if (field && (own === undefined || field === own || field === 'other')) {
      return {
        field,
        rest: pieces
          .slice(count)
          .join('')
          .replace(/^[\s:#.]+/, ''),
      };
    }
  }
  return behind.trim() === '' && own ? { field: own, rest: '' } : null;
}

/** True where the caption has its word: a number alone may be anything. */
export function isWorded(text: string): boolean {
  return aamvaCaptionOf(text) !== null && /\p{L}{2}/u.test(text);
}

function lettersOf(text: string): string {
  return text
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '');
}
