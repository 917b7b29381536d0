import type { ScorePiece } from '../../checks/findings.ts';
import {
  judgePerson,
  mayHold,
  scoreOf,
  statedName,
  surest,
  type Person,
  type StatedName,
} from './name-person.ts';
import { columnsOf, runsOf, type Run } from './name-runs.ts';
import { COMPANIES } from './name-words.ts';
import type { Window } from '../page/ratio.ts';

export interface NameMatch {
  /**
   * `found`: family and first given name stand side by side. `close`: an initial, another given
   * name, part of the family name, or somebody between them: a person looks.
   */
  found: 'found' | 'close' | 'missing';
  /** 0 to 100: that of the words which stand there, by the one comparison of names. */
  score: number;
  pieces: ScorePiece[];
  at: Window | null;
}

/** One place where a name stands. */
export interface NamePlace extends NameMatch {
  found: 'found' | 'close';
  at: Window;
  /** Nothing but the label of a name stands beside it in its column. */
  alone: boolean;
}

const RANK = { missing: 0, close: 1, found: 2 } as const;

/**
 * Every place where a stated name stands on the lines of a page or of a block, top to bottom. The
 * caller transliterated lines and name to ASCII; columns are apart by three spaces. What stands beside
 * the name in its column counts: a word that is neither title nor label of a name makes it `close`.
 */
export function namePlaces(
  lines: readonly string[],
  names: { given: string; family: string },
): NamePlace[] {
  const stated = statedName(names);
  const own = new Set([...stated.family, ...stated.given]);
  const rows = lines.map((line) => columnsOf(line));
  const places = rows.flatMap((columns, from) =>
    runsOf(columns, own).flatMap((run) => {
      const place = placeIn(run, stated, { from, to: from + 1 });
      return place ? [place] : [];
    }),
  );
  const sure = places.filter((one) => one.found === 'found');
  const free = (at: Window) => !sure.some((one) => one.at.from < at.to && at.from < one.at.to);
  const split = [2, 3].flatMap((size) => acrossLines(rows, stated, size));
  return [...places, ...split.filter(({ at }) => free(at))].sort((a, b) => a.at.from - b.at.from);
}

/** The best place of a name on the lines of a page. */
export function bestName(
  lines: readonly string[],
  names: { given: string; family: string },
): NameMatch {
  const places = namePlaces(lines, names);
  const { pieces } = scoreOf([], statedName(names));
  const none: NameMatch = { found: 'missing', score: 0, pieces, at: null };
  return places.reduce<NameMatch>((best, one) => (isBetterName(one, best) ? one : best), none);
}

function placeIn(run: Run, stated: StatedName, at: Window): NamePlace | null {
  if (!mayHold(run.people.flat(2), stated)) return null;
  const parts = run.people.flatMap((person) => [
    ...person,
    ...person.slice(1).map((part, nth) => [...(person[nth] ?? []), ...part]),
  ]);
  const seen = parts.flatMap((words) => judgePerson(words, stated, run.alone) ?? []);
  const person = surest(seen) ?? sharedName(run, stated);
  if (!person) return null;
  const own = [...stated.given, ...stated.family];
  const isFirm = run.people.flat(2).some((word) => COMPANIES.has(word) && !own.includes(word));
  const isOneWord = stated.given.length + stated.family.length === 1;
  const isDoubted = run.aside || isFirm || (isOneWord && !run.alone);
  const found = isDoubted ? 'close' : person.found;
  return { ...person, found, score: person.score * 100, at, alone: run.alone };
}

/** `Hans and Anna Smith`: the family name of another holder may be that of this one too. */
function sharedName({ people }: Run, stated: StatedName): Person | null {
  const all = people.flat();
  if (all.length < 2) return null;
  const full = (words: readonly string[]) =>
    judgePerson([...words, ...stated.family], stated, true);
  const rest = all.find((words) => stated.family.every((word) => words.includes(word)));
  const others = all.filter((words) => words !== rest);
  const person = rest && surest(others.flatMap((words) => full(words) ?? []));
  return person ? { ...person, found: 'close' } : null;
}

/** A name over two or three lines of one column counts where nothing else stands in them. */
function acrossLines(rows: readonly string[][], stated: StatedName, size: number): NamePlace[] {
  return rows.flatMap((columns, from) =>
    columns.flatMap((_, nth) => {
      const cells = rows.slice(from, from + size).flatMap((row) => row[nth] ?? []);
      if (cells.length < size || !cells.every((cell) => PLAIN.test(cell))) return [];
      const words = cells.flatMap((cell) => cell.match(/[A-Z]+/g) ?? []);
      const person = judgePerson(words, stated);
      if (person?.found !== 'found' || words.some((word) => COMPANIES.has(word))) return [];
      const at = { from, to: from + size };
      return [{ ...person, score: person.score * 100, at, alone: true }];
    }),
  );
}

const PLAIN = /^[A-Z .-]*[A-Z][A-Z .-]*$/;

/** The surer, then the higher score. */
export function isBetterName(a: NameMatch, b: NameMatch): boolean {
  if (a.found !== b.found) return RANK[a.found] > RANK[b.found];
  return a.score > b.score;
}
