import { expect, it } from 'vitest';
import { letterhead } from '../../../../domain/address/page/letterhead.ts';

type Row = readonly [text: string, top: number, height: number];
const at = (rows: readonly Row[]) =>
  letterhead(
    rows.map(([text, top, height]) => ({ text, box: [100, top, 500, height] })),
    1754,
  )?.name ?? null;

const BODY: readonly Row[] = [
  ['Isla Ashworth', 300, 20],
  ['96 Kirkgate', 330, 20],
  ['Dear customer, thank you', 600, 20],
];

it.each([
  'Northwind Energy Ltd',
  'Harbour Bank plc',
  'Blue Mesa Gas Corp.',
  'Talwind Stadtwerke GmbH',
  'Rheinlicht Energie GmbH & Co. KG',
  'Eaux de Brume SARL',
  'Énergie des Vallons S.A.',
  'Aguas del Tormes S.L.',
  'Energía del Bajío S.A. de C.V.',
  'Águas da Serra, Lda.',
  'Saneamento Ipê Ltda.',
])('%s, by its legal form, in any size', (name) => {
  expect(at([['Your bill at a glance', 60, 40], [name, 110, 20], ...BODY])).toBe(name);
});

it('the largest line at the top, where no legal form stands there', () => {
  expect(at([['Stadtkasse Steueramt   Seite 1', 60, 34], ...BODY])).toBe('Stadtkasse Steueramt');
});

it.each([
  ['nothing stands out', BODY],
  ['what is large stands below', [...BODY, ['GRAND TOTAL', 1200, 44]]],
  ['a company in the foot', [...BODY, ['Northwind Energy Ltd', 1650, 14]]],
  ['a large number', [['4471 0926', 60, 40], ...BODY]],
] as const)('none: %s', (_, rows) => {
  expect(at(rows)).toBeNull();
});
