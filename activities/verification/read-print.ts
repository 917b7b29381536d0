import type { Reading, ReadingField } from '../../domain/findings.ts';
import type { FieldNumber } from '../../domain/printed/fields.ts';
import { type PrintedRow, rowsOfPieces } from '../../domain/printed/rows.ts';
import { type PrintedLicence, readPrintedLicence } from '../../domain/printed/licence.ts';
import type { CleanPage, TextReading } from './engines.ts';
import {
  NOT_PROVEN,
  type IdentityEngines,
  type IdentityFacts,
  type IdentityReading,
  type ReadIdentity,
} from './identity.ts';
import { judged } from './judged.ts';
import { spared } from './spared.ts';
import { around } from './text-pages.ts';

const RULE = 'identity_reading@2';
const MOST_PAGES = 2;

/** Letters alone: neither a check digit nor a barcode confirms them. */
const PRINT_NOT_PROVEN = [
  ...NOT_PROVEN,
  'That every letter was read rightly: nothing but print says who this is.',
];

/**
 * A licence without zone and barcode by its printed fields (Directive 2006/126/EC, annex I), labelled
 * `printed_only`: a person looks, unless the policy accepts it. Throws what is the machine's fault; a
 * file that kills the engine twice is `file_not_processable`.
 */
export async function readPrint(
  { recognizer }: Pick<IdentityEngines, 'recognizer'>,
  asked: ReadIdentity,
): Promise<IdentityReading> {
  const engine = `${RULE} ${recognizer.version}`;
  const receivedOn = asked.receivedAt.slice(0, 10);
  const fronts = asked.pages.toSorted(
    (a, b) => Number(a.side === 'back') - Number(b.side === 'back'),
  );
  let detail = 'no_page';
  for (const page of fronts.slice(0, MOST_PAGES)) {
    const reading = await spared(recognizer, asked.signal, () =>
      recognizer.read(page, { seek: 'text', signal: asked.signal }),
    );
    if (reading === null) {
      return { judged: judged('inconclusive', ['file_not_processable'], { engine }), facts: null };
    }
    const rows = rowsOfPieces(reading.lines, Number(reading.measures['angle']));
    const texts = rows.map(({ text }) => text);
    const { licence, doubt } = readPrintedLicence(texts, receivedOn);
    if (licence) return concluded({ page, reading, rows, licence }, asked, engine);
    detail = doubt;
  }
  const rest = { engine, measures: { source: 'print', detail }, notProven: PRINT_NOT_PROVEN };
  return { judged: judged('inconclusive', ['document_unreadable'], rest), facts: null };
}

interface Seen {
  page: CleanPage;
  reading: TextReading;
  rows: PrintedRow[];
  licence: PrintedLicence;
}

function concluded(seen: Seen, asked: ReadIdentity, engine: string): IdentityReading {
  const { page, reading, licence } = seen;
  const outcome = asked.printedText === 'accepted' ? 'pass' : 'inconclusive';
  const answer = judged(outcome, [], {
    engine,
    measures: { ...reading.measures, source: 'print', page: page.index, detail: 'printed_only' },
    readings: readingsOf(seen),
    notProven: PRINT_NOT_PROVEN,
  });
  return { judged: answer, facts: factsOf(licence, asked) };
}

function factsOf(licence: PrintedLicence, { country }: ReadIdentity): IdentityFacts {
  const [year = null, month = null, date = null] = licence.birth.split('-');
  return {
    types: ['driving_licence'],
    names: [licence.name],
    isNameCertain: false,
    isCertain: false,
    documentNumber: licence.number,
    issuer: country ?? 'unknown',
    issuerKind: country === null ? null : 'country',
    issuingCountry: country,
    nationality: null,
    birth: { year, month, date, day: licence.birth },
    expiresOn: licence.expiresOn,
  };
}

function readingsOf({ page, reading, rows, licence }: Seen): Reading[] {
  const values: [ReadingField, FieldNumber, string | null][] = [
    ['family_name', '1', licence.name.family.join(' ')],
    ['given_names', '2', licence.name.given.join(' ')],
    ['birth_date', '3', licence.birth],
    ['issued_on', '4a', licence.issuedOn],
    ['expires_on', '4b', licence.expiresOn],
    ['document_number', '5', licence.number],
  ];
  return values.flatMap(([field, number, value]) => {
    if (value === null || value === '') return [];
    const printed = licence.fields[number];
    const pieces = (rows[printed?.line ?? -1]?.pieces ?? []).flatMap(
      (at) => reading.lines[at] ?? [],
    );
    const own = pieces.filter(({ text }) => printed?.text.includes(text));
    const boxes = (own.length > 0 ? own : pieces).map(({ box }) => box);
    return [{ field, value, page: page.index, box: around(boxes) }];
  });
}
