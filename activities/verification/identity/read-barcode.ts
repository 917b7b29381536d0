import {
  type Licence,
  type LicenceDoubt,
  readLicence,
} from '../../../domain/identity/aamva/licence.ts';
import type { Reading } from '../../../domain/checks/findings.ts';
import type { FirstReading } from '../../../domain/identity/twice-read.ts';
import { compareMrzWithViz, type MrzOnViz } from '../../../domain/identity/mrz/compare-viz.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { SEARCH_CPU_MS } from '../engines/barcode.ts';
import { readingsOf } from './barcode-readings.ts';
import { compareWithViz, type VizPage } from './compare-viz.ts';
import type { Box, CleanPage, TextReading } from '../engines/engines.ts';
import {
  NOT_PROVEN,
  type IdentityEngines,
  type IdentityFacts,
  type IdentityReading,
  type ReadIdentity,
} from './identity.ts';
import { findingDraft } from '../round/finding-draft.ts';
import { orFileFault } from '../round/file-fault.ts';

const RULE = 'identity_reading@6';
const MOST_PAGES = 6;
/** Lines of print on a front that can be read at all: name, number, birth and more. */
const LEGIBLE_FROM = 4;

/** There is neither a signature nor a check digit in such a barcode. */
const BARCODE_NOT_PROVEN = [
  ...NOT_PROVEN,
  'That its issuer wrote the barcode: anybody can print one.',
];

/**
 * The barcode of a US or Canadian licence or identification card, held against the print of its front.
 * Throws what is the machine's fault; a file that kills an engine twice is `file_not_processable`.
 */
export async function readBarcode(
  engines: IdentityEngines,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const engine = `${RULE} ${engines.barcodes.version} ${engines.recognizer.version}`;
  const back = await orFileFault(engines.barcodes, asked.signal, () => findOn(engines, asked));
  if (back === null) return unprocessable(engine);
  const { found, measures } = back;
  if (!found) return unread(engine, { ...measures, source: 'barcode', detail: 'no_barcode' });
  const { licence, doubt, seen } = readLicence(found.bytes, asked.receivedAt.slice(0, 10));
  const place = { ...measures, source: 'barcode', page: found.page.index };
  const at = { page: found.page.index, box: found.box };
  if (licence === null) {
    return unread(engine, { ...place, detail: doubt }, { doubt, readings: readingsOf(seen, at) });
  }
  const print = await orFileFault(engines.recognizer, asked.signal, () =>
    readFront(engines, asked, found.page),
  );
  if (print === null) return unprocessable(engine);
  const texts = print.flatMap(({ lines }) => lines.map(({ text }) => text));
  const printed = compareMrzWithViz(comparable(licence), texts);
  const twice = compareWithViz(firstReading(licence), print);
  const front = doubtsOf(printed, texts);
  const doubts = [...front, ...twice.reasons];
  const facts = { ...factsOf(licence, doubt), birthAgain: twice.birthAgain(licence.birth) };
  const isDoubtful = doubts.length > 0 || doubt !== null;
  const answer = findingDraft(isDoubtful ? 'inconclusive' : 'pass', doubts, {
    engine,
    measures: {
      ...place,
      ...(doubt === null ? {} : { detail: doubt }),
      aamva_version: licence.version ?? 'unknown',
      front_lines: texts.length,
      printed_names: printed.names,
      printed_share: Math.round(printed.share * 100) / 100,
      printed_number: printed.number,
      ...frontDetail(front),
      ...twice.measures,
    },
    readings: readingsOf(licence, at),
    notProven: BARCODE_NOT_PROVEN,
  });
  return { judged: answer, facts };
}

interface Place {
  page: CleanPage;
  bytes: Uint8Array;
  box: Box;
}

/** The first page with a card's barcode, the back before all others; all within one budget. */
async function findOn({ barcodes }: IdentityEngines, { pages, signal }: ReadIdentity) {
  let measures: Record<string, number> = {};
  let spentMs = 0;
  let barred: { page?: number } = {};
  const backs = pages.toSorted((a, b) => Number(b.side === 'back') - Number(a.side === 'back'));
  for (const page of backs.slice(0, MOST_PAGES)) {
    const search = await barcodes.read(page, { signal, cpuMs: SEARCH_CPU_MS - spentMs });
    spentMs += search.measures['cpu_ms'] ?? 0;
    measures = { ...search.measures, cpu_ms: spentMs };
    if (search.measures['bars'] === 1) barred = { page: page.index, ...barred };
    if (search.found) return { found: { page, ...search.found } satisfies Place, measures };
  }
  return { found: null, measures: { ...measures, ...barred } };
}

/** What is printed on the other pages. */
async function readFront(
  { recognizer }: IdentityEngines,
  { pages, signal }: ReadIdentity,
  back: CleanPage,
): Promise<VizPage[]> {
  const readings: TextReading[] = [];
  for (const page of pages.filter((one) => one !== back).slice(0, MOST_PAGES)) {
    readings.push(await recognizer.read(page, { seek: 'text', signal }));
  }
  return readings.map(({ lines, measures }) => ({ lines, angle: Number(measures['angle']) }));
}

/**
 * What the barcode says that may stand in print too. Not the sex: one letter behind a caption is too little
 * against a barcode whose name, number and days the front has.
 */
function firstReading({ birth, expiresOn, number, name }: Licence): FirstReading {
  const six = (day: string) => day.slice(2).replaceAll('-', '');
  const days = { birth: six(birth), expiry: six(expiresOn ?? '') };
  return { ...days, sex: null, nationality: null, number, name, whole: number };
}

function comparable({ name, number, birth }: Licence) {
  const [year = '', month = '', day = ''] = birth.split('-');
  return {
    name,
    documentNumber: number,
    birth: year.slice(2) + month + day,
    format: 'TD2',
  } as const;
}

/** A front that can be read and has not this name is another's; one without the number is a poor look. */
function doubtsOf({ names, number }: MrzOnViz, print: readonly string[]): ReasonCode[] {
  if (names === 'agree' && number === 'agrees') return [];
  const isLegible = print.length >= LEGIBLE_FROM;
  const isContradicted = names === 'disagree' || (isLegible && names !== 'agree');
  return [isContradicted && isLegible ? 'document_inconsistent' : 'document_unreadable'];
}

function frontDetail([doubt]: readonly ReasonCode[]): { detail?: string } {
  if (doubt === undefined) return {};
  return { detail: doubt === 'document_inconsistent' ? 'front_differs' : 'front_unclear' };
}

/** With a doubt nothing that the barcode breaks is a failure, and nothing contradicts for certain. */
function factsOf(licence: Licence, doubt: LicenceDoubt | null): IdentityFacts {
  const { country, jurisdiction, birth } = licence;
  const [year = null, month = null, date = null] = birth.split('-');
  return {
    types: [licence.kind === 'DL' ? 'driving_licence' : 'national_id'],
    names: [licence.name],
    isNameCertain: doubt === null,
    isCertain: doubt === null,
    documentNumber: licence.number,
    issuer: jurisdiction === null ? country : `${country}-${jurisdiction}`,
    issuerKind: 'country',
    issuingCountry: country,
    nationality: null,
    birth: { year, month, date, day: birth },
    birthAgain: 'not_read',
    expiresOn: licence.expiresOn,
    ...(licence.expiresOn === null ? { term: 'unlimited' as const } : {}),
  };
}

/** A picture cannot be clearer than a barcode that was decoded: what it says itself is for a person. */
function unread(
  engine: string,
  measures: Record<string, number | string>,
  { doubt, readings }: { doubt: LicenceDoubt | null; readings: Reading[] } = NOTHING_SEEN,
): IdentityReading {
  const reason = doubt === 'days_contradict' ? 'document_inconsistent' : 'document_unreadable';
  const rest = { engine, measures, readings, notProven: BARCODE_NOT_PROVEN };
  return { judged: findingDraft('inconclusive', [reason], rest), facts: null };
}

const NOTHING_SEEN = { doubt: null, readings: [] };

function unprocessable(engine: string): IdentityReading {
  return {
    judged: findingDraft('inconclusive', ['file_not_processable'], { engine }),
    facts: null,
  };
}
