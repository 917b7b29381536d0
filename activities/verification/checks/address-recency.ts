import anyAscii from 'any-ascii';
import { dateLanguages } from '../../../domain/address/dates/date-languages.ts';
import { labelDates } from '../../../domain/address/dates/dates.ts';
import { letterhead } from '../../../domain/address/page/letterhead.ts';
import { judgeRecency } from '../../../domain/address/dates/recency.ts';
import type { DocumentType } from '../../../domain/documents/documents.ts';
import type { Reading } from '../../../domain/checks/findings.ts';
import type { Outcome } from '../../../domain/checks/checks.ts';
import type { Thresholds } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { datesIn, monthsIn } from '../address/dates-in.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';
import type { ProofOfAddress, Scans } from '../address/proof-of-address.ts';
import { versionOf } from '../engines/package-version.ts';
import { readingOf, type Said, saidAt, type TextPage } from '../address/text-pages.ts';

export interface RecencyInput {
  letter: ProofOfAddress;
  type: DocumentType;
  /** Of the document, ISO 3166-1 alpha-2: says how its dates in digits are written; null: not known. */
  country: string | null;
  receivedAt: string;
  thresholds: Pick<Thresholds, 'accepts' | 'addressAge'>;
}

type Answer = ReturnType<typeof judgeRecency>['answer'];

const ENGINE = `address_recency@4 any-ascii@${versionOf('any-ascii')}`;
const ANSWERS = {
  recent: ['pass', []],
  old: ['fail', ['address_document_too_old']],
  unread: ['inconclusive', ['address_date_not_found']],
  ambiguous: ['inconclusive', ['address_date_ambiguous']],
  contradicted: ['inconclusive', ['address_date_ambiguous']],
} as const satisfies Record<Answer, readonly [Outcome, readonly ReasonCode[]]>;

/**
 * The check `address_recency`: an accepted type, issued recently enough for it, counted at receipt.
 * Dates of text count before those read from pixels, which are doubt where they would fail it.
 */
export async function addressRecency(input: RecencyInput): Promise<FindingDraft> {
  const { letter, type, thresholds, receivedAt } = input;
  if (!thresholds.accepts.includes(type)) {
    return findingDraft('fail', ['address_type_not_accepted'], {
      engine: ENGINE,
      measures: { type },
    });
  }
  const age = thresholds.addressAge[type] ?? null;
  const rule = { receivedAt, age };
  const asText = recencyOf(letter.text, input.country, rule);
  const isTold = letter.text.length > 0 && asText.answer !== 'unread';
  const isSeen = !isTold || (await letter.isDrawn(asText.said));
  const isText = letter.text.length > 0 && isSeen;
  const scans = !isSeen ? await letter.asDrawn() : isTold ? NONE : await letter.scans();
  const asRead = recencyOf(scans.pages, input.country, rule);
  const { source, answer, issued } =
    asRead.answer === 'unread' && isText
      ? { source: 'pdf_text', ...asText }
      : { source: scans.pages.length > 0 ? 'ocr' : 'no_text', ...asRead };
  const age_rule = age === null ? 'no_age_limit' : JSON.stringify(age);
  const sender = issuerOf(isSeen ? [...letter.text, ...scans.pages] : scans.pages);
  const rest = {
    engine: scans.looked > 0 ? `${ENGINE} ${letter.version}` : ENGINE,
    measures: {
      type,
      age_rule,
      source,
      pages_read: scans.looked,
      ...(isSeen ? {} : { detail: 'text_not_drawn' }),
      ...(answer === 'contradicted' && age !== null ? { detail: 'dates_contradict' } : {}),
    },
    readings: [...issued, ...sender],
    notProven: source === 'ocr' ? ['that the day was read rightly'] : [],
  };
  if (age === null) return findingDraft('pass', [], rest);
  if (source === 'no_text') {
    const reason = scans.poisoned > 0 ? 'file_not_processable' : 'document_unreadable';
    return findingDraft('inconclusive', [reason], rest);
  }
  const [outcome, reasons] = ANSWERS[answer];
  return findingDraft(
    outcome === 'fail' && source === 'ocr' ? 'inconclusive' : outcome,
    reasons,
    rest,
  );
}

const NONE: Scans = { pages: [], looked: 0, poisoned: 0, certainty: 0 };

/** The dates of all pages together, because the second page of a letter often repeats those of the first. */
function recencyOf(
  pages: readonly TextPage[],
  country: string | null,
  rule: Parameters<typeof judgeRecency>[1],
): { answer: Answer; issued: Reading[]; said: Said[] } {
  const dates = pages.flatMap((page) => {
    const lines = page.lines.map(({ text }) => {
      const found = datesIn(text, country);
      return { text, dates: found, months: monthsIn(text, country, found) };
    });
    const labelled = labelDates(lines, anyAscii, dateLanguages(country));
    return labelled.map((date) => ({ ...date, page }));
  });
  const { answer, issued } = judgeRecency(dates, rule);
  if (issued === null) return { answer, issued: [], said: [] };
  const { page, line } = issued.date;
  const found = readingOf('issued_on', page, { from: line, to: line + 1 });
  const said = dated(saidAt(page, { from: line, to: line + 1 }));
  return { answer, issued: [{ ...found, value: issued.on }], said };
}

/** The columns with a date and those before them: a label may stand apart from what it names. */
function dated(columns: readonly Said[]): Said[] {
  const isDated = ({ text }: Said) => /\d/.test(text);
  return columns
    .filter((one, nth) => isDated(one) || isDated(columns[nth + 1] ?? one))
    .map((one) => ({ ...one, deciding: lastWords(one.text) }));
}

/** A label is the same label with a letter misread; a month may be another one. */
function lastWords(text: string): string[] {
  const words =
    anyAscii(text)
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  return words.slice(-3);
}

/** The sender of the first page with letters. */
function issuerOf([first]: readonly TextPage[]): Reading[] {
  const found = first && letterhead(first.lines, first.height);
  if (!found) return [];
  const at = { from: found.line, to: found.line + 1 };
  return [{ ...readingOf('issuer', first, at), value: found.name }];
}
