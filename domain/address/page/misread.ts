/** Letters that an engine takes for each other; of some two are read as one. */
const ALIKE: readonly (readonly [string, string])[] = [
  ['i', 'l'],
  ['i', 't'],
  ['i', 'j'],
  ['l', 't'],
  ['f', 't'],
  ['r', 't'],
  ['c', 'e'],
  ['c', 'o'],
  ['e', 'o'],
  ['a', 'o'],
  ['a', 'e'],
  ['u', 'v'],
  ['u', 'n'],
  ['n', 'h'],
  ['n', 'r'],
  ['v', 'y'],
  ['g', 'q'],
  ['g', 'y'],
  ['h', 'b'],
  ['rn', 'm'],
  ['ri', 'n'],
  ['cl', 'd'],
  ['ii', 'u'],
  ['vv', 'w'],
  ['li', 'h'],
  ['ti', 'n'],
  ['ss', 'b'],
  ['ss', 's'],
  ['ll', 'l'],
  ['ii', 'i'],
  ['il', 'i'],
  ['fi', 'f'],
  ['fi', 'i'],
  ['tt', 't'],
];
/** Shorter words are one letter away from too many others. */
const LETTERS_MIN = 5;

/** True where one place differs, by letters that look alike; digits are never alike. */
export function looksLike(stated: string, read: string): boolean {
  if (stated.length < LETTERS_MIN || /\d/.test(stated + read)) return false;
  const shorter = Math.min(stated.length, read.length);
  let from = 0;
  while (from < shorter && stated[from] === read[from]) from += 1;
  for (let before = from; before >= Math.max(0, from - 1); before -= 1) {
    for (let one = 1; one <= 2; one += 1) {
      for (let two = 1; two <= 2; two += 1) {
        const [a, b] = [stated.slice(before, before + one), read.slice(before, before + two)];
        const isRest = stated.slice(before + one) === read.slice(before + two);
        if (isRest && isPair(a, b)) return true;
      }
    }
  }
  return false;
}

function isPair(a: string, b: string): boolean {
  return ALIKE.some(([one, other]) => (one === a && other === b) || (one === b && other === a));
}
