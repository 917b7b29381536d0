import { shift, type Duration } from '../time.ts';
import { issueDates, type LabelledDate } from './dates.ts';

export interface Recency<Dated extends LabelledDate> {
  /** `unread`: no date of issue, or only future ones. `ambiguous`: its readings differ under the rule. */
  answer: 'recent' | 'old' | 'unread' | 'ambiguous';
  /** The day it was decided on and where it stood; the latest of several. */
  issued: { on: string; date: Dated } | null;
}

/**
 * The age rule, counted at receipt in calendar units: issued on or after the day `age` before
 * `receivedAt` is recent. Without an `age` any date is. A day ahead is allowed for time zones.
 */
export function judgeRecency<Dated extends LabelledDate>(
  dates: readonly Dated[],
  rule: { receivedAt: string; age: Duration | null },
): Recency<Dated> {
  const today = shift(rule.receivedAt, { days: 1 }).slice(0, 10);
  const readings = issueDates(dates)
    .flatMap((date) => date.days.map((on) => ({ on, date })))
    .filter(({ on }) => on <= today)
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  const issued = readings.at(-1) ?? null;
  if (issued === null) return { answer: 'unread', issued };
  if (rule.age === null) return { answer: 'recent', issued };
  const oldest = shift(rule.receivedAt, rule.age, -1).slice(0, 10);
  const old = readings.filter(({ on }) => on < oldest).length;
  if (old === 0) return { answer: 'recent', issued };
  return { answer: old === readings.length ? 'old' : 'ambiguous', issued };
}
