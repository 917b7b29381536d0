import type { Block, PagePieces, Piece } from './blocks.ts';
import type { Claim } from '../claim.ts';
import { nameStands, type NameStanding } from '../names/name-stands.ts';
import { isLeft, isNoReceiver, type Looked } from './refused.ts';
import { labelIn, rowsOf, type Row } from './rows.ts';
import type { PlacedAtom } from '../sequence.ts';

/** Lines in which the claimed address may stand, and what they are on the page. */
export interface Candidate {
  /** `addressee`: below the name; `supplied`: below a label; `none`: neither. */
  role: 'addressee' | 'supplied' | 'none';
  name: NameStanding | null;
  /** First line of the name, in the block. */
  nameAt: number | null;
  /** Labelled as the holder's or as the place of supply. */
  isLabelled: boolean;
  /** What stands around it says that it is somebody else's, a payment's, or a footer. */
  isRefused: boolean;
  rows: readonly Row[];
  printed: readonly PlacedAtom[];
  /** Of the name, or of the label of the place of supply. */
  piece: Piece;
  top: number;
}

/** An address has no more lines. */
const LINES_MAX = 9;
/** Of a page: what starts lower is a footer; an addressee without a label stands above the middle. */
const FOOTER = 0.9;
const ADDRESSEE = 0.55;
const NAME_AFTER = new Set(['JP', 'CN', 'KR', 'TW', 'RU', 'UA', 'BY', 'KZ', 'IR', 'HU']);

/** Every run of lines of a block in which the address may stand. */
export function candidatesOf(block: Block, page: Looked, claim: Claim): Candidate[] {
  const rows = rowsOf(block, { ascii: claim.ascii, country: claim.lexicon.country });
  const outer = around(block, page, claim);
  const found: Candidate[] = [];
  const base = (at: number) => ({
    rows,
    piece: (rows[at]?.piece ?? block[0]) as Piece,
    top: rows[at]?.piece.box[1] ?? 0,
    isRefused:
      outer.isRefused ||
      rows.slice(Math.max(0, at - 3), at + 1).some(({ label }) => label?.role === 'not_here') ||
      (rows[at]?.piece.box[1] ?? 0) > page.height * FOOTER,
  });
  const labels = rows.map(({ label }, at) => label ?? (at === 0 ? outer.label : null));
  rows.forEach((row, at) => {
    const lines = [row.text, ...rows.slice(at + 1, at + 2).map(({ text }) => text)];
    const name = row.text === '' ? null : nameStands(lines, claim);
    if (!name) return;
    const label = labels[at] ?? (isLabel(rows[at - 1]) ? (rows[at - 1]?.label ?? null) : null);
    const isLabelled = label?.role === 'supplied' || label?.role === 'holder';
    const isLow = base(at).top > page.height * ADDRESSEE;
    const rest = name.lines > 1 ? [] : behindName(row, name, claim);
    const printed = placed(rows, at + name.lines, rest);
    const role = label?.role === 'supplied' ? 'supplied' : 'addressee';
    const isRefused =
      base(at).isRefused ||
      (isLow && !isLabelled) ||
      isNoReceiver(rows, at, { page, claim, isLabelled }) ||
      (role === 'supplied' && isLeft(rows, at, page, claim));
    found.push({ ...base(at), role, name, nameAt: at, isLabelled, isRefused, printed });
    if (NAME_AFTER.has(claim.lexicon.country) && at > 0 && rest.length === 0) {
      const above = placed(rows.slice(0, at), 0, []);
      found.push({ ...base(at), role, name, nameAt: at, isLabelled, isRefused, printed: above });
    }
  });
  rows.forEach((_, at) => {
    if (labels[at]?.role !== 'supplied') return;
    const printed = placed(rows, rows[at]?.text === '' ? at + 1 : at, []);
    found.push({
      ...base(at),
      role: 'supplied',
      name: null,
      nameAt: null,
      isLabelled: true,
      isRefused: base(at).isRefused || isLeft(rows, at, page, claim),
      printed,
    });
  });
  rows.forEach((_, at) => {
    const printed = placed(rows, at, []);
    found.push({ ...base(at), role: 'none', name: null, nameAt: null, isLabelled: false, printed });
  });
  return found;
}

function isLabel(row: Row | undefined): boolean {
  return row?.label !== null && row?.label !== undefined && row.text === '';
}

/** Atoms of the lines from `from` on, behind those of `first`. */
function placed(rows: readonly Row[], from: number, first: Row['atoms']): PlacedAtom[] {
  const before = first.map((atom) => ({ ...atom, line: Math.max(0, from - 1) }));
  const after = rows
    .slice(from, from + LINES_MAX)
    .flatMap(({ atoms }, at) => atoms.map((atom) => ({ ...atom, line: from + at })));
  return [...before, ...after];
}

/** What stands in the line behind the name, where an address does. */
function behindName(row: Row, { match }: NameStanding, claim: Claim): Row['atoms'] {
  if (match.found === 'missing') return [];
  const names = new Set([...claim.given, ...claim.family]);
  const last = row.atoms.findLastIndex(({ spellings }) => spellings.some((one) => names.has(one)));
  const rest = row.atoms.slice(last + 1);
  return rest.some(({ kind }) => kind === 'number') ? rest : [];
}

/** What stands above a block and beside its first line. */
function around(block: Block, page: PagePieces, { ascii }: Claim) {
  const [first] = block;
  if (!first) return { label: null, isRefused: false };
  const [left, top, width, height] = first.box;
  const beside = page.pieces
    .filter((one) => one.line === first.line && one.column < first.column)
    .toSorted((a, b) => b.column - a.column)[0];
  const above = page.pieces
    .filter(({ box }) => box[0] < left + width && left < box[0] + box[2] && box[1] < top)
    .filter(({ box }) => top - box[1] - box[3] < height * 3.5)
    .toSorted((a, b) => b.box[1] - a.box[1])[0];
  const labels = [beside, above].map((one) => (one ? labelIn(one.text, ascii) : null));
  const label = labels.find((one) => one !== null && one.role !== 'not_here') ?? null;
  return { label, isRefused: labels.some((one) => one?.role === 'not_here') };
}
