import type { Canvas } from '@napi-rs/canvas';
import { photograph, type Shot } from './camera.ts';
import { BOLD, paper, portrait, write, writeMrz } from './drawing.ts';
import { mrzLines, type MrzDefect } from './mrz-lines.ts';
import { COUNTRY, ground, label, printedDay } from './passport.ts';
import type { Person } from './people.ts';

export interface CardOptions {
  person: Person;
  /** TD1: the MRZ stands on the back. TD2: on the front, below everything. */
  format: 'TD1' | 'TD2';
  shot?: Shot;
  defect?: MrzDefect;
  /** Another MRZ than the person's. */
  lines?: string[];
  /** The birth date as it is printed. */
  printedBirth?: string;
  seed?: number;
}

/** Photos of an identity card of a fictitious person; a TD2 card has no back. */
export async function makeCard(options: CardOptions): Promise<{ front: Buffer; back?: Buffer }> {
  const shot = { seed: options.seed ?? 1, ...options.shot };
  const front = await photograph(cardFront(options), shot);
  if (options.format === 'TD2') return { front };
  return { front, back: await photograph(cardBack(options), shot) };
}

/** The flat front: TD1 85.6 x 54 mm, TD2 105 x 74 mm. */
export function cardFront({
  person,
  format,
  defect,
  lines,
  printedBirth,
  seed = 1,
}: CardOptions): Canvas {
  const [widthMm, heightMm] = format === 'TD1' ? [85.6, 54] : [105, 74];
  const on = paper({ widthMm, heightMm, mm: 13, seed });
  write(on, COUNTRY[person.icao] ?? person.icao, { x: 30, y: 6, sizeMm: 3, font: BOLD });
  write(on, 'IDENTITY CARD', { x: 4, y: 6, sizeMm: 2.6, font: BOLD });
  portrait(on, { x: 4, y: 11, width: 23, seed });
  label(on, 'Surname', person.familyName.toUpperCase(), 30, 12);
  label(on, 'Given names', (person.givenNames ?? '').toUpperCase(), 30, 20);
  label(on, 'Date of birth', printedBirth ?? printedDay(person.birthDate), 30, 28);
  label(on, 'Sex', person.sex, 60, 28);
  label(on, 'Card No.', person.documentNumber, 30, 36);
  label(on, 'Date of expiry', printedDay(person.expiresOn), 56, 36);
  if (format === 'TD2') {
    ground(on, 74, 26);
    writeMrz(on, lines ?? mrzLines(person, 'TD2', defect), { x: 6.5, y: 60, gap: 6.35 });
  }
  return on.canvas;
}

/** The flat back of a TD1 card: three lines of 30. */
export function cardBack({ person, defect, lines, seed = 1 }: CardOptions): Canvas {
  const on = paper({ widthMm: 85.6, heightMm: 54, mm: 13, seed: seed + 1 });
  label(on, 'Place of birth', person.birthPlace.toUpperCase(), 5, 8);
  label(on, 'Date of issue', printedDay(person.issuedOn), 45, 8);
  label(on, 'Authority', 'REGISTRY OFFICE', 5, 17);
  ground(on, 54, 28);
  writeMrz(on, lines ?? mrzLines(person, 'TD1', defect), { x: 4.6, y: 36.5, gap: 6.35 });
  return on.canvas;
}
