/** Between the two days of a period, in the twelve languages of the labels; ASCII. */
const TO =
  '(?:[-~]|to|till|until|thru|through|bis(?: zum)?|au|jusquau|al|hasta(?: el)?|a|ate(?: a)?|tot(?: en met)?|t/m|tm|' +
  'til(?: og med)?|till(?: och med)?|t\\.?o\\.?m\\.?|do|asti|and|und|et|y|e|en|och|og|i|ja)';
const ARTICLE = '(?:\\s*(?:the|den|dem|le|el|il|d\\.|dnia|dia|r\\.?|inclusive|included))?';
const BETWEEN = new RegExp(`^\\s*\\.?,?\\s*(?:r\\.?\\s*)?${TO}${ARTICLE}\\s*$`, 'i');
/** A first day without its year: `1 - 31 March`, `13 Oct to 12 Nov`, `01.10. bis`, `October 1 -`. */
const PARTIAL = new RegExp(
  `(?:^|\\s|[:(])(\\d{1,2}(?:st|nd|rd|th|er)?(?:[./]\\d{1,2}\\.?|\\.?(?:\\s(?:de\\s)?[a-z]{3,12}\\.?)?)|[a-z]{3,10}\\.?\\s\\d{1,2})\\s*${TO}${ARTICLE}\\s*$`,
  'i',
);

export interface RangePart {
  part: 'start' | 'end';
  /** What stands before the whole period; null where its first day is a date of the line. */
  label: string | null;
}

/** Whether a date is one end of a period, by what stands around it in ASCII. */
export function partOfRange(of: {
  before: string;
  after: string;
  followsDate: boolean;
  leadsToDate: boolean;
}): RangePart | null {
  if (of.followsDate && BETWEEN.test(of.before)) return { part: 'end', label: null };
  const partial = PARTIAL.exec(of.before);
  if (partial) return { part: 'end', label: of.before.slice(0, partial.index) };
  if (of.leadsToDate && BETWEEN.test(of.after)) return { part: 'start', label: null };
  return null;
}
