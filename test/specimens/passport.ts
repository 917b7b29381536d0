import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { photograph, type Shot } from './camera.ts';
import { BOLD, paper, portrait, SANS, write, writeMrz, type Paper } from './drawing.ts';
import { mrzLines, type MrzDefect } from './mrz-lines.ts';
import type { Person } from './people.ts';
import type { Raw } from './stills.ts';

export interface PassportOptions {
  person: Person;
  shot?: Shot;
  defect?: MrzDefect;
  /** Another MRZ than the person's. */
  lines?: string[];
  /** The birth date as it is printed. */
  printedBirth?: string;
  /** What stands otherwise in print than in the machine-readable zone. */
  printedAs?: Partial<Person>;
  seed?: number;
  /** A face to print in place of the drawn one. */
  face?: Raw;
}

/** A photo of a passport's data page (TD3, 125 x 88 mm) of a fictitious person: JPEG or PNG bytes. */
export async function makePassport(options: PassportOptions): Promise<Buffer> {
  return await photograph(passportPage(options), { seed: options.seed ?? 1, ...options.shot });
}

/** The flat data page. */
export function passportPage({
  person,
  defect,
  lines,
  printedBirth,
  printedAs,
  seed = 1,
  face,
}: PassportOptions): Canvas {
  const on = paper({ widthMm: 125, heightMm: 88, mm: 11, seed });
  const named = { ...person, ...printedAs };
  write(on, COUNTRY[person.icao] ?? person.icao, { x: 58, y: 8, sizeMm: 3.4, font: BOLD });
  write(on, 'PASSPORT / PASSEPORT', { x: 7, y: 8, sizeMm: 3.2, font: BOLD });
  portrait(on, { x: 7, y: 14, width: 31, seed });
  if (face) print(on, face, { x: 7, y: 14, width: 31 });
  label(on, 'Type / Type', 'P', 42, 15);
  label(on, 'Code / Code', named.icao, 62, 15);
  label(on, 'Passport No. / Passeport No.', named.documentNumber, 85, 15);
  label(on, '1. Surname / Nom', named.familyName.toUpperCase(), 42, 23);
  label(on, '2. Given names / Prénoms', (named.givenNames ?? '').toUpperCase(), 42, 31);
  label(on, '3. Nationality / Nationalité', named.icao, 42, 39);
  label(on, '4. Date of birth', printedBirth ?? printedDay(named.birthDate), 85, 39);
  label(on, '5. Sex / Sexe', named.sex, 42, 47);
  label(on, '6. Place of birth', named.birthPlace.toUpperCase(), 62, 47);
  label(on, '7. Date of issue', printedDay(named.issuedOn), 42, 55);
  label(on, '8. Date of expiry', printedDay(named.expiresOn), 85, 55);
  write(on, 'SPECIMEN', { x: 104, y: 62, sizeMm: 3, colour: '#b04a4a' });
  ground(on, 88, 26);
  writeMrz(on, lines ?? mrzLines(person, 'TD3', defect), { x: 6.2, y: 73.5, gap: 6.35 });
  return on.canvas;
}

/** A square picture, cut to the shape of a portrait, paler than it is as print is. */
function print(
  { context, mm }: Paper,
  { data, width, height }: Raw,
  at: { x: number; y: number; width: number },
): void {
  const source = createCanvas(width, height);
  const image = source.getContext('2d').createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = [0, 1, 2].map((k) => 18 + (data[pixel * 3 + k] ?? 0) * 0.88);
    image.data.set([...colour, 255], pixel * 4);
  }
  source.getContext('2d').putImageData(image, 0, 0);
  const high = at.width * 1.28;
  const cut = height / 1.28;
  const [left, top] = [at.x * mm, at.y * mm];
  context.drawImage(source, (width - cut) / 2, 0, cut, height, left, top, at.width * mm, high * mm);
}

export const COUNTRY: Record<string, string> = {
  SWE: 'SVERIGE SWEDEN',
  D: 'BUNDESREPUBLIK DEUTSCHLAND',
  FRA: 'RÉPUBLIQUE FRANÇAISE',
  GBR: 'UNITED KINGDOM',
  ESP: 'ESPAÑA SPAIN',
  IDN: 'REPUBLIK INDONESIA',
  UTO: 'UTOPIA',
};

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

/** `12 AUG 1974` */
export function printedDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** A small caption with its value below. */
export function label(on: Paper, caption: string, value: string, x: number, y: number): void {
  write(on, caption, { x, y, sizeMm: 1.7, font: SANS, colour: '#4a5568' });
  write(on, value, { x, y: y + 3.9, sizeMm: 3.1, font: SANS });
}

/** The pale band below the machine-readable zone. */
export function ground({ context, mm, canvas }: Paper, pageMm: number, bandMm: number): void {
  context.fillStyle = 'rgba(255, 255, 255, 0.72)';
  context.fillRect(0, (pageMm - bandMm + 4) * mm, canvas.width, (bandMm - 4) * mm);
}
