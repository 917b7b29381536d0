import { TWO_SIDED } from '../../../domain/documents/documents.ts';
import { settledBirth } from '../../../domain/identity/mrz/dates.ts';
import type { Mrz, MrzName } from '../../../domain/identity/mrz/parse.ts';
import { compareMrzWithViz, type MrzOnViz } from '../../../domain/identity/mrz/compare-viz.ts';
import {
  DOUBTS,
  isHeld,
  rereadName,
  type MrzReading,
} from '../../../domain/identity/mrz/repair.ts';
import type { FirstReading } from '../../../domain/identity/twice-read.ts';
import { dayIn } from '../../../domain/identity/viz/days.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { compareWithViz, type VizPage } from './compare-viz.ts';
import type { CleanPage, TextReading, TextRecognizer } from '../engines/engines.ts';
import {
  NOT_PROVEN,
  type IdentityEngines,
  type IdentityFacts,
  type IdentityReading,
  type ReadIdentity,
} from './identity.ts';
import { readingsOf } from './identity-readings.ts';
import { findingDraft } from '../round/finding-draft.ts';
import { zonesOf } from './page-mrzs.ts';
import { orFileFault } from '../round/file-fault.ts';
import { factsOf } from './mrz-facts.ts';
import { unreadMrz, type UnreadMrz } from './unread-mrz.ts';

const RULE = 'identity_reading@6';
/** An MRZ on a later page of a PDF is not looked for. */
const MOST_PAGES = 6;

/**
 * The machine-readable zone of the first page that has a certain one. Throws what is the machine's
 * fault; a file that kills the engine twice is `file_not_processable`.
 */
export async function readMrzPage(
  { recognizer }: Pick<IdentityEngines, 'recognizer'>,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const engine = `${RULE} ${recognizer.version}`;
  let best: Seen | undefined;
  const { receivedAt } = asked;
  for (const page of inOrder(asked).slice(0, MOST_PAGES)) {
    const { signal } = asked;
    const reading = await orFileFault(recognizer, signal, () =>
      recognizer.read(page, { seek: 'mrz', signal }),
    );
    if (reading === null) {
      return {
        judged: findingDraft('inconclusive', ['file_not_processable'], { engine }),
        facts: null,
      };
    }
    const all = seenOn(page, reading);
    if (all.length > 1) return oneOf(all, asked, engine);
    const [seen] = all;
    if (seen && (!best || gravity(seen.zone) > gravity(best.zone))) best = seen;
    if (seen?.zone.doubt === null) break;
  }
  if (!best) return unread(engine, { detail: 'no_page' });
  const fronts = best.zone.doubt === null ? await frontOf(recognizer, asked, best) : [];
  return concluded(best, { receivedAt, engine, fronts });
}

/**
 * Of several documents in one picture that of which everything read is the customer's; where it is none,
 * or more than one, a person looks. Each is read by itself, and held against its own print.
 */
function oneOf(
  all: readonly Seen[],
  { receivedAt, fits }: ReadIdentity,
  engine: string,
): IdentityReading {
  const read = all.map((seen) => concluded(seen, { receivedAt, engine, fronts: [] }));
  const [chosen, ...more] = read.filter(({ facts }) => facts !== null && fits?.(facts) === true);
  if (!chosen || more.length > 0) {
    const documents = { documents: all.length, detail: 'several_documents' };
    const shown = { reasons: ['document_unreadable' as const], measures: {}, readings: [] };
    return unread(engine, documents, shown);
  }
  const { judged: answer, facts } = chosen;
  const measures = { detail: 'one_of_several', ...answer.measures, documents: all.length };
  return { judged: { ...answer, measures }, facts };
}

/**
 * The print of the other side of a card whose MRZ stands on its back; a file that kills the engine has none.
 */
async function frontOf(
  recognizer: TextRecognizer,
  { pages, signal }: ReadIdentity,
  { page, zone }: Seen,
): Promise<VizPage[]> {
  const front = pages.find((one) => one !== page);
  if (zone.mrz?.format !== 'TD1' || !front) return [];
  const reading = await orFileFault(recognizer, signal, () =>
    recognizer.read(front, { seek: 'text', signal }),
  );
  return reading ? [{ lines: reading.lines, angle: Number(reading.measures['angle']) }] : [];
}

interface Seen {
  page: CleanPage;
  reading: TextReading;
  zone: MrzReading;
  /** Indices of the lines that stand on the MRZ's document. */
  print: number[];
}

/** The back of a card first: its MRZ stands there. */
function inOrder({ pages, type }: ReadIdentity): CleanPage[] {
  const isTwoSided = TWO_SIDED.includes(type);
  const place = (page: CleanPage) => (isTwoSided && page.side === 'back' ? -1 : page.index);
  return pages.toSorted((a, b) => place(a) - place(b));
}

function seenOn(page: CleanPage, reading: TextReading): Seen[] {
  return zonesOf(reading).map((one) => ({ page, reading, ...one }));
}

function gravity({ doubt }: MrzReading): number {
  return doubt === null ? DOUBTS.length : DOUBTS.indexOf(doubt);
}

interface Concluding {
  receivedAt: string;
  engine: string;
  fronts: readonly VizPage[];
}

function concluded(seen: Seen, { receivedAt, engine, fronts }: Concluding): IdentityReading {
  const { page, reading, zone } = seen;
  const place = { ...reading.measures, page: page.index, turn: reading.turn };
  const at = { page: page.index, lines: reading.lines, rows: zone.rows };
  const shown = unreadMrz(zone, at, receivedAt.slice(0, 10));
  if (zone.doubt !== null && !isHeld(zone)) {
    return unread(engine, { ...place, detail: zone.doubt }, shown);
  }
  const { names, printed } = namesOf(seen, zone.mrz);
  const isNameCertain = printed.isExact || (names.length === 1 && printed.names !== 'agree');
  const mrz = { ...zone.mrz, name: names[0] ?? zone.mrz.name };
  const read = factsOf(mrz, { names, isNameCertain }, receivedAt.slice(0, 10));
  if (read === null) return unread(engine, { ...place, detail: 'no_calendar_day' }, shown);
  const around = vizAround(seen);
  const birth = settledBirth(read.birth, wholeDays(textsOf(around)));
  const facts = { ...read, birth, isCertain: zone.doubt === null };
  const isOther = fronts.some(
    (front) => compareMrzWithViz(mrz, textsOf(front)).number === 'differs',
  );
  if (!isNumberSure(zone, printed) || isOther) {
    return unread(engine, { ...place, detail: 'number_ambiguous' }, shown);
  }
  const twice = compareWithViz(firstReading(mrz), [...fronts, around]);
  const measures = {
    ...place,
    source: 'mrz',
    format: mrz.format,
    swaps: zone.swaps,
    internally_consistent: consistencyOf(printed),
    valid_at_receipt: validOn(facts, receivedAt.slice(0, 10)),
    name_looks: isNameCertain ? 'agree' : 'differ',
    printed_names: printed.names,
    printed_share: Math.round(printed.share * 100) / 100,
    printed_number: printed.number,
    ...(zone.doubt === null ? {} : { detail: zone.doubt }),
    ...detailOf(printed, isNameCertain),
    ...twice.measures,
  };
  const doubts = [...doubtsOf(printed, isNameCertain), ...twice.reasons];
  const isSure = doubts.length === 0 && zone.doubt === null;
  const answer = findingDraft(isSure ? 'pass' : 'inconclusive', doubts, {
    engine,
    measures,
    readings: readingsOf(mrz, facts, at),
    notProven: NOT_PROVEN,
  });
  return { judged: answer, facts: { ...facts, birthAgain: twice.birthAgain(facts.birth.day) } };
}

/** What the MRZ says that may stand in print too. */
function firstReading(mrz: Mrz): FirstReading {
  const { birth, expiry, sex, nationality, name, lines } = mrz;
  const number = mrz.documentNumber.replace(/[^A-Z0-9]/g, '');
  return { birth, expiry, sex, nationality, number, name, whole: lines.join('') };
}

/** The print beside the MRZ, on its own document. */
function vizAround({ reading, zone, print }: Seen): VizPage {
  const lines = reading.lines.filter((_, at) => print.includes(at) && !zone.rows.includes(at));
  return { lines, angle: Number(reading.measures['angle']) };
}

function textsOf({ lines }: VizPage): string[] {
  return lines.map(({ text }) => text);
}

/** Why there are doubts of `doubtsOf`. */
function detailOf({ names }: MrzOnViz, isNameCertain: boolean): { detail?: string } {
  if (names === 'not_found') return { detail: 'name_not_in_print' };
  if (names !== 'disagree') return {};
  return { detail: isNameCertain ? 'name_differs_in_print' : 'name_unclear' };
}

/**
 * False if the number may still be wrong. A swap of two characters can satisfy a check digit although another
 * character was misread, so the page must print the number if it stands on this side.
 */
function isNumberSure({ swaps, mrz, doubt }: MrzReading, { number }: MrzOnViz): boolean {
  if (doubt !== null) return true; // nothing is sure of it, and it is said so
  const needsViz = swaps > (mrz?.format === 'TD1' ? 1 : 0);
  return needsViz ? number === 'agrees' || number === 'alike' : number !== 'differs';
}

/** All digits hold; of print it is said only where print was compared. */
function consistencyOf({ names, number }: MrzOnViz): string {
  if (names === 'disagree' || number === 'differs') return 'no';
  return names === 'agree' || number === 'agrees' ? 'yes' : 'digits';
}

function validOn({ expiresOn, term }: IdentityFacts, day: string): string {
  if (expiresOn === null) return term === 'unlimited' ? 'yes' : 'unknown';
  return expiresOn >= day ? 'yes' : 'no';
}

/** The days in print whose year is written whole. */
function wholeDays(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const day = dayIn(text);
    return day !== null && text.includes(day.slice(0, 4)) ? [day] : [];
  });
}

/** Where two looks differ, print that disagrees with both is a poor picture, no contradiction. */
function doubtsOf(printed: MrzOnViz, isNameCertain: boolean): ReasonCode[] {
  if (printed.names === 'not_found') return ['document_unreadable'];
  if (printed.names !== 'disagree') return [];
  return [isNameCertain ? 'document_inconsistent' : 'document_unreadable'];
}

function unread(
  engine: string,
  measures: Record<string, number | string>,
  shown?: UnreadMrz,
): IdentityReading {
  const { reasons = ['document_unreadable'], readings = [] } = shown ?? {};
  const answer = findingDraft('inconclusive', reasons, {
    engine,
    measures: { ...measures, ...shown?.measures },
    readings,
    notProven: NOT_PROVEN,
  });
  return { judged: answer, facts: null };
}

/**
 * The name as each look read it, the one that is also printed first, and how the printed text agrees with it.
 */
function namesOf(seen: Seen, mrz: Mrz): { names: MrzName[]; printed: MrzOnViz } {
  const { reading, zone } = seen;
  const others = textsOf(vizAround(seen));
  const again = zone.rows
    .flatMap((row) => reading.lines[row]?.again ?? [])
    .flatMap((text) => rereadName(mrz, text) ?? []);
  const different = [mrz.name, ...again].filter(
    (name, at, all) => all.findIndex((other) => isSameName(name, other)) === at,
  );
  const looks = different
    .map((name) => ({ name, printed: compareMrzWithViz({ ...mrz, name }, others) }))
    .toSorted((a, b) => lettersFound(b) - lettersFound(a));
  const printed = looks[0]?.printed ?? compareMrzWithViz(mrz, others);
  const names = looks
    .flatMap(({ name, printed: { respelled } }) => (respelled ? [name, respelled] : [name]))
    .filter((name, at, all) => all.findIndex((other) => isSameName(name, other)) === at);
  return { names, printed };
}

function lettersFound({ name, printed }: { name: MrzName; printed: MrzOnViz }): number {
  return printed.share * [...name.family, ...name.given].join('').length;
}

function isSameName(a: MrzName, b: MrzName): boolean {
  return a.family.join(' ') === b.family.join(' ') && a.given.join(' ') === b.given.join(' ');
}
