import { isDay } from '../../time.ts';

/** The days that decide, as `YYYY-MM-DD`; null where an element is none. */
export interface AamvaDays {
  birth: string | null;
  /** `unlimited`: the card never expires. */
  expires: string | null;
  issued: string | null;
}

/**
 * The days of one card. The standard has MMDDCCYY in the United States, CCYYMMDD in Canada and in the
 * first version; issuers differ, but a year of this or the last century shows which end it stands at.
 * Where a Canadian issuer has it last, day and month may stand in either order: null for `days` where
 * that leaves two readings of what decides.
 */
export function daysOf(
  texts: Record<keyof AamvaDays, string>,
  country: 'US' | 'CA',
): { days: AamvaDays; isCertain: boolean } {
  const orders = country === 'US' ? US_ORDERS : CANADIAN_ORDERS;
  const ways = orders.map((order): AamvaDays => {
    return {
      birth: dayOf(texts.birth, order),
      expires: UNLIMITED.test(bare(texts.expires)) ? 'unlimited' : dayOf(texts.expires, order),
      issued: dayOf(texts.issued, order),
    };
  });
  const count = ({ birth, expires, issued }: AamvaDays) =>
    [birth, expires, issued].filter((day) => day !== null).length;
  const most = Math.max(...ways.map(count));
  const best = ways.filter((way) => count(way) === most);
  const [first = NONE] = best;
  const isOne = best.every((way) => way.birth === first.birth && way.expires === first.expires);
  return { days: first, isCertain: isOne };
}

const NONE: AamvaDays = { birth: null, expires: null, issued: null };
/** Nines, as some states print on cards that never expire, or any day of the year 9999. */
const UNLIMITED = /^(?:9{8}|\d{4}9999|9999\d{4})$/;

type Order = 'month_first' | 'day_first';
const US_ORDERS: readonly Order[] = ['month_first'];
const CANADIAN_ORDERS: readonly Order[] = ['month_first', 'day_first'];

function bare(text: string): string {
  return text.replace(/[-/. ]/g, '');
}

function dayOf(text: string, order: Order): string | null {
  const digits = bare(text);
  const yearFirst = /^((?:18|19|20)\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (yearFirst) return calendarDay(yearFirst[1], yearFirst[2], yearFirst[3]);
  const [, a, b, year] = /^(\d\d)(\d\d)((?:18|19|20)\d\d)$/.exec(digits) ?? [];
  return order === 'month_first' ? calendarDay(year, a, b) : calendarDay(year, b, a);
}

function calendarDay(year = '', month = '', date = ''): string | null {
  const day = `${year}-${month}-${date}`;
  return isDay(day) ? day : null;
}
