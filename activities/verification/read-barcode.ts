import { type Licence, readLicence } from '../../domain/aamva/licence.ts';
import type { Reading, ReadingField } from '../../domain/findings.ts';
import { comparePrinted, type PrintedZone } from '../../domain/mrz/printed.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import type { Box, CleanPage, TextReading } from './engines.ts';
import {
  NOT_PROVEN,
  type IdentityEngines,
  type IdentityFacts,
  type IdentityReading,
  type ReadIdentity,
} from './identity.ts';
import { judged } from './judged.ts';
import { spared } from './spared.ts';

const RULE = 'identity_reading@2';
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
  const back = await spared(engines.barcodes, asked.signal, () => findOn(engines, asked));
  if (back === null) return unprocessable(engine);
  const { found, measures } = back;
  if (!found) return unread(engine, { ...measures, source: 'barcode', detail: 'no_barcode' });
  const { licence, doubt } = readLicence(found.bytes, asked.receivedAt.slice(0, 10));
  const place = { ...measures, source: 'barcode', page: found.page.index };
  if (licence === null) return unread(engine, { ...place, detail: doubt });
  const print = await spared(engines.recognizer, asked.signal, () =>
    readFront(engines, asked, found.page),
  );
  if (print === null) return unprocessable(engine);
  const printed = comparePrinted(comparable(licence), print);
  const doubts = doubtsOf(printed, print);
  const facts = factsOf(licence);
  const answer = judged(doubts.length > 0 ? 'inconclusive' : 'pass', doubts, {
    engine,
    measures: {
      ...place,
      aamva_version: licence.version,
      front_lines: print.length,
      printed_names: printed.names,
      printed_share: Math.round(printed.share * 100) / 100,
      printed_number: printed.number,
    },
    readings: readingsOf(licence, { page: found.page.index, box: found.box }),
    notProven: BARCODE_NOT_PROVEN,
  });
  return { judged: answer, facts };
}

interface Place {
  page: CleanPage;
  bytes: Uint8Array;
  box: Box;
}

/** The first page with a licence's barcode, the back before all others. */
async function findOn({ barcodes }: IdentityEngines, { pages, signal }: ReadIdentity) {
  let measures: Record<string, number> = {};
  const backs = pages.toSorted((a, b) => Number(b.side === 'back') - Number(a.side === 'back'));
  for (const page of backs.slice(0, MOST_PAGES)) {
    const search = await barcodes.read(page, { signal });
    ({ measures } = search);
    if (search.found) return { found: { page, ...search.found } satisfies Place, measures };
  }
  return { found: null, measures };
}

/** What is printed on the other pages. */
async function readFront(
  { recognizer }: IdentityEngines,
  { pages, signal }: ReadIdentity,
  back: CleanPage,
): Promise<string[]> {
  const readings: TextReading[] = [];
  for (const page of pages.filter((one) => one !== back).slice(0, MOST_PAGES)) {
    readings.push(await recognizer.read(page, { seek: 'text', signal }));
  }
  return readings.flatMap(({ lines }) => lines.map(({ text }) => text));
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
function doubtsOf({ names, number }: PrintedZone, print: readonly string[]): ReasonCode[] {
  if (names === 'agree' && number === 'agrees') return [];
  const isLegible = print.length >= LEGIBLE_FROM;
  const isContradicted = names === 'disagree' || (isLegible && names !== 'agree');
  return [isContradicted && isLegible ? 'document_inconsistent' : 'document_unreadable'];
}

function factsOf(licence: Licence): IdentityFacts {
  const { country, jurisdiction, birth } = licence;
  const [year = null, month = null, date = null] = birth.split('-');
  return {
    types: [licence.kind === 'DL' ? 'driving_licence' : 'national_id'],
    names: [licence.name],
    isNameCertain: true,
    isCertain: true,
    documentNumber: licence.number,
    issuer: jurisdiction === null ? country : `${country}-${jurisdiction}`,
    issuerKind: 'country',
    issuingCountry: country,
    nationality: null,
    birth: { year, month, date, day: birth },
    expiresOn: licence.expiresOn,
  };
}

function readingsOf(licence: Licence, place: { page: number; box: Box }): Reading[] {
  const { address, name } = licence;
  const values: [ReadingField, string | null][] = [
    ['family_name', name.family.join(' ')],
    ['given_names', name.given.join(' ')],
    ['birth_date', licence.birth],
    ['sex', licence.sex],
    ['document_number', licence.number],
    ['document_code', licence.kind],
    ['issuing_country', licence.country],
    ['issuer', licence.jurisdiction],
    ['issued_on', licence.issuedOn],
    ['expires_on', licence.expiresOn],
    ['address', address.line1],
    ['city', address.city],
    ['postal_code', address.postalCode],
  ];
  return values.flatMap(([field, value]) =>
    value === null || value === '' ? [] : [{ field, value, ...place }],
  );
}

function unread(engine: string, measures: Record<string, number | string>): IdentityReading {
  const rest = { engine, measures, notProven: BARCODE_NOT_PROVEN };
  return { judged: judged('inconclusive', ['document_unreadable'], rest), facts: null };
}

function unprocessable(engine: string): IdentityReading {
  return { judged: judged('inconclusive', ['file_not_processable'], { engine }), facts: null };
}
