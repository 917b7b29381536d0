/** Legal forms of companies in the five languages, as they end a name. */
const LEGAL_FORMS = [
  'ltd|limited|plc|llp|llc|inc|incorporated|corp|corporation|co|lp|dac|clg|uc',
  'gmbh|gmbh\\s*&\\s*co\\.?\\s*kg|ag|kg|kgaa|ohg|ug|mbh|e\\.?\\s?v|eg|gesmbh|ges\\.?m\\.?b\\.?h',
  's\\.?\\s?a|s\\.?\\s?a\\.?\\s?s|sasu|s\\.?\\s?a\\.?\\s?r\\.?\\s?l|snc|se|scop|sci|eurl',
  's\\.?\\s?l|s\\.?\\s?l\\.?\\s?u|s\\.?\\s?a\\.?\\s?u|s\\.?\\s?coop|s\\.?\\s?a\\.?\\s?de\\s?c\\.?\\s?v',
  'lda|ltda|unipessoal|e\\.?\\s?p\\.?\\s?e|s\\.?\\s?r\\.?\\s?l|spa|bv|nv|ab|asa?|oy|a/s',
];
const LEGAL_FORM = new RegExp(`[\\s,](?:${LEGAL_FORMS.join('|')})\\.?$`, 'i');

const COLUMNS = / {3,}/;
/** The share of a page on which a letterhead stands; lines that are looked at. */
const HEAD_SHARE = 0.3;
const LINES_MAX = 12;
/** By how much a letterhead without a legal form stands out of the lines of the page. */
const LARGE = 1.35;

interface PlacedLine {
  text: string;
  /** `[left, top, width, height]`, in the unit of the page's height. */
  box: readonly [number, number, number, number];
}

/**
 * The sender's name at the top of a page: what ends in a company's legal form, the largest of several;
 * else the largest line, if it plainly stands out. Null where neither is there.
 */
export function letterhead(
  lines: readonly PlacedLine[],
  pageHeight: number,
): { name: string; line: number } | null {
  const heights = lines.map(({ box }) => box[3]).toSorted((a, b) => a - b);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  const top = lines
    .slice(0, LINES_MAX)
    .flatMap(({ text, box }, line) =>
      box[1] > pageHeight * HEAD_SHARE
        ? []
        : text.split(COLUMNS).map((name) => ({ name: name.trim(), line, height: box[3] })),
    )
    .filter(({ name }) => /\p{L}{3}/u.test(name))
    .toSorted((a, b) => b.height - a.height || a.line - b.line);
  const company = top.find(({ name }) => LEGAL_FORM.test(name));
  const large = top.find(({ name, height }) => height >= usual * LARGE && !/\d{3}/.test(name));
  const found = company ?? large;
  return found ? { name: found.name, line: found.line } : null;
}
