import { createCanvas } from '@napi-rs/canvas';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { addressMatch } from '../../../../activities/verification/checks/address-match.ts';
import { addressRecency } from '../../../../activities/verification/checks/address-recency.ts';
import type {
  CleanPage,
  TextReader,
  PageText,
} from '../../../../activities/verification/engines/engines.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import { openProofOfAddress } from '../../../../activities/verification/address/proof-of-address.ts';
import { createTextReader } from '../../../../activities/verification/engines/text-reader.ts';
import type { TextLanguages } from '../../../../domain/address/words/languages.ts';
import type { DocumentType, MediaType } from '../../../../domain/documents/documents.ts';
import type { Thresholds } from '../../../../domain/policy/policy.ts';
import { finished, makeBill, pdf } from '../../../specimens/bill.ts';
import { LOCALES } from '../../../specimens/bill-words.ts';
import { SANS } from '../../../specimens/drawing.ts';
import { PEOPLE, type PersonKey } from '../../../specimens/people.ts';

const FILES = new URL('../../../specimens/files/', import.meta.url);
const specimen = (name: string) => readFileSync(new URL(name, FILES));
const gate = createSanitiser();
const reader = createTextReader();
const signal = new AbortController().signal;
const read = new Map<Buffer, Promise<PageText>>();
/** The real reader, which takes a second a page: each page is read once for all claims held against it. */
const onceEach: TextReader = {
  ...reader,
  read: async (page, options) => {
    const reading = read.get(page.png) ?? reader.read(page, options);
    read.set(page.png, reading);
    return await reading;
  },
};
afterAll(async () => {
  await Promise.all([gate.close(), reader.close()]);
});

const RECEIVED_AT = '2026-11-23T10:00:00.000Z';
const THRESHOLDS: Pick<Thresholds, 'accepts' | 'addressAge'> = {
  accepts: ['utility_bill', 'bank_statement', 'tax_bill', 'government_letter'],
  addressAge: {
    utility_bill: { months: 3 },
    bank_statement: { months: 3 },
    tax_bill: { months: 12 },
  },
};

async function pagesOf(bytes: Buffer, mediaType: MediaType = 'application/pdf') {
  const file = { bytes, mediaType, side: 'front' as const, firstPage: 0 };
  const { safety, pages } = await gate.clean(file, { signal });
  expect(safety.outcome).toBe('pass');
  return pages;
}
const opened = (pages: CleanPage[], languages: TextLanguages = ['eng', 'deu']) =>
  openProofOfAddress(onceEach, { pages, languages, signal });
const match = (pages: CleanPage[], details: Parameters<typeof addressMatch>[0]['details']) =>
  addressMatch({ letter: opened(pages), details });
const recency = (pages: CleanPage[], over: Partial<Parameters<typeof addressRecency>[0]> = {}) =>
  addressRecency({
    letter: opened(pages, over.country === 'FR' ? ['fra'] : undefined),
    type: 'utility_bill',
    country: null,
    receivedAt: RECEIVED_AT,
    thresholds: THRESHOLDS,
    ...over,
  });
const printedName = ({
  givenNames,
  familyName,
}: {
  givenNames: string | null;
  familyName: string;
}) => [givenNames, familyName].filter(Boolean).join(' ');

interface Truth {
  files: Record<string, BillTruth>;
}
interface BillTruth {
  kind: string;
  documentType: DocumentType;
  country: string;
  claimedBy: PersonKey;
  facts: { issuedOn: string };
  checks: Record<string, { outcome: string; reasons: string[] }>;
}
const truth = JSON.parse(readFileSync(new URL('../truth.json', FILES), 'utf8')) as Truth;
const bills = Object.entries(truth.files).filter(([, file]) => file.kind === 'bill');

describe('each specimen is answered as its truth says', () => {
  it.each(bills)('%s', async (name, { documentType, country, claimedBy, facts, checks }) => {
    const pages = await pagesOf(specimen(name));
    const found = await match(pages, PEOPLE[claimedBy]);
    const recent = await recency(pages, { type: documentType, country });
    expect([found.outcome, found.reasons]).toEqual(Object.values(checks['address_match'] ?? {}));
    expect([recent.outcome, recent.reasons]).toEqual(
      Object.values(checks['address_recency'] ?? {}),
    );
    const issued = recent.readings.find(({ field }) => field === 'issued_on');
    expect(issued?.value).toBe(facts.issuedOn);
  });

  it('what was read is shown with its page and box, without the column beside it', async () => {
    const found = await match(await pagesOf(specimen('bill-german.pdf')), PEOPLE.jorg);
    expect(found.readings).toMatchObject([
      { field: 'name', value: 'Jörg Günther Müller-Weiß', page: 0 },
      { field: 'address', value: 'Lindenstraße 12', page: 0 },
      { field: 'postal_code', value: '80331', page: 0 },
    ]);
    expect(found.readings[0]?.box?.every((side) => side > 0)).toBe(true);
    expect(JSON.stringify(found.measures)).not.toMatch(/Müller|Linden|80331/);
  });
});

describe('ten bills in five languages', () => {
  const people = [
    PEOPLE.anna,
    PEOPLE.jorg,
    PEOPLE.chloe,
    PEOPLE.lucia,
    PEOPLE.john,
    PEOPLE.suharti,
  ];
  const made = LOCALES.flatMap((locale, at) =>
    (['utility_bill', 'bank_statement'] as const).map((kind, nth) => ({
      locale,
      kind,
      owner: people[(at + nth) % people.length] ?? PEOPLE.anna,
    })),
  );

  it.each(made)('$locale $kind: accepted for its owner and nobody else', async (bill) => {
    const { owner, kind, locale } = bill;
    const { address } = owner;
    const name = printedName(owner);
    const issuedOn = '2026-11-03';
    const pages = await pagesOf(await makeBill({ name, address, issuedOn, kind, locale }));
    expect(await match(pages, owner)).toMatchObject({ outcome: 'pass', reasons: [] });
    expect(await recency(pages, { type: kind })).toMatchObject({ outcome: 'pass', reasons: [] });
    const others = people.filter((person) => person.address !== address);
    const neighbour = { ...address, line1: `1${address.line1}`.replace(/^1(\D.*?)(\d+)/, '$11$2') };
    const wrong = [
      ...others,
      ...others.map((person) => ({ ...person, address })), // a lodger without a bill
      ...others.map((person) => ({ ...owner, address: person.address })),
      { ...owner, address: neighbour },
      { ...owner, address: { ...address, postalCode: '99999' } },
    ];
    for (const person of wrong) {
      const { outcome, reasons } = await match(pages, person);
      expect([printedName(person), person.address.line1, outcome]).not.toContain('pass');
      expect(reasons.length).toBeGreaterThan(0);
    }
  });
});

describe('doubt is no mismatch', () => {
  it('name and address in a picture of the letter: a person looks', async () => {
    const canvas = createCanvas(900, 220);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 900, 220);
    context.fillStyle = 'black';
    context.font = `44px "${SANS}"`;
    ['Anna Maria Eriksson', 'Storgatan 1', '753 20 Uppsala'].forEach((line, row) => {
      context.fillText(line, 10, 60 + row * 60);
    });
    const letter = pdf('2026-11-01');
    letter.image(canvas.toBuffer('image/png'), 56, 90, { width: 340 });
    letter.fontSize(11).text('Fakturadatum: 2026-11-01', 56, 250);
    letter.text('Tack för att du är kund hos Norrvind Energi AB.');
    const pages = await pagesOf(await finished(letter));
    expect(await match(pages, PEOPLE.anna)).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['address_mismatch', 'address_name_mismatch'],
    });
    const other = await match(pages, PEOPLE.john);
    expect(other).toMatchObject({
      outcome: 'fail',
      reasons: ['address_mismatch', 'address_name_mismatch'],
    });
    expect(other.engine).toContain('letters@');
  });

  it('an initial instead of the given name', async () => {
    const { address } = PEOPLE.anna;
    const options = { issuedOn: '2026-11-01', kind: 'utility_bill', locale: 'sv' } as const;
    const pages = await pagesOf(await makeBill({ name: 'A. Eriksson', address, ...options }));
    expect(await match(pages, PEOPLE.anna)).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['address_name_mismatch'],
    });
  });
});

describe('age and type', () => {
  const letter = async (...lines: string[]) => {
    const document = pdf('2026-11-01').fontSize(11);
    document.text('Harbour Bank plc, 1 Quay Street, Bristol BS1 9ZZ');
    for (const line of lines) document.text(line);
    return await pagesOf(await finished(document));
  };

  it('the type decides before the date, and a type without a limit needs no date', async () => {
    const pages = await letter('Dear customer, thank you for being with us.');
    expect(await recency(pages, { type: 'passport' })).toMatchObject({
      outcome: 'fail',
      reasons: ['address_type_not_accepted'],
    });
    expect(await recency(pages, { type: 'government_letter' })).toMatchObject({
      outcome: 'pass',
      measures: { age_rule: 'no_age_limit' },
    });
    expect(await recency(pages)).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['address_date_not_found'],
    });
  });

  it.each([
    ['Issue date: 05/08/2026', 'GB', 'fail', ['address_document_too_old']],
    ['Issue date: 08/05/2026', 'US', 'fail', ['address_document_too_old']],
    ['Issue date: 08/11/2026', 'GB', 'pass', []],
    ['Issue date: 11/08/2026', 'US', 'pass', []],
    ['Issue date: 11/08/2026', null, 'inconclusive', ['address_date_ambiguous']],
    ['Issue date: 24 December 2026', 'GB', 'inconclusive', ['address_date_not_found']],
    ['Date of birth: 1 November 2026', 'GB', 'inconclusive', ['address_date_not_found']],
    ['Paris, le 3 octobre 2026', 'FR', 'pass', []],
    ['Berlin, den 28. März 2026', 'DE', 'fail', ['address_document_too_old']],
    ['Fecha de emisión: 12 de octubre de 2026', 'ES', 'pass', []],
    ["Date d'émission : 1er août 2026", 'FR', 'fail', ['address_document_too_old']],
    ['Fakturadatum: 3 oktober 2026', 'SE', 'pass', []],
  ] as const)('%s in %s: %s', async (line, country, outcome, reasons) => {
    expect(await recency(await letter(line), { country })).toMatchObject({ outcome, reasons });
  });
});
