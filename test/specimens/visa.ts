import { photograph, type Shot } from './camera.ts';
import { BOLD, paper, portrait, write, writeMrz } from './drawing.ts';
import { digit, mrzName } from './mrz-lines.ts';
import { ground, label, printedDay } from './passport.ts';
import type { Person } from './people.ts';

/** A photo of a visa of format A (120 x 80 mm, two lines of 44) or B (105 x 74 mm, two of 36). */
export async function makeVisa(of: {
  person: Person;
  format: 'MRVA' | 'MRVB';
  shot?: Shot;
  seed?: number;
}): Promise<Buffer> {
  const { person, format, shot, seed = 1 } = of;
  const [widthMm, heightMm] = format === 'MRVA' ? [120, 80] : [105, 74];
  const on = paper({ widthMm, heightMm, mm: 11, seed });
  write(on, 'VISA', { x: 6, y: 8, sizeMm: 4, font: BOLD });
  portrait(on, { x: 6, y: 14, width: 24, seed });
  label(on, 'Surname', person.familyName.toUpperCase(), 38, 14);
  label(on, 'Given names', (person.givenNames ?? '').toUpperCase(), 38, 23);
  label(on, 'Date of birth', printedDay(person.birthDate), 38, 32);
  label(on, 'Number', person.documentNumber, 38, 41);
  label(on, 'Valid until', printedDay(person.expiresOn), 75, 41);
  ground(on, heightMm, 26);
  writeMrz(on, visaLines(person, format), { x: 5, y: heightMm - 13, gap: 6.35 });
  return photograph(on.canvas, { seed, ...shot });
}

/** ICAO 9303-7: as a passport's, with no composite digit. */
function visaLines(person: Person, format: 'MRVA' | 'MRVB'): string[] {
  const width = format === 'MRVA' ? 44 : 36;
  const fill = (text: string, length: number) => text.slice(0, length).padEnd(length, '<');
  const number = fill(person.documentNumber, 9);
  const birth = person.birthDate.slice(2).replaceAll('-', '');
  const expiry = person.expiresOn.slice(2).replaceAll('-', '');
  const country = fill(person.icao, 3);
  const sex = person.sex === 'X' ? '<' : person.sex;
  const dated = `${birth}${digit(birth)}${sex}${expiry}${digit(expiry)}`;
  return [
    fill(`V<${country}${mrzName(person)}`, width),
    fill(`${number}${digit(number)}${country}${dated}`, width),
  ];
}
