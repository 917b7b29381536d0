import { createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, test } from 'vitest';
import type {
  Box,
  CleanPage,
  TextLine,
  Turn,
} from '../../../../activities/verification/engines/engines.ts';
import type { IdentityFacts } from '../../../../activities/verification/identity/identity.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import { zonesOf } from '../../../../activities/verification/identity/page-mrzs.ts';
import { readMrzPage } from '../../../../activities/verification/identity/read-mrz-page.ts';
import { photograph } from '../../../specimens/camera.ts';
import { mrzLines } from '../../../specimens/mrz-lines.ts';
import { passportPage } from '../../../specimens/passport.ts';
import type { Person } from '../../../specimens/people.ts';
import { randomFrom } from '../../../specimens/random.ts';

const recognizer = createTextRecognizer();
afterAll(() => recognizer.close());

const random = randomFrom(4711);
const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
const two = (from: number, to: number) =>
  String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0');

function person(): Person {
  return {
    familyName: pick(['Eriksson', 'Dubois', 'Rossi', 'Kowalska', 'Smith', 'Andersen', 'Silva']),
    givenNames: pick(['Anna', 'Jonas', 'Liam', 'Marta', 'Ida', 'Tomas', 'Grace']),
    birthDate: `19${two(45, 99)}-${two(1, 12)}-${two(1, 28)}`,
    sex: pick(['F', 'M'] as const),
    nationality: null,
    icao: pick(['SWE', 'FRA', 'ITA', 'POL', 'NOR']),
    birthPlace: 'Anytown',
    documentNumber: Array.from({ length: 9 }, () => pick('ACDEFHJKLMNP3479'.split(''))).join(''),
    issuedOn: '2024-01-01',
    expiresOn: '2031-05-06',
  } as Person;
}

/** Where the first row of a second MRZ may stand beside one at 0, 0 that is 1,000 wide with rows of 30. */
const PLACES = [
  ['beside it, level', () => [1000 + 20 + random() * 300, 0]],
  ['beside it, half a row lower', () => [1020 + random() * 300, 20 + random() * 20]],
  ['beside it, a row lower', () => [1020 + random() * 300, 45 + random() * 15]],
  ['above it', () => [random() * 200, -700 - random() * 300]],
  ['well beside and above', () => [700 + random() * 600, -300 - random() * 500]],
] as const;

function linesAt(texts: readonly string[], [left = 0, top = 0]: readonly number[]): TextLine[] {
  return texts.map((text, row) => ({
    text,
    certainty: 0.99,
    box: [left, top + row * 50, 1000, 30],
  }));
}

/** The page as it lies when it must be turned by so much to stand upright. */
function turned(lines: readonly TextLine[], turn: Turn): TextLine[] {
  const place = ([x, y, w, h]: Box): Box => {
    if (turn === 180) return [-x - w, -y - h, w, h];
    if (turn === 270) return [-y - h, x, h, w];
    return turn === 90 ? [y, -x - w, h, w] : [x, y, w, h];
  };
  return lines.map((line) => ({ ...line, box: place(line.box) }));
}

describe('rows of two zones', () => {
  test.each(PLACES)('%s: never one zone', (_, place) => {
    for (let tries = 0; tries < 60; tries += 1) {
      const zones = [mrzLines(person(), 'TD3'), mrzLines(person(), 'TD3')];
      const turn = pick([0, 90, 180, 270] as const);
      const all = [...linesAt(zones[0] ?? [], [0, 0]), ...linesAt(zones[1] ?? [], place())];
      // As a page is read: by height; and now and then one row of four is not seen.
      const seen = all.filter((line) => line !== (tries % 3 === 0 ? pick(all) : undefined));
      const lines = turned(
        seen.toSorted((a, b) => a.box[1] - b.box[1]),
        turn,
      );
      const found = zonesOf({ turn, lines, measures: {} }).flatMap(({ zone }) =>
        zone.doubt === null ? [zone.mrz.lines.join()] : [],
      );
      const whole = zones.map((zone) => zone.join());
      expect(found.filter((one) => !whole.includes(one))).toEqual([]);
      if (seen.length === 4) expect(found.toSorted()).toEqual(whole.toSorted());
    }
  });
});

async function photo(people: readonly Person[], drop: number): Promise<CleanPage> {
  const pages = people.map((one, n) => passportPage({ person: one, seed: n + 1 }));
  const wide = pages.reduce((sum, page) => sum + page.width + 20, 0);
  const canvas = createCanvas(wide, (pages[0]?.height ?? 0) + drop);
  const context = canvas.getContext('2d');
  context.fillStyle = '#8a7a6a';
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [n, page] of pages.entries()) {
    context.drawImage(page, n * (page.width + 20), n * drop);
  }
  const png = await photograph(canvas, { width: 3200, height: 1400, quality: 90, noise: 1 });
  return { index: 0, side: 'front', png, width: 3200, height: 1400, text: null, measures: {} };
}

describe('two passports in one photo', () => {
  test.each([0, 70])(
    '%d pixels apart in height: the one that fits is read, or a person looks',
    async (drop) => {
      const people = [person(), { ...person(), familyName: 'Weber' }];
      const pages = [await photo(people, drop)];
      const read = (fits: (facts: IdentityFacts) => boolean) =>
        readMrzPage(
          { recognizer },
          {
            pages,
            type: 'passport',
            country: null,
            printedText: 'review',
            receivedAt: '2026-11-30T12:00:00.000Z',
            fits,
            signal: AbortSignal.timeout(120_000),
          },
        );
      const isOf = ({ familyName, documentNumber }: Person, facts: IdentityFacts) =>
        facts.names[0]?.family.join(' ') === familyName.toUpperCase() &&
        facts.documentNumber === documentNumber;
      for (const one of people) {
        const { judged, facts } = await read((seen) => isOf(one, seen));
        expect(facts && isOf(one, facts)).toBe(true);
        expect(judged).toMatchObject({
          outcome: 'pass',
          measures: { documents: 2, detail: 'one_of_several' },
        });
      }
      for (const fits of [() => false, () => true]) {
        expect(await read(fits)).toMatchObject({
          facts: null,
          judged: {
            outcome: 'inconclusive',
            reasons: ['document_unreadable'],
            measures: { documents: 2, detail: 'several_documents' },
          },
        });
      }
    },
    120_000,
  );
});
