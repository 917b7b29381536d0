import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import { cleanRow, looksLikeMrz } from '../../../domain/identity/mrz/clean.ts';
import {
  type PrintedDocument,
  readPrintedDocument,
} from '../../../domain/identity/viz/document.ts';
import type { CleanPage, TextReading } from '../engines/engines.ts';
import {
  NOT_PROVEN,
  type IdentityEngines,
  type IdentityFacts,
  type IdentityReading,
  type ReadIdentity,
} from './identity.ts';
import { findingDraft } from '../round/finding-draft.ts';
import { orFileFault } from '../round/file-fault.ts';
import { around } from '../address/text-pages.ts';

const RULE = 'identity_reading@6';
const MOST_PAGES = 2;

/** Letters alone: neither a check digit nor a barcode confirms them. */
const PRINT_NOT_PROVEN = [
  ...NOT_PROVEN,
  'That every letter was read rightly: nothing but print says who this is.',
];

/**
 * A licence by its numbered fields, or a card by its captions, without MRZ and barcode: labelled
 * `printed_only`: a person looks, unless the policy accepts it. Throws what is the machine's fault; a
 * file that kills the engine twice is `file_not_processable`.
 */
export async function readViz(
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
    const reading = await orFileFault(recognizer, asked.signal, () =>
      recognizer.read(page, { seek: 'text', signal: asked.signal }),
    );
    if (reading === null) {
      return {
        judged: findingDraft('inconclusive', ['file_not_processable'], { engine }),
        facts: null,
      };
    }
    const { document, doubt } = readPrintedDocument(reading.lines, {
      angle: Number(reading.measures['angle']),
      receivedOn,
      type: asked.type,
      country: asked.country,
    });
    if (document) return concluded({ page, reading, document }, asked, engine);
    if (detail === 'no_page' || doubt !== 'no_fields') detail = doubt;
  }
  const rest = { engine, measures: { source: 'print', detail }, notProven: PRINT_NOT_PROVEN };
  return { judged: findingDraft('inconclusive', ['document_unreadable'], rest), facts: null };
}

interface Seen {
  page: CleanPage;
  reading: TextReading;
  document: PrintedDocument;
}

function concluded(seen: Seen, asked: ReadIdentity, engine: string): IdentityReading {
  const { document } = seen;
  const outcome = asked.printedText === 'accepted' ? 'pass' : 'inconclusive';
  const answer = findingDraft(outcome, [], {
    engine,
    measures: { ...measuresOf(seen), source: 'print', detail: 'printed_only' },
    readings: readingsOf(seen),
    notProven: PRINT_NOT_PROVEN,
  });
  return { judged: answer, facts: factsOf(document, asked) };
}

/** `zone_rows`: rows of print that can only be a machine-readable zone's. */
function measuresOf({ page, reading }: Seen): Record<string, number | string> {
  const rows = reading.lines.filter(({ text }) => looksLikeMrz(cleanRow(text))).length;
  return { ...reading.measures, page: page.index, zone_rows: rows };
}

function factsOf(document: PrintedDocument, { country }: ReadIdentity): IdentityFacts {
  const [year = null, month = null, date = null] = document.birth.split('-');
  return {
    types: document.types,
    names: [document.name],
    isNameCertain: false,
    isCertain: false,
    documentNumber: document.number,
    issuer: country ?? 'unknown',
    issuerKind: country === null ? null : 'country',
    issuingCountry: country,
    nationality: null,
    birth: { year, month, date, day: document.birth },
    birthAgain: 'not_read',
    expiresOn: document.expiresOn,
  };
}

function readingsOf({ page, reading, document }: Seen): Reading[] {
  const { name, pieces } = document;
  const values: [ReadingField, string | null, readonly number[]][] = [
    ['family_name', name.family.join(' '), pieces.family],
    ['given_names', name.given.join(' '), pieces.given],
    ['birth_date', document.birth, pieces.birth],
    ['issued_on', document.issuedOn, pieces.issued],
    ['expires_on', document.expiresOn, pieces.expires],
    ['document_number', document.number, pieces.number],
  ];
  return values.flatMap(([field, value, at]) => {
    if (value === null || value === '') return [];
    const own = at.flatMap((piece) => reading.lines[piece] ?? []);
    return [{ field, value, page: page.index, box: around(own.map(({ box }) => box)) }];
  });
}
