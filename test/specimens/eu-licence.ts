import { photograph, type Shot } from './camera.ts';
import { BOLD, paper, portrait, write } from './drawing.ts';

export interface EuLicence {
  /** `D`, `F`, `E`: in the blue field. */
  letters: string;
  title: string;
  family: string;
  given: string;
  /** Days as `YYYY-MM-DD`. */
  birth: string;
  birthPlace: string;
  issued: string;
  expires: string;
  authority: string;
  number: string;
  shot?: Shot;
  seed?: number;
}

/** A licence as the Federal Republic prints it, of the person its own specimens bear. */
export const ERIKA = {
  letters: 'D',
  title: 'FÜHRERSCHEIN',
  family: 'MUSTERMANN',
  given: 'ERIKA',
  birth: '1983-08-12',
  birthPlace: 'BERLIN',
  issued: '2021-03-01',
  expires: '2036-02-28',
  authority: 'LANDRATSAMT',
  number: 'B072RRE2I55',
} as const satisfies EuLicence;

/** A photo of the front of a licence of Directive 2006/126/EC: 85.6 x 54 mm, numbered fields. */
export async function makeEuLicence(of: EuLicence): Promise<Buffer> {
  const { seed = 1, shot } = of;
  const on = paper({ widthMm: 85.6, heightMm: 54, mm: 13, seed });
  const { context, mm } = on;
  context.fillStyle = '#1d3b9c';
  context.fillRect(3 * mm, 3 * mm, 9 * mm, 9 * mm);
  write(on, of.letters, { x: 5, y: 9, sizeMm: 4, font: BOLD, colour: '#f5f5f5' });
  write(on, of.title, { x: 15, y: 8, sizeMm: 3.4, font: BOLD });
  portrait(on, { x: 4, y: 15, width: 22, seed });
  const printed = (day: string) => day.split('-').toReversed().join('.');
  const rows: [string, string][][] = [
    [['1.', of.family]],
    [['2.', of.given]],
    [['3.', `${printed(of.birth)}  ${of.birthPlace}`]],
    [
      ['4a.', printed(of.issued)],
      ['4c.', of.authority],
    ],
    [['4b.', printed(of.expires)]],
    [['5.', of.number]],
  ];
  rows.forEach((row, at) => {
    row.forEach(([label, value], column) => {
      const x = 30 + column * 27;
      const y = 17 + at * 5.6;
      write(on, label, { x, y, sizeMm: 2.1 });
      write(on, value, { x: x + 5.5, y, sizeMm: 2.7, font: BOLD });
    });
  });
  write(on, '9. AM/B/L', { x: 30, y: 51, sizeMm: 2.4 });
  return photograph(on.canvas, { seed, ...shot });
}
