import type { Shot } from './camera.ts';
import { randomFrom } from './random.ts';

/** Grades of photos of cards, each a little different by its seed. */
export const GRADES = ['scan', 'phone', 'mediocre', 'hard', 'turned'] as const;
export type Grade = (typeof GRADES)[number];

export function shotOf(grade: Grade, seed: number): Shot {
  const random = randomFrom(seed);
  const either = random() < 0.5 ? -1 : 1;
  const size = { width: 1600, height: 1200, seed };
  const phone = {
    ...size,
    angle: (random() - 0.5) * 6,
    tilt: random() * 0.04,
    blur: 0.6,
    noise: 3,
  };
  switch (grade) {
    case 'scan':
      return { ...size, fills: 0.97, noise: 0.5, quality: 90 };
    case 'phone':
      return phone;
    case 'mediocre':
      return { ...size, angle: 7 * either, tilt: 0.05, blur: 0.9, noise: 4, quality: 60 };
    case 'hard':
      return {
        ...size,
        angle: 13 * either,
        tilt: 0.06,
        blur: 1.1,
        noise: 6,
        quality: 45,
        glare: 0.3,
      };
    case 'turned':
      return { ...phone, turn: ([90, 180, 270] as const)[Math.floor(random() * 3)] ?? 90 };
  }
}

const FAMILY = 'SAMPLE RIVERA NGUYEN OCONNOR SCHMIDT KOWALSKA DUBOIS ANDERSEN ROSSI SILVA'.split(
  ' ',
);
const GIVEN = 'JANE QUINCY|MARCO LUIS|MINH|GRACE EMILY|JULIA|ZOFIA MARIA|CHLOE|BO|LUCA|INES'.split(
  '|',
);
const SIGNS = 'A B C D E F G H J K L M N P R T U V W X Y Z 0 1 2 3 4 5 6 7 8 9'.split(' ');

/** An invented holder; days as `YYYY-MM-DD`. */
export function inventedHolder(seed: number) {
  const random = randomFrom(seed * 31 + 5);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const two = (from: number, to: number) =>
    String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0');
  return {
    family: pick(FAMILY),
    given: pick(GIVEN),
    birth: `19${two(50, 99)}-${two(1, 12)}-${two(1, 28)}`,
    issued: `20${two(20, 25)}-${two(1, 12)}-${two(1, 28)}`,
    expires: `20${two(28, 37)}-${two(1, 12)}-${two(1, 28)}`,
    number: `${Array.from({ length: 10 }, () => pick(SIGNS)).join('')}${two(0, 9).slice(1)}`,
  };
}
