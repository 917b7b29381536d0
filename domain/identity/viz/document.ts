import type { DocumentType } from '../../documents/documents.ts';
import type { MrzName } from '../mrz/parse.ts';
import { readPrintedAamva } from './aamva.ts';
import { type PrintedCard, readPrintedCard } from './card.ts';
import { readPrintedLicence, type PrintedDoubt } from './licence.ts';
import { rowsOfPieces, type PrintedPiece, type PrintedRow } from './rows.ts';
import type { PrintedField } from './fields.ts';

/** What print alone says; `pieces`: the places of each value among the pieces of print. Days are `YYYY-MM-DD`. */
export interface PrintedDocument {
  /** What it says it is; none where it does not. */
  types: DocumentType[];
  name: MrzName;
  birth: string;
  issuedOn: string | null;
  expiresOn: string;
  number: string;
  pieces: Record<'family' | 'given' | 'birth' | 'issued' | 'expires' | 'number', readonly number[]>;
}

type Read = { document: PrintedDocument; doubt: null } | { document: null; doubt: PrintedDoubt };

/**
 * Reads a US or Canadian front by the captions of its standard, another licence by the numbers of its
 * fields, any other document by their captions; a licence without numbers by captions too. Text runs at
 * `angle` degrees clockwise.
 */
export function readPrintedDocument(
  pieces: readonly PrintedPiece[],
  asked: { angle: number; receivedOn: string; type: DocumentType; country: string | null },
): Read {
  if (isAamva(asked)) {
    const { card, doubt } = readPrintedAamva(pieces, asked);
    if (card) return { document: ofCard(card), doubt: null };
    if (doubt !== 'no_fields') return { document: null, doubt };
  }
  const isLicence = asked.type === 'driving_licence';
  const numbered: Read = isLicence ? byNumbers(pieces, asked) : NOTHING;
  if (numbered.doubt !== 'no_fields') return numbered;
  const { card, doubt } = readPrintedCard(pieces, asked);
  return card === null ? { document: null, doubt } : { document: ofCard(card), doubt: null };
}

/** ISO 3166-1 alpha-2 of those whose states, provinces or offices issue by the AAMVA standard. */
export const AAMVA_COUNTRIES: readonly string[] = ['US', 'CA', 'AS', 'GU', 'MP', 'PR', 'VI'];

/** Such a card is a licence or an identification card. */
function isAamva({ type, country }: { type: DocumentType; country: string | null }): boolean {
  const isCard = type === 'driving_licence' || type === 'national_id';
  return isCard && (country === null || AAMVA_COUNTRIES.includes(country));
}

function ofCard({ fields, ...rest }: PrintedCard): PrintedDocument {
  const at = (field: keyof typeof fields) => fields[field]?.pieces ?? [];
  const places = {
    family: [...at('family'), ...at('family_2')],
    given: at('given'),
    birth: at('birth'),
    issued: at('issued'),
    expires: at('expires'),
    number: at('number'),
  };
  return { ...rest, pieces: places };
}

const NOTHING: Read = { document: null, doubt: 'no_fields' };

function byNumbers(
  pieces: readonly PrintedPiece[],
  { angle, receivedOn }: { angle: number; receivedOn: string },
): Read {
  const rows = rowsOfPieces(pieces, angle);
  const { licence, doubt } = readPrintedLicence(rows, receivedOn);
  if (licence === null) return { document: null, doubt };
  const { fields, ...rest } = licence;
  const at = (field: PrintedField | undefined) => piecesOf(field, rows, pieces);
  const places = {
    family: at(fields['1']),
    given: at(fields['2']),
    birth: at(fields['3']),
    issued: at(fields['4a']),
    expires: at(fields['4b']),
    number: at(fields['5']),
  };
  return { document: { ...rest, types: ['driving_licence'], pieces: places }, doubt: null };
}

/** The pieces of a field's row that hold its text; all of the row where none does by itself. */
function piecesOf(
  field: PrintedField | undefined,
  rows: readonly PrintedRow[],
  pieces: readonly PrintedPiece[],
): number[] {
  const row = rows[field?.line ?? -1]?.pieces ?? [];
  const own = row.filter((at) => field?.text.includes(pieces[at]?.text ?? ''));
  return own.length > 0 ? own : row;
}
