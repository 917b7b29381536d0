import { HOLDER, NOT_HERE, SUPPLIED } from './role-words.ts';

/** What a line says of an address. `not_here`: it is somebody else's, of another time, or a payment's. */
export type Role = 'supplied' | 'holder' | 'not_here';

const listed = (lists: readonly string[]) => lists.flatMap((list) => list.split(', '));
const SUPPLY = new Set(listed(SUPPLIED));
const HOLDERS = new Set(listed(HOLDER));
const OTHERS = listed(NOT_HERE);

/** A label at the start of a line: what it says, and how many of the words it takes. */
export interface Label {
  role: Role;
  words: number;
}

const WORDS_MAX = 6;

/** The label that a line is or begins with; words in ASCII. `isWhole`: nothing else stands in the line. */
export function labelOf(line: readonly string[], hasColon: boolean): Label | null {
  if (saysOther(line)) return { role: 'not_here', words: line.length };
  for (let words = Math.min(WORDS_MAX, line.length); words > 0; words -= 1) {
    const text = line.slice(0, words).join(' ');
    const isLabel = words === line.length || hasColon;
    if (SUPPLY.has(text) && (isLabel || words > 1)) return { role: 'supplied', words };
    if (HOLDERS.has(text) && isLabel) return { role: 'holder', words };
  }
  return null;
}

/** The line speaks of somebody else's address, or of a payment. */
export function saysOther(line: readonly string[]): boolean {
  const text = ` ${line.join(' ')} `;
  return OTHERS.some((phrase) => text.includes(` ${phrase} `));
}

/** A company ends its name so, in the languages we read. */
const LEGAL_FORMS = new Set(
  (
    'ltd limited plc llp llc inc incorporated corp corporation gmbh ag kg ohg ug mbh ev eg sas sasu sarl snc ' +
    'sl slu sau lda ltda srl spa bv nv ab oy oyj as asa aps kft zrt doo sro pty pte bhd sdn'
  ).split(' '),
);

export function isCompany(line: readonly string[]): boolean {
  return line.slice(1).some((word) => LEGAL_FORMS.has(word));
}
