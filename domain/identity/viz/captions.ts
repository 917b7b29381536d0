/** What a caption on an identity card announces; `other` is nothing that is compared. */
export const CARD_FIELDS = [
  'family',
  'family_2',
  'given',
  'birth',
  'number',
  'expires',
  'issued',
  'sex',
  'nationality',
  'other',
] as const;
export type CardField = (typeof CARD_FIELDS)[number];

/** Captions in English, German, French, Spanish, Portuguese, Italian: letters alone, without marks. */
const CAPTIONS: Record<CardField, string> = {
  family:
    'SURNAME SURNAMES FAMILYNAME LASTNAME NOM NOMDEFAMILLE NOMS APELLIDOS APELLIDO PRIMERAPELLIDO NACHNAME ' +
    'FAMILIENNAME APELIDO APELIDOS COGNOME ACHTERNAAM NAAM',
  family_2: 'SEGUNDOAPELLIDO',
  given:
    'GIVENNAMES GIVENNAME FIRSTNAME FIRSTNAMES FORENAME FORENAMES PRENOM PRENOMS VORNAME VORNAMEN NOMBRE ' +
    'NOMBRES NOMEPROPRIO NOMES NOME VOORNAMEN VOORNAAM',
  birth:
    'DATEOFBIRTH BIRTHDATE DOB DATEDENAISSANCE NELE NEELE GEBURTSDATUM GEBURTSTAG GEBORENAM ' +
    'FECHADENACIMIENTO FECHANACIMIENTO NACIMIENTO DATADENASCIMENTO DATANASCIMENTO NASCIMENTO ' +
    'DATADINASCITA NATOIL NATAIL GEBOORTEDATUM',
  number:
    'DOCUMENTNO DOCUMENTNUMBER DOCNO CARDNO CARDNUMBER IDNO IDNUMBER IDENTITYCARDNO NUMERODEDOCUMENT ' +
    'NODEDOCUMENT NDUDOCUMENT NUMERODUDOCUMENT NODUDOCUMENT NODOCUMENT CARTENO NUMERODECARTE CARTENATIONALEDIDENTITENO CARTENATIONALEDIDENTITEN ' +
    'AUSWEISNUMMER AUSWEISNR DOKUMENTENNUMMER DOKUMENTENNR KARTENNUMMER SERIENNUMMER ' +
    'NUMERODEDOCUMENTO NUMDOCUMENTO NODOCUMENTO NUMSOPORTE NUMERODESOPORTE NUMERODODOCUMENTO NDOCUMENTO ' +
    'NUMERODOCUMENTO NUMEROCARTA CARTAN NUMERODICARTA DOCUMENTNUMMER PASSPORTNO PASSPORTNUMBER ' +
    'PASSEPORTNO NODUPASSEPORT REISEPASSNUMMER PASSNUMMER',
  expires:
    'DATEOFEXPIRY EXPIRYDATE EXPIRATIONDATE EXPIRES EXP VALIDUNTIL DATEDEXPIRATION DATEEXPIRATION VALABLEJUSQUAU EXPIRELE ' +
    'GULTIGBIS ABLAUFDATUM FECHADECADUCIDAD FECHACADUCIDAD VALIDOHASTA VALIDEZ CADUCIDAD ' +
    'DATADEVALIDADE VALIDOATE VALIDADE DATADISCADENZA SCADENZA GELDIGTOT',
  issued:
    'DATEOFISSUE ISSUEDON ISSUEDATE ISS DATEDEDELIVRANCE DELIVREELE DELIVRELE AUSSTELLUNGSDATUM AUSGESTELLTAM ' +
    'FECHADEEXPEDICION FECHADEEMISION EXPEDICION EMISION DATADEEMISSAO EMISSAO DATADIRILASCIO RILASCIATOIL',
  sex: 'SEX SEXE GESCHLECHT SEXO SESSO',
  nationality:
    'NATIONALITY NATIONALITE STAATSANGEHORIGKEIT NACIONALIDAD NACIONALIDADE CITTADINANZA',
  other:
    'PLACEOFBIRTH LIEUDENAISSANCE GEBURTSORT LUGARDENACIMIENTO LOCALDENASCIMENTO ' +
    'NATURALIDADE LUOGODINASCITA AUTHORITY AUTORITE BEHORDE AUTORIDAD AUTORIDADE AUTORITA HEIGHT TAILLE ' +
    'GROSSE ESTATURA ALTURA STATURA ADDRESS ADRESSE ANSCHRIFT DOMICILIO MORADA RESIDENZA INDIRIZZO ' +
    'SIGNATURE UNTERSCHRIFT FIRMA ASSINATURA REMARKS ANMERKUNGEN BIRTHNAME GEBURTSNAME CARDACCESSNUMBER',
};

/** The longest first: `NOMBRE` is not `NOM`. */
const KNOWN = CARD_FIELDS.flatMap((field) =>
  CAPTIONS[field].split(' ').map((letters) => ({ field, letters })),
).toSorted((a, b) => b.letters.length - a.letters.length);

export interface Captioned {
  field: CardField;
  /** What stands behind the caption in the same piece; empty where nothing does. */
  rest: string;
}

/**
 * The caption at the beginning of a piece of print, in one language or several (`Nom/Surname`), with or
 * without spaces; null where it begins with something else.
 */
export function captionOf(text: string): Captioned | null {
  let found = captionAt(text.replace(NUMBERING, '').replace(NAME, ''));
  while (found !== null) {
    const { field } = found;
    const rest = found.rest.replace(/^[\s/|:;.,·°()-]+/, '');
    const again = captionAt(rest);
    if (again?.field !== field) return { field, rest };
    found = again;
  }
  return null;
}

/** `1.`, `[a]`, `(b)` */
const NUMBERING = /^\s*[[(]?(?:\d{1,2}|[a-z])[\]).]\s*/;
/** German `Name` may be any: what it is in the other languages says which. */
const NAME = /^\s*Name\s*[/|]\s*/i;

function captionAt(text: string): Captioned | null {
  const letters = [...text.normalize('NFD')];
  const at = letters.flatMap((sign, index) => (/\p{L}/u.test(sign) ? [index] : []));
  const compact = at
    .map((index) => (letters[index] ?? '').toUpperCase())
    .join('')
    .replaceAll('ß', 'SS');
  for (const { field, letters: caption } of KNOWN) {
    if (!compact.startsWith(caption)) continue;
    const last = at[caption.length - 1] ?? 0;
    const behind = letters
      .slice(last + 1)
      .join('')
      .replace(/^\p{M}+/u, '');
    if (isEnd(letters.slice(at[0], last + 1), behind))
      return { field, rest: behind.normalize('NFC') };
  }
  return null;
}

/**
 * A caption ends with its word. Where spaces are lost, small letters before a capital end it, or letters
 * enough that no name begins with them.
 */
function isEnd(caption: readonly string[], behind: string): boolean {
  if (behind === '' || !/^\p{L}/u.test(behind)) return true;
  if (caption.some((sign) => /\s/.test(sign))) return false;
  if (/\p{Ll}/u.test(caption.at(-1) ?? '')) return /^\p{Lu}/u.test(behind);
  return caption.length >= 7;
}
