import { type DocumentType, TWO_SIDED } from '../../domain/documents.ts';
import { birthDate, expiryDay } from '../../domain/mrz/dates.ts';
import { issuerOf } from '../../domain/mrz/countries.ts';
import type { Mrz, MrzName } from '../../domain/mrz/parse.ts';
import { comparePrinted, type PrintedZone } from '../../domain/mrz/printed.ts';
import { readMrz, rereadName, type MrzReading } from '../../domain/mrz/repair.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import type { CleanPage, TextReading } from './engines.ts';
import {
  NOT_PROVEN,
  type IdentityEngines,
  type IdentityFacts,
  type IdentityReading,
  type ReadIdentity,
} from './identity.ts';
import { readingsOf } from './identity-readings.ts';
import { judged } from './judged.ts';
import { spared } from './spared.ts';

const RULE = 'identity_reading@1';
/** A zone on a later page of a PDF is not looked for. */
const MOST_PAGES = 6;

/**
 * The machine-readable zone of the first page that has a certain one. Throws what is the machine's
 * fault; a file that kills the engine twice is `file_not_processable`.
 */
export async function readZone(
  { recognizer }: Pick<IdentityEngines, 'recognizer'>,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const engine = `${RULE} ${recognizer.version}`;
  let best: Seen | undefined;
  for (const page of inOrder(asked).slice(0, MOST_PAGES)) {
    const { signal } = asked;
    const reading = await spared(recognizer, signal, () =>
      recognizer.read(page, { seek: 'mrz', signal }),
    );
    if (reading === null) {
      return { judged: judged('inconclusive', ['file_not_processable'], { engine }), facts: null };
    }
    const seen = seenOn(page, reading);
    if (!best || gravity(seen.zone) > gravity(best.zone)) best = seen;
    if (seen.zone.doubt === null) break;
  }
  return best ? concluded(best, asked.receivedAt, engine) : unread(engine, { detail: 'no_page' });
}

interface Seen {
  page: CleanPage;
  reading: TextReading;
  zone: MrzReading;
}

/** The back of a card first: its zone stands there. */
function inOrder({ pages, type }: ReadIdentity): CleanPage[] {
  const isTwoSided = TWO_SIDED.includes(type);
  const place = (page: CleanPage) => (isTwoSided && page.side === 'back' ? -1 : page.index);
  return pages.toSorted((a, b) => place(a) - place(b));
}

function seenOn(page: CleanPage, reading: TextReading): Seen {
  return { page, reading, zone: readMrz(reading.lines.map((line) => line.text)) };
}

const ORDER = ['no_zone', 'partial', 'digits', 'ambiguous'];

function gravity({ doubt }: MrzReading): number {
  return doubt === null ? ORDER.length : ORDER.indexOf(doubt);
}

function concluded(seen: Seen, receivedAt: string, engine: string): IdentityReading {
  const { page, reading, zone } = seen;
  const place = { ...reading.measures, page: page.index, turn: reading.turn };
  if (zone.doubt !== null) return unread(engine, { ...place, detail: zone.doubt });
  const { names, printed } = namesOf(seen, zone.mrz);
  const isNameCertain = printed.isExact || (names.length === 1 && printed.names !== 'agree');
  const mrz = { ...zone.mrz, name: names[0] ?? zone.mrz.name };
  const facts = factsOf(mrz, { names, isNameCertain }, receivedAt.slice(0, 10));
  if (facts === null) return unread(engine, { ...place, detail: 'no_calendar_day' });
  // one swap may mend another misread letter's digit by chance: print must agree, where it is on this side
  const needsPrint = zone.swaps > (zone.mrz.format === 'TD1' ? 1 : 0);
  const confirmed = ['agrees', 'alike'].includes(printed.number);
  const isNumberSure = needsPrint ? confirmed : printed.number !== 'differs';
  if (!isNumberSure) return unread(engine, { ...place, detail: 'number_ambiguous' });
  const measures = {
    ...place,
    source: 'mrz',
    format: mrz.format,
    swaps: zone.swaps,
    internally_consistent: 'yes',
    valid_at_receipt: facts.expiresOn >= receivedAt.slice(0, 10) ? 'yes' : 'no',
    name_looks: isNameCertain ? 'agree' : 'differ',
    printed_names: printed.names,
    printed_share: Math.round(printed.share * 100) / 100,
    printed_number: printed.number,
  };
  const doubts = doubtsOf(printed, isNameCertain);
  const answer = judged(doubts.length > 0 ? 'inconclusive' : 'pass', doubts, {
    engine,
    measures,
    readings: readingsOf(mrz, facts, { page: page.index, lines: reading.lines, rows: zone.rows }),
    notProven: NOT_PROVEN,
  });
  return { judged: answer, facts };
}

/** Where two looks differ, print that disagrees with both is a poor picture, no contradiction. */
function doubtsOf(printed: PrintedZone, isNameCertain: boolean): ReasonCode[] {
  if (printed.names !== 'disagree') return [];
  return [isNameCertain ? 'document_inconsistent' : 'document_unreadable'];
}

function unread(engine: string, measures: Record<string, number | string>): IdentityReading {
  const answer = judged('inconclusive', ['document_unreadable'], { engine, measures });
  return { judged: { ...answer, notProven: NOT_PROVEN }, facts: null };
}

/** The name of each look, that which stands in print first, and how print agrees with it. */
function namesOf({ reading, zone }: Seen, mrz: Mrz): { names: MrzName[]; printed: PrintedZone } {
  const others = reading.lines.filter((_, at) => !zone.rows.includes(at)).map((line) => line.text);
  const again = zone.rows
    .flatMap((row) => reading.lines[row]?.again ?? [])
    .flatMap((text) => rereadName(mrz, text) ?? []);
  const different = [mrz.name, ...again].filter(
    (name, at, all) => all.findIndex((other) => isSameName(name, other)) === at,
  );
  const looks = different
    .map((name) => ({ name, printed: comparePrinted({ ...mrz, name }, others) }))
    .toSorted((a, b) => lettersFound(b) - lettersFound(a));
  const printed = looks[0]?.printed ?? comparePrinted(mrz, others);
  const names = looks
    .flatMap(({ name, printed: { respelled } }) => (respelled ? [name, respelled] : [name]))
    .filter((name, at, all) => all.findIndex((other) => isSameName(name, other)) === at);
  return { names, printed };
}

function lettersFound({ name, printed }: { name: MrzName; printed: PrintedZone }): number {
  return printed.share * [...name.family, ...name.given].join('').length;
}

function isSameName(a: MrzName, b: MrzName): boolean {
  return a.family.join(' ') === b.family.join(' ') && a.given.join(' ') === b.given.join(' ');
}

function factsOf(
  mrz: Mrz,
  name: Pick<IdentityFacts, 'names' | 'isNameCertain'>,
  receivedOn: string,
): IdentityFacts | null {
  const birth = birthDate(mrz.birth, receivedOn);
  const expiresOn = expiryDay(mrz.expiry, receivedOn);
  if (birth === null || expiresOn === null) return null;
  const issuer = issuerOf(mrz.issuer);
  return {
    types: typesOf(mrz),
    isCertain: true,
    ...name,
    documentNumber: mrz.documentNumber.replace(/[^A-Z0-9]/g, ''),
    issuer: mrz.issuer,
    issuerKind: issuer?.kind ?? null,
    issuingCountry: issuer?.alpha2 ?? null,
    nationality: issuerOf(mrz.nationality)?.alpha2 ?? null,
    birth,
    expiresOn,
  };
}

/** The types that a document code may stand for (ICAO 9303 parts 4 to 7); none for a visa. */
function typesOf(mrz: Mrz): DocumentType[] {
  if (mrz.format === 'MRVA' || mrz.format === 'MRVB') return [];
  if (mrz.format === 'TD3') return ['passport'];
  if (mrz.documentCode.startsWith('R')) return ['residence_permit'];
  if (mrz.documentCode.startsWith('D')) return ['driving_licence'];
  return ['national_id', 'residence_permit'];
}
