import PDFDocument from 'pdfkit';
import type { Address } from '../../domain/case/details.ts';
import { WORDS, type BillKind, type Locale } from './bill-words.ts';

export interface BillOptions {
  /** As printed: given names, then family name. */
  name: string;
  address: Pick<Address, 'line1' | 'line2' | 'city' | 'region' | 'postalCode' | 'country'>;
  /** `YYYY-MM-DD` */
  issuedOn: string;
  kind: BillKind;
  locale: Locale;
  /** Of the receiver with the issuer: what makes two letters of one day two. */
  customerNumber?: string;
}

/** A one-page bill as a text PDF; the same options give the same bytes. Any recent day may be asked for. */
export async function makeBill(options: BillOptions): Promise<Buffer> {
  const { name, address, issuedOn, kind, locale, customerNumber = '4471 0926' } = options;
  const words = WORDS[locale];
  const document = pdf(issuedOn);
  document.font('Helvetica-Bold').fontSize(17).text(words.issuer[kind], 56, 50);
  document.font('Helvetica').fontSize(8).fillColor('#555').text(words.from, 56, 74);
  document
    .fillColor('#000')
    .fontSize(11)
    .text([name, ...postal(address)].join('\n'), 56, 130);
  const facts = [
    [words.customerNumber, customerNumber],
    [words.issued, spokenDay(issuedOn, locale)],
    [
      words.period,
      `${spokenDay(moved(issuedOn, -38), locale)} - ${spokenDay(moved(issuedOn, -8), locale)}`,
    ],
    [words.due, spokenDay(moved(issuedOn, 30), locale)],
  ];
  facts.forEach(([caption = '', value = ''], row) => {
    document.fontSize(9).text(`${caption}: ${value}`, 320, 130 + row * 16);
  });
  document.font('Helvetica-Bold').fontSize(14).text(words.title[kind], 56, 250);
  document.font('Helvetica').fontSize(10);
  words.lines[kind].forEach((line, row) => {
    document.text(line, 56, 285 + row * 20);
    document.text(`${(184.25 + row * 61.4).toFixed(2)} ${words.currency}`, 420, 285 + row * 20);
  });
  document.moveTo(56, 352).lineTo(540, 352).lineWidth(0.6).stroke();
  document.font('Helvetica-Bold').text(words.total, 56, 360);
  document.text(`736.95 ${words.currency}`, 420, 360);
  return await finished(document);
}

/** The lines of an address below the name, as its country writes them. */
export function postal(address: BillOptions['address']): string[] {
  const { line1, line2, city, region, postalCode, country } = address;
  const town =
    country === 'GB' || country === 'US'
      ? [city, region, postalCode].filter(Boolean).join(' ')
      : [postalCode, city].filter(Boolean).join(' ');
  return [line1, line2, town].filter((line): line is string => Boolean(line));
}

/** A day in the words of the locale: `3. März 2026`, `2026-03-03`. */
export function spokenDay(day: string, locale: Locale): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const { day: form, months } = WORDS[locale];
  const padded = form.includes('{n}') ? date : String(Number(date));
  return form
    .replace('{d}', padded)
    .replace('{n}', month)
    .replace('{m}', months[Number(month) - 1] ?? '')
    .replace('{y}', year);
}

/** An empty A4 document whose file id depends on nothing but the day. */
export function pdf(day: string, options: PDFKit.PDFDocumentOptions = {}): PDFKit.PDFDocument {
  const info = { CreationDate: new Date(`${day}T08:00:00Z`), Producer: 'specimens' };
  return new PDFDocument({ size: 'A4', margin: 56, info, ...options });
}

/** Ends a document and gathers its bytes. */
export async function finished(document: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => document.once('end', resolve));
  document.end();
  await ended;
  return Buffer.concat(parts);
}

/** `day` moved by whole days. */
export function moved(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
