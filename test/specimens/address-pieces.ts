import type { Piece } from '../../domain/address/page/blocks.ts';
import { randomFrom } from './random.ts';

const SIZE = 21;

/**
 * The lines of a bill as its text layer has them: letterhead, receiver at a side, facts of another line
 * spacing beside it, rows of amounts below. Some of the facts bear numbers that addresses have.
 */
export function billPieces(printed: readonly string[], seed: number): Piece[] {
  const random = randomFrom(seed * 31 + 7);
  const isRight = random() < 0.25;
  const spacing = SIZE * (1.3 + random() * 0.3);
  const [left, beside] = isRight ? [700, 117] : [117, 690];
  const facts = [
    'Bill date: 12 November 2026',
    'Page 2 of 12',
    'Account number: 4471 0926',
    'Flat rate 3',
  ];
  const near = random() < 0.5 ? spacing : SIZE * 1.7;
  const lines: { text: string; x: number; y: number; size: number }[] = [
    { text: 'Northwind Energy Ltd', x: 117, y: 90, size: 35 },
    { text: 'PO Box 4410, Bristol BS1 9ZZ', x: 117, y: 140, size: 15 },
    ...printed.map((text, row) => ({ text, x: left, y: 275 + row * spacing, size: SIZE })),
    ...facts.map((text, row) => ({ text, x: beside, y: 270 + row * near, size: 19 })),
    { text: 'Energy used 312 kWh', x: 117, y: 733, size: SIZE },
    { text: 'Total to pay 84.20', x: 117, y: 808, size: SIZE },
  ];
  const rows: (typeof lines)[] = [];
  for (const line of lines.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    if (row?.[0] && Math.abs(row[0].y - line.y) <= SIZE / 2) row.push(line);
    else rows.push([line]);
  }
  return rows.flatMap((row, line) =>
    row
      .toSorted((a, b) => a.x - b.x)
      .map(({ text, x, y, size }, column): Piece => {
        return { text, box: [x, y, text.length * size * 0.5, size], line, column };
      }),
  );
}
