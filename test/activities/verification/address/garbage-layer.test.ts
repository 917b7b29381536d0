import { expect, test } from 'vitest';
import { addressMatch } from '../../../../activities/verification/checks/address-match.ts';
import type { TextReader } from '../../../../activities/verification/engines/engines.ts';
import { openProofOfAddress } from '../../../../activities/verification/address/proof-of-address.ts';

const DETAILS = {
  givenNames: 'Harriet',
  familyName: 'Vale',
  address: {
    line1: '14 Alder Road',
    line2: null,
    city: 'Leeds',
    region: null,
    postalCode: 'LS6 2AB',
    country: 'GB',
  },
};
const BILL = [
  'Harriet Vale',
  '14 Alder Road',
  'Leeds',
  'LS6 2AB',
  'Electricity bill for October, issued on 12 November 2026',
];

function lined(texts: readonly string[]) {
  return texts.map((text, at) => ({
    text,
    certainty: 0.97,
    box: [60, 60 + at * 30, 400, 22] as [number, number, number, number],
  }));
}

/** As a font without the table of its letters comes out: each sign is another one. */
function garbled(texts: readonly string[]): string[] {
  return texts.map((text) =>
    [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 4)).join(''),
  );
}

function answer(text: readonly string[], drawn: readonly string[]) {
  const reader: TextReader = {
    version: 'letters@0',
    read: () => Promise.resolve({ lines: lined(drawn), measures: {}, turn: 0 }),
    readAt: (_, { boxes }) =>
      Promise.resolve(boxes.map(([, top]) => drawn[Math.round((top - 60) / 30)] ?? '')),
    probe: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
  const page = {
    index: 0,
    side: 'front' as const,
    png: Buffer.from('drawn'),
    width: 900,
    height: 1400,
    text: { lines: lined(text) },
    measures: {},
  };
  const { signal } = new AbortController();
  const letter = openProofOfAddress(reader, { pages: [page], languages: ['eng'], signal });
  return addressMatch({ letter, details: DETAILS });
}

test('a text layer of other signs is left for what is drawn, and it is said', async () => {
  expect(await answer(garbled(BILL), BILL)).toMatchObject({
    outcome: 'pass',
    measures: { detail: 'text_not_drawn', source: 'ocr' },
  });
});

test('what is drawn then decides: another house is no pass, and no certain failure', async () => {
  const other = BILL.map((line) => line.replace('14 Alder', '16 Alder'));
  expect(await answer(garbled(BILL), other)).toMatchObject({
    outcome: 'inconclusive',
    reasons: ['address_mismatch'],
  });
  expect(await answer(garbled(other), other)).toMatchObject({ outcome: 'inconclusive' });
});
