import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngines } from '../activities/verification/kit/engine-kit.ts';
import { freshStore, type TestStore } from '../store/kit/make.ts';
import { fieldCases } from './cases.ts';
import { runCase } from './run-case.ts';

/** `npm run field` runs all of them, which takes some minutes; `FIELD=A01,D16` runs those. */
const WANTED = process.env['FIELD'] ?? '';

const all = fieldCases();
const wanted = WANTED.split(',');
const cases = (all ?? []).filter(({ id }) => WANTED === 'all' || wanted.includes(id));

let store: TestStore;
const engines = openEngines();
beforeAll(async () => {
  store = await freshStore();
});
afterAll(async () => {
  await engines.close();
  await store.end();
});

test('the cases of the field are there', ({ skip }) => {
  skip(all === null, 'their folder is not part of the project, and not beside it here');
  expect(all?.length).toBeGreaterThan(100);
});

test.each(cases)('$id $title', { timeout: 120_000 }, async (one) => {
  const { outcome, answers } = await runCase(store, engines, one);
  const told = answers
    .filter((answer) => answer.outcome !== 'pass')
    .map(({ kind, outcome: how, reasons }) => `${kind}=${how}[${reasons.join()}]`)
    .join(' ');
  if (process.env['FIELD_TELL']) console.log(`${one.id}\t${outcome}\t${told}`);
  expect(one.expected, `${outcome}: ${told}`).toContain(outcome);
});
