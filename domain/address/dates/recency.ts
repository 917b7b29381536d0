import { shift, type Duration } from '../../time.ts';
import { issueDates, type LabelledDate } from './dates.ts';

export interface Recency<Dated extends LabelledDate> {
  /**
   * `unread`: no date of issue, or only future ones. `ambiguous`: its readings differ under the rule.
   * `contradicted`: another date of the document belies it.
   */
  answer: 'recent' | 'old' | 'unread' | 'ambiguous' | 'contradicted';
  /** The day it was decided on and where it stood; the latest of several. */
  issued: { on: string; date: Dated } | null;
}

/** A bill comes soon after its period, and before it is due; in months (start values). */
const PERIOD_BEFORE = { months: 3 };
const DUE_BEFORE = { months: 2 };

/**
 * The age rule, counted at receipt in calendar units: issued on or after the day `age` before
 * `receivedAt` is recent. Without an `age` any date is. A day ahead is allowed for time zones.
 */
export function judgeRecency<Dated extends LabelledDate>(
  dates: readonly Dated[],
  rule: { receivedAt: string; age: Duration | null },
): Recency<Dated> {
  const today = shift(rule.receivedAt, { days: 1 }).slice(0, 10);
  const sure = issueDates(dates);
  const readings = readingsOf(sure, today);
  const issued = readings.at(-1) ?? null;
  if (issued === null) return sure.length > 0 ? UNREAD : byStatement(dates, { ...rule, today });
  if (rule.age === null) return { answer: 'recent', issued };
  const oldest = shift(rule.receivedAt, rule.age, -1).slice(0, 10);
  const isOld = ({ on }: { on: string }) => on < oldest;
  const isToCome = sure.some(({ days }) => days.every((on) => on > today));
  if (isToCome || (issued.date.kind !== 'issued' && isSeveral(dates.filter(tellsIssue)))) {
    return { answer: 'contradicted', issued };
  }
  const all = readingsOf(dates.filter(tellsIssue), today);
  if (readings.some(isOld) && !readings.every(isOld)) return { answer: 'ambiguous', issued };
  if (all.some((reading) => isOld(reading) !== isOld(issued))) {
    return { answer: 'contradicted', issued };
  }
  if (isBelied(dates, issued.on)) return { answer: 'contradicted', issued };
  return { answer: readings.every(isOld) ? 'old' : 'recent', issued };
}

const UNREAD = { answer: 'unread', issued: null } as const;

function tellsIssue({ kind }: LabelledDate): boolean {
  return kind === 'issued' || kind === 'dated' || kind === 'letter';
}

/** Days that it can mean, to the day of receipt, the earliest first. */
function readingsOf<Dated extends LabelledDate>(dates: readonly Dated[], today: string) {
  return dates
    .flatMap((date) => date.days.map((on) => ({ on, date })))
    .filter(({ on }) => on <= today)
    .sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** A letter has one date; where it has two, none is sure. */
function isSeveral(dates: readonly LabelledDate[]): boolean {
  return new Set(dates.map(({ days }) => days.join(' '))).size > 1;
}

/** An account statement without a date is issued on the last of its days or later. */
function byStatement<Dated extends LabelledDate>(
  dates: readonly Dated[],
  rule: { receivedAt: string; age: Duration | null; today: string },
): Recency<Dated> {
  const ends = readingsOf(
    dates.filter(({ about }) => about === 'statement'),
    rule.today,
  );
  const issued = ends.at(-1) ?? null;
  if (issued === null) return UNREAD;
  const oldest = rule.age && shift(rule.receivedAt, rule.age, -1).slice(0, 10);
  const isRecent = oldest === null || ends.every(({ on }) => on >= oldest);
  if (isBelied(dates, issued.on)) return { answer: 'contradicted', issued };
  return { answer: isRecent ? 'recent' : 'ambiguous', issued };
}

/** The newest period ended, or the newest payment was due, long before the day of issue. */
function isBelied(dates: readonly LabelledDate[], issuedOn: string): boolean {
  const day = (before: Duration) => shift(`${issuedOn}T00:00:00.000Z`, before, -1).slice(0, 10);
  const newest = (kinds: readonly LabelledDate['about'][]) =>
    dates
      .filter(({ about }) => kinds.includes(about))
      .flatMap(({ days }) => days)
      .toSorted()
      .at(-1);
  const period = newest(['period', 'statement']) ?? newest(['end']);
  const due = newest(['due']);
  return (
    (period !== undefined && period < day(PERIOD_BEFORE)) ||
    (due !== undefined && due < day(DUE_BEFORE))
  );
}
