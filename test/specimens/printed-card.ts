import { photograph, type Shot } from './camera.ts';
import { BOLD, paper, portrait, type Paper, write } from './drawing.ts';
import { printedDay } from './passport.ts';

export type CardLanguage = keyof typeof WORDS;

/** A card without a machine-readable zone, of an invented holder; days as `YYYY-MM-DD`. */
export interface PrintedCardOf {
  family: string;
  given: string;
  birth: string;
  issued: string;
  expires: string;
  number: string;
  language: CardLanguage;
  /** Where a value stands from its caption. */
  layout: 'below' | 'beside';
  /** `12 AUG 1974` or `12.08.1974`. */
  days: 'words' | 'digits';
  /** A caption that is not printed. */
  without?: Caption;
  shot?: Shot;
  seed?: number;
}

const CAPTIONS = [
  'title',
  'family',
  'given',
  'birth',
  'sex',
  'number',
  'issued',
  'expires',
] as const;
type Caption = (typeof CAPTIONS)[number];

/** In the order of `CAPTIONS`. */
const WORDS = {
  en: 'IDENTITY CARD|Surname|Given names|Date of birth|Sex|Document No.|Date of issue|Date of expiry',
  de: 'PERSONALAUSWEIS|Nachname|Vornamen|Geburtsdatum|Geschlecht|Ausweisnummer|Ausstellungsdatum|Gültig bis',
  fr: "CARTE NATIONALE D'IDENTITE|Nom|Prénoms|Date de naissance|Sexe|No du document|Date de délivrance|Date d'expiration",
  es: 'DOCUMENTO NACIONAL DE IDENTIDAD|Apellidos|Nombre|Fecha de nacimiento|Sexo|Número de documento|Fecha de expedición|Válido hasta',
  pt: 'BILHETE DE IDENTIDADE|Apelidos|Nomes|Data de nascimento|Sexo|Número do documento|Data de emissão|Data de validade',
  it: "CARTA D'IDENTITA|Cognome|Nome|Data di nascita|Sesso|Numero documento|Data di rilascio|Data di scadenza",
  'fr-en':
    "CARTE D'IDENTITE / IDENTITY CARD|Nom / Surname|Prénoms / Given names|Date de naissance / Date of birth|Sexe / Sex|No du document / Document No.|Date de délivrance / Date of issue|Date d'expiration / Date of expiry",
  'de-en':
    'AUFENTHALTSTITEL / RESIDENCE PERMIT|Name / Surname|Vornamen / Given names|Geburtsdatum / Date of birth|Geschlecht / Sex|Ausweisnummer / Document No.|Ausstellungsdatum / Date of issue|Gültig bis / Date of expiry',
} as const;

/** Photos of both sides, 105 x 74 mm: the back has an address and a signature, and no MRZ. */
export async function makePrintedCard(of: PrintedCardOf): Promise<{ front: Buffer; back: Buffer }> {
  const { seed = 1, shot } = of;
  const front = paper({ widthMm: 105, heightMm: 74, mm: 13, seed });
  const word = wordsIn(of.language);
  write(front, word('title'), { x: 5, y: 8, sizeMm: 3.4, font: BOLD });
  portrait(front, { x: 5, y: 16, width: 24, seed });
  const day = (text: string) =>
    of.days === 'words' ? printedDay(text) : text.split('-').toReversed().join('.');
  const values: [Caption, string][] = [
    ['family', of.family],
    ['given', of.given],
    ['birth', day(of.birth)],
    ['number', of.number],
    ['issued', day(of.issued)],
    ['expires', day(of.expires)],
  ];
  values.forEach(([caption, value], row) => {
    const at = { x: 34, y: 17 + row * 9.4 };
    field(front, {
      caption: caption === of.without ? '' : word(caption),
      value,
      at,
      layout: of.layout,
    });
  });
  const back = paper({ widthMm: 105, heightMm: 74, mm: 13, seed: seed + 1 });
  write(back, 'ANYTOWN  12 EXAMPLE STREET', { x: 8, y: 20, sizeMm: 3 });
  write(back, 'REGISTRY OFFICE', { x: 8, y: 32, sizeMm: 3 });
  const taken = { seed, width: 1600, height: 1200, ...shot };
  return {
    front: await photograph(front.canvas, taken),
    back: await photograph(back.canvas, taken),
  };
}

function wordsIn(language: CardLanguage): (caption: Caption) => string {
  const words = WORDS[language].split('|');
  return (caption) => words[CAPTIONS.indexOf(caption)] ?? '';
}

function field(
  on: Paper,
  of: { caption: string; value: string; at: { x: number; y: number }; layout: 'below' | 'beside' },
): void {
  const { caption, value, at, layout } = of;
  const isBeside = layout === 'beside';
  write(on, caption, { ...at, sizeMm: isBeside ? 2.3 : 2, colour: '#3f4a5c' });
  const place = isBeside ? { x: at.x + 37, y: at.y } : { x: at.x, y: at.y + 4.1 };
  write(on, value, { ...place, sizeMm: 3.1, font: BOLD });
}
