import type { Claim } from '../claim.ts';
import { bestName, type NameMatch } from './name.ts';
import { isCompany, saysOther } from '../page/roles.ts';
import { plainWordsOf, wordsOf } from '../words/words.ts';

/** The claimed name in a line, or in two that follow each other. */
export interface NameStanding {
  match: NameMatch;
  /** Lines it takes, from the first on. */
  lines: number;
  /** Words of the last line before the end of the name. */
  words: number;
}

const OTHERS_MAX = 6;

/**
 * The name at the start of the lines of a block. It is none's in a company's name, in a line of a
 * payment, or behind other words with numbers; a name of one word needs the line for itself.
 */
export function nameStands(lines: readonly string[], claim: Claim): NameStanding | null {
  const [first = '', second] = lines.map((line) => claim.ascii(line));
  const here = standing([first], claim);
  if (here !== null && here.match.found === 'found') return here;
  const isSplit = second !== undefined && !/\d/.test(first + second);
  const both = isSplit ? standing([first, second], claim) : null;
  const isInBoth = both !== null && both.match.found === 'found' && seen([second ?? ''], claim);
  return isInBoth ? both : here;
}

function standing(lines: readonly string[], claim: Claim): NameStanding | null {
  const words = lines.map(wordsOf);
  const match = bestName(lines, claim.names);
  if (match.found === 'missing') return null;
  const plain = lines.flatMap(plainWordsOf);
  if (isCompany(plain) || saysOther(plain)) return null;
  const names = new Set([...claim.given, ...claim.family]);
  const all = words.flat();
  const last = all.findLastIndex((word) => names.has(word));
  const before = all.slice(0, Math.max(0, last));
  const others = all.filter((word) => !names.has(word) && !TITLES.has(word));
  if (before.some((word) => /\d/.test(word)) || others.length > OTHERS_MAX) return null;
  const isOneWord = claim.given.length === 0 && claim.family.length === 1;
  if (isOneWord && others.length > 0) return null;
  return { match, lines: lines.length, words: last < 0 ? all.length : last + 1 };
}

function seen(lines: readonly string[], { given, family }: Claim): boolean {
  const words = lines.flatMap(wordsOf);
  return words.length > 0 && words.every((word) => given.includes(word) || family.includes(word));
}

const TITLES = new Set(
  (
    'mr mrs ms miss mx sir dr prof herr herrn frau fam familie monsieur madame mme mlle m don dona d sr sra ' +
    'srta senhor senhora exmo exma sig signor signora dhr mevr mw de heer hr fru pan pani ing mag dipl ' +
    'ibu bapak bpk tuan puan encik cik shri smt kumari customer name kunde client cliente titular'
  ).split(' '),
);
