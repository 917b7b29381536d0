import { STREET_ENDS, STREET_LANGUAGES, STREET_WORDS } from './street-words.ts';
import { wordsBeforeNumbers, wordsLeftOut } from './unit-words.ts';

/** How a country writes: which words are one word, and which say nothing. */
export interface Lexicon {
  country: string;
  /** True where the words are equal, or one is the country's short form of the other. */
  isSame: (one: string, other: string) => boolean;
  /** The spellings of a word in full, and the word itself. */
  inFull: (word: string) => readonly string[];
  /** The word says nothing before a number, or before another word. */
  isEmptyBefore: (word: string, next: 'number' | 'word') => boolean;
}

/** The words of a country, ISO 3166-1 alpha-2. */
export function lexiconOf(country: string): Lexicon {
  const languages = (STREET_LANGUAGES[country] ?? 'en').split(' ');
  const forms = formsOf(languages);
  const ends = languages.flatMap((language) => STREET_ENDS[language] ?? []);
  const empty = { number: wordsBeforeNumbers(languages), word: wordsLeftOut(country) };
  const inFull = (word: string) => {
    const whole = ends.flatMap(([short, full]) =>
      word.length > short.length + 2 && word.endsWith(short)
        ? [word.slice(0, -short.length) + full]
        : [],
    );
    return [word, ...whole, ...(forms.get(word) ?? [])];
  };
  return {
    country,
    inFull,
    isEmptyBefore: (word, next) => empty[next].has(word),
    isSame: (one, other) => {
      if (one === other) return true;
      const full = inFull(other);
      return inFull(one).some((form) => full.includes(form));
    },
  };
}

/** Of each word the full forms it may stand for. */
function formsOf(languages: readonly string[]): Map<string, string[]> {
  const forms = new Map<string, string[]>();
  const lists = languages.flatMap((language) => STREET_WORDS[language] ?? []);
  for (const list of lists.flatMap((text) => text.split(','))) {
    const [full = '', ...short] = list.trim().split(' ');
    for (const word of [full, ...short]) forms.set(word, [...(forms.get(word) ?? []), full]);
  }
  return forms;
}
