import anyAscii from 'any-ascii';
import { labelDates } from '../../domain/address/dates.ts';
import { letterhead } from '../../domain/address/letterhead.ts';
import { judgeRecency } from '../../domain/address/recency.ts';
import type { DocumentType } from '../../domain/documents.ts';
import type { Reading } from '../../domain/findings.ts';
import type { Outcome } from '../../domain/checks.ts';
import type { Thresholds } from '../../domain/policy.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import { datesIn } from './dates-in.ts';
import { judged, type Judged } from './judged.ts';
import type { Letter, Scans } from './letter.ts';
import { versionOf } from './package-version.ts';
import { readingOf, type TextPage } from './text-pages.ts';

export interface RecencyInput {
  letter: Letter;
  type: DocumentType;
  /** Of the document, ISO 3166-1 alpha-2: says how its dates in digits are written; null: not known. */
  country: string | null;
  receivedAt: string;
  thresholds: Pick<Thresholds, 'accepts' | 'addressAge'>;
}

type Answer = ReturnType<typeof judgeRecency>['answer'];

const ENGINE = `address_recency@3 chrono-node@${versionOf('chrono-node')}`;
const ANSWERS = {
  recent: ['pass', []],
  old: ['fail', ['address_document_too_old']],
  unread: ['inconclusive', ['address_date_not_found']],
  ambiguous: ['inconclusive', ['address_date_ambiguous']],
} as const satisfies Record<Answer, readonly [Outcome, readonly ReasonCode[]]>;

/**
 * The check `address_recency`: an accepted type, issued recently enough for it, counted at receipt.
 * Dates of text count before those read from pixels, which are doubt where they would fail it.
 */
export async function addressRecency(input: RecencyInput): Promise<Judged> {
  const { letter, type, thresholds, receivedAt } = input;
  if (!thresholds.accepts.includes(type)) {
    return judged('fail', ['address_type_not_accepted'], { engine: ENGINE, measures: { type } });
  }
  const age = thresholds.addressAge[type] ?? null;
  const rule = { receivedAt, age };
  const asText = recencyOf(letter.text, input.country, rule);
  const isTold = letter.text.length > 0 && asText.answer !== 'unread';
  const scans = isTold ? NONE : await letter.scans();
  const asRead = recencyOf(scans.pages, input.country, rule);
  const { source, answer, issued } =
    asRead.answer === 'unread' && letter.text.length > 0
      ? { source: 'pdf_text', ...asText }
      : { source: scans.pages.length > 0 ? 'ocr' : 'no_text', ...asRead };
  const age_rule = age === null ? 'no_age_limit' : JSON.stringify(age);
  const sender = issuerOf([...letter.text, ...scans.pages]);
  const rest = {
    engine: scans.looked > 0 ? `${ENGINE} ${letter.version}` : ENGINE,
    measures: { type, age_rule, source, pages_read: scans.looked },
    readings: [...issued, ...sender],
    notProven: source === 'ocr' ? ['that the day was read rightly'] : [],
  };
  if (age === null) return judged('pass', [], rest);
  if (source === 'no_text') {
    const reason = scans.poisoned > 0 ? 'file_not_processable' : 'document_unreadable';
    return judged('inconclusive', [reason], rest);
  }
  const [outcome, reasons] = ANSWERS[answer];
  return judged(outcome === 'fail' && source === 'ocr' ? 'inconclusive' : outcome, reasons, rest);
}

const NONE: Scans = { pages: [], looked: 0, poisoned: 0, certainty: 0 };

/** Dates of all pages together: the second page of a letter often repeats the first one's. */
function recencyOf(
  pages: readonly TextPage[],
  country: string | null,
  rule: Parameters<typeof judgeRecency>[1],
): { answer: Answer; issued: Reading[] } {
  const dates = pages.flatMap((page) => {
    const lines = page.lines.map(({ text }) => ({ text, dates: datesIn(text, country) }));
    return labelDates(lines, anyAscii).map((date) => ({ ...date, page }));
  });
  const { answer, issued } = judgeRecency(dates, rule);
  if (issued === null) return { answer, issued: [] };
  const { page, line } = issued.date;
  const found = readingOf('issued_on', page, { from: line, to: line + 1 });
  return { answer, issued: [{ ...found, value: issued.on }] };
}

/** The sender of the first page with letters. */
function issuerOf([first]: readonly TextPage[]): Reading[] {
  const found = first && letterhead(first.lines, first.height);
  if (!found) return [];
  const at = { from: found.line, to: found.line + 1 };
  return [{ ...readingOf('issuer', first, at), value: found.name }];
}
