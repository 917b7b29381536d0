import { CONNECTORS, GENERATIONS, NAME_LABELS, OTHER_ROLES, TITLES } from './name-words.ts';

/** Words of one column that stand together, without a number, a colon or a bar between them. */
export interface Run {
  /** Taken apart at `and`, then at commas: `Smith, John & Anna` is two people, the first in two parts. */
  people: string[][][];
  /** Nothing but this and the label of a name stands in its column. */
  alone: boolean;
  /** Behind a number, another label or `c/o`, or before an amount: whoever it names is no addressee. */
  aside: boolean;
}

const COLUMNS = / {3,}/;
/** Stands for `c/o` and its like, as many write it. */
const CARE_OF = '%';
const SIGNS = /%|[A-Z]+|\d[\dA-Z.,/-]*|[&+/,;|:]| [-~]+ /g;
const BOOKED = /^\W*(\d{1,4}[./-]\d{1,2}\b|\d{1,2}[ -][A-Z]{3,9}\.?[ -]\d{2,4}\b)/;
const AMOUNT = /^\d[\d.,]*[.,]\d{2}$/;

/** The columns of a line in capitals, without apostrophes. */
export function columnsOf(ascii: string): string[] {
  return ascii
    .toUpperCase()
    .replaceAll(/['`]/g, '')
    .replaceAll(/\b(SIG|DOTT|GENT|SPETT)\.(?=[A-Z])/g, '$1') // Sig.ra
    .split(COLUMNS)
    .map((column) => column.replaceAll(/\b(?:[CSDW]\/O|P\/A)\b\.?/g, ` ${CARE_OF} `));
}

/** What may name somebody on a line, column by column; `own` are words of the name that is looked for. */
export function runsOf(columns: readonly string[], own: ReadonlySet<string>): Run[] {
  return columns.flatMap((column, at) => {
    const before = columns[at - 1] ?? '';
    const isRow = columns.slice(0, at).some((other) => BOOKED.test(other));
    const isOther = isLabel(before, OTHER_ROLES);
    const runs = inColumn(column, own);
    return runs.map((run) => ({ ...run, aside: run.aside || isRow || isOther }));
  });
}

function inColumn(column: string, own: ReadonlySet<string>): Run[] {
  const runs: Run[] = [];
  let people: string[][][] = [[[]]];
  let [aside, others] = [false, 0];
  const end = (sign: string) => {
    const words = people.flat(2);
    const isLabelled = sign === ':' && words.every((word) => isNaming(word));
    if (words.length > 0 && !isLabelled) {
      runs.push({ people: tidied(people), alone: false, aside: aside || AMOUNT.test(sign) });
    }
    if (sign !== '' && !isLabelled) others += 1;
    aside ||= /^[%\d:]/.test(sign) && !isLabelled;
    people = [[[]]];
  };
  for (const [sign] of column.matchAll(SIGNS)) {
    if (/^[A-Z]/.test(sign) || GENERATIONS.has(sign)) {
      if (CONNECTORS.has(sign) && !own.has(sign)) people.push([[]]);
      else people.at(-1)?.at(-1)?.push(sign);
    } else if (/^[&+/]/.test(sign)) people.push([[]]);
    else if (/^[, ]/.test(sign)) people.at(-1)?.push([]);
    else end(sign);
  }
  end('');
  const [only] = runs;
  const isAlone = runs.length === 1 && others === 0 && only?.people.flat().length === 1;
  return isAlone && only ? [{ ...only, alone: true }] : runs;
}

/** Without empty parts; `Smith, John, Jr` has two parts. */
function tidied(people: string[][][]): string[][][] {
  return people
    .map((parts) =>
      parts.reduce<string[][]>((kept, part) => {
        const isBehind = part.length > 0 && part.every((word) => GENERATIONS.has(word));
        const last = kept.at(-1);
        if (isBehind && last) return [...kept.slice(0, -1), [...last, ...part]];
        return part.length > 0 ? [...kept, part] : kept;
      }, []),
    )
    .filter((parts) => parts.length > 0);
}

function isNaming(word: string): boolean {
  return NAME_LABELS.has(word) || TITLES.has(word);
}

function isLabel(column: string, known: ReadonlySet<string>): boolean {
  return (column.match(/[A-Z]+/g) ?? []).some((word) => known.has(word)) && !/\d/.test(column);
}
