import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CAUSE_WORDS, causeOf, saidOf } from '../../../domain/reasons/causes.ts';
import { CHECKS, OUTCOMES } from '../../../domain/checks/checks.ts';
import { DOUBTS } from '../../../domain/identity/mrz/repair.ts';
import { POSSIBLE } from '../../../domain/checks/possible-outcomes.ts';
import {
  REASON_CODES,
  reasonOf,
  disclosedAs,
  type ReasonCode,
} from '../../../domain/reasons/reasons.ts';
import { wordsIn } from '../../../domain/reasons/words/words-in.ts';

const ROOT = new URL('../../../', import.meta.url);
const PAGE = fileURLToPath(new URL('docs/reasons.md', ROOT));
const LANGUAGES = { en: 'English', de: 'German', sv: 'Swedish' } as const;

const givenBy = (code: ReasonCode) =>
  CHECKS.flatMap((kind) =>
    OUTCOMES.filter((outcome) => POSSIBLE[kind][outcome]?.includes(code)).map((outcome) => ({
      kind,
      outcome,
    })),
  );

test('every word of a detail in the sources has its sentence', () => {
  // a scanner's own word is told in another measure
  const isScanner = (name: string) => name.startsWith('malware/');
  const files = ['activities/verification', 'activities/vendors', 'domain'].flatMap((room) =>
    readdirSync(new URL(room, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !isScanner(name))
      .map((name) => readFileSync(new URL(`${room}/${name}`, ROOT), 'utf8')),
  );
  const words = files.flatMap((text) =>
    [
      ...text.matchAll(
        /\b(?:detail: |detail = |(?:shownAs|refusing)\('\w+', |unanswered\(version, )'([a-z_]+)'/g,
      ),
    ].map(([, word]) => word),
  );
  expect(words.length).toBeGreaterThan(70);
  for (const word of [...words, ...DOUBTS])
    expect({ word, said: saidOf(word) }).toMatchObject({
      said: expect.stringMatching(/^[A-Z].*\.$/),
    });
  expect(saidOf('step_1_not_seen')).toBe('No clear face was seen in step 2.');
  expect(saidOf('another')).toBeNull();
});

test('a cause stands beside reasons that a check can give', () => {
  for (const word of CAUSE_WORDS) {
    for (const code of causeOf(word).reasons) expect(givenBy(code), word).not.toEqual([]);
  }
});

/** What makes a sentence true of a doubt too: it tells what we read or could do, or asks. */
const OPEN = {
  en: /could not|we read|seem|please/i,
  de: /konnten|lesen|schein|bitte/i,
  sv: /kunde inte|vi läser|verkar|skicka|ta en ny|håll/i,
} as const;

test.each(['en', 'de', 'sv'] as const)(
  'what may be a doubt is not told as certain: %s',
  (locale) => {
    const words = wordsIn(locale);
    for (const code of REASON_CODES) {
      const isDoubt = givenBy(code).some(({ outcome }) => outcome === 'inconclusive');
      if (!isDoubt || reasonOf(code).tells === 'nothing') continue;
      expect({ code, said: words[code] }).toEqual({
        code,
        said: expect.stringMatching(OPEN[locale]),
      });
    }
  },
);

test.each(['de', 'sv'] as const)('no reason that is told is told in English: %s', (locale) => {
  const words = wordsIn(locale);
  for (const code of REASON_CODES) expect(words[code], code).not.toBe(disclosedAs(code).message);
});

test('docs/reasons.md is what the tables say (npm test -- -u writes it)', async () => {
  await expect(page()).toMatchFileSnapshot(PAGE);
});

function page(): string {
  return `# Reasons, their causes, and what is said of each

Written by \`test/domain/reasons/causes.test.ts\` from \`domain/reasons/reasons.ts\`, \`domain/reasons/words/\`, \`domain/reasons/causes.ts\` and
\`domain/checks/possible-outcomes.ts\`. A customer is told one sentence for a reason, whatever its cause, so that it is
true of each; a reason that would tip someone off is told as \`verification_unsuccessful\`. Who reads findings
sees the reviewer's sentence and the cause, which stands in \`measures.detail\`.

${REASON_CODES.map(section).join('\n\n')}

## Without a reason

A check may doubt and give none: a person looks. \`step_1_not_seen\` and its like stand beside \`face_not_found\` and
\`image_blurred\`: no clear face was seen in that step, counted from 0. \`magic_value\` may stand beside any reason.

${causes(CAUSE_WORDS.filter((word) => causeOf(word).isAlone))}
`;
}

function section(code: ReasonCode): string {
  const given = givenBy(code).map(({ kind, outcome }) => `\`${kind}\` ${outcome}`);
  const said = Object.entries(LANGUAGES).map(([locale, name]) => [
    `customer, ${name}`,
    wordsIn(locale)[code],
  ]);
  const rows = [['to', 'sentence'], ['reviewer', reasonOf(code).internal], ...said];
  const own = CAUSE_WORDS.filter((word) => causeOf(word).reasons.includes(code));
  const by = given.length > 0 ? `Given by ${given.join(', ')}.` : 'Given by a rule or a person.';
  return [`## ${code}`, '', by, '', table(rows), ...(own.length > 0 ? ['', causes(own)] : [])].join(
    '\n',
  );
}

function causes(words: readonly (typeof CAUSE_WORDS)[number][]): string {
  return table([['cause', 'what the reviewer is told'], ...words.map(rowOf)]);
}

function rowOf(word: (typeof CAUSE_WORDS)[number]): string[] {
  return [`\`${word}\``, causeOf(word).said];
}

function table([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}
