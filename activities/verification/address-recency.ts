import anyAscii from 'any-ascii';
import { labelDates } from '../../domain/address/dates.ts';
import { judgeRecency } from '../../domain/address/recency.ts';
import type { DocumentType } from '../../domain/documents.ts';
import type { Reading } from '../../domain/findings.ts';
import type { Outcome } from '../../domain/checks.ts';
import type { Thresholds } from '../../domain/policy.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import { datesIn } from './dates-in.ts';
import type { CleanPage } from './engines.ts';
import { judged, type Judged } from './judged.ts';
import { versionOf } from './package-version.ts';
import { readingOf, textPages, type TextPage } from './text-pages.ts';

export interface RecencyInput {
  pages: readonly CleanPage[];
  type: DocumentType;
  /** Of the document, ISO 3166-1 alpha-2: says how its dates in digits are written; null: not known. */
  country: string | null;
  receivedAt: string;
  thresholds: Pick<Thresholds, 'accepts' | 'addressAge'>;
}

type Answer = ReturnType<typeof judgeRecency>['answer'];

const ENGINE = `address_recency@1 chrono-node@${versionOf('chrono-node')}`;
const ANSWERS = {
  recent: ['pass', []],
  old: ['fail', ['address_document_too_old']],
  unread: ['inconclusive', ['address_date_not_found']],
  ambiguous: ['inconclusive', ['address_date_ambiguous']],
} as const satisfies Record<Answer, readonly [Outcome, readonly ReasonCode[]]>;

/** The check `address_recency`: an accepted type, issued recently enough for it, counted at receipt. */
export function addressRecency(input: RecencyInput): Judged {
  const { type, thresholds, receivedAt } = input;
  const engine = ENGINE;
  if (!thresholds.accepts.includes(type)) {
    return judged('fail', ['address_type_not_accepted'], { engine, measures: { type } });
  }
  const age = thresholds.addressAge[type] ?? null;
  const rule = age === null ? 'no_age_limit' : JSON.stringify(age);
  const pages = textPages(input.pages);
  const read = recencyOf(pages, input.country, { receivedAt, age });
  const measures = { type, age_rule: rule, source: pages.length > 0 ? 'pdf_text' : 'no_text' };
  const rest = { engine, measures, readings: [...read.readings, ...issuer(pages)] };
  if (age === null) return judged('pass', [], rest);
  if (pages.length === 0) return judged('inconclusive', ['document_unreadable'], rest);
  const [outcome, reasons] = ANSWERS[read.answer];
  return judged(outcome, reasons, rest);
}

/** Dates of all pages together: the second page of a letter often repeats the first one's. */
function recencyOf(
  pages: readonly TextPage[],
  country: string | null,
  rule: Parameters<typeof judgeRecency>[1],
) {
  const dates = pages.flatMap((page) => {
    const lines = page.lines.map(({ text }) => ({ text, dates: datesIn(text, country) }));
    return labelDates(lines, anyAscii).map((date) => ({ ...date, page }));
  });
  const { answer, issued } = judgeRecency(dates, rule);
  if (issued === null) return { answer, readings: [] };
  const { page, line } = issued.date;
  const found = readingOf('issued_on', page, { from: line, to: line + 1 });
  return { answer, readings: [{ ...found, value: issued.on }] };
}

const LEGAL_FORM = /\b(ltd|limited|plc|llc|inc|gmbh|ag|kg|se|sa|s\.a\.|sas|sarl|sl|s\.l\.|ab)\.?$/i;

/** The sender, where one of the first lines plainly ends in a company's legal form. */
function issuer([first]: readonly TextPage[]): Reading[] {
  const at = first?.lines.slice(0, 4).findIndex(({ text }) => LEGAL_FORM.test(text.trim())) ?? -1;
  return first && at >= 0 ? [readingOf('issuer', first, { from: at, to: at + 1 })] : [];
}
