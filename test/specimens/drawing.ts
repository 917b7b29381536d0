import { createCanvas, GlobalFonts, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fileURLToPath } from 'node:url';
import { randomFrom } from './random.ts';

// The same letters on every machine: no font of the system is used.
const fontFolder = new URL('standard_fonts/', import.meta.resolve('pdfjs-dist/package.json'));
register(new URL('LiberationSans-Regular.ttf', fontFolder), 'Specimen Sans');
register(new URL('LiberationSans-Bold.ttf', fontFolder), 'Specimen Sans Bold');
register(new URL('fonts/ocr-b.otf', import.meta.url), 'Specimen OCR-B');

export const SANS = 'Specimen Sans';
export const BOLD = 'Specimen Sans Bold';
export const OCR_B = 'Specimen OCR-B';

export interface Paper {
  canvas: Canvas;
  context: SKRSContext2D;
  /** Pixels of one millimetre. */
  mm: number;
}

/** A page with a tinted ground and fine wave lines, as on security paper. */
export function paper(of: { widthMm: number; heightMm: number; mm: number; seed: number }): Paper {
  const { mm } = of;
  const [width, height] = [Math.round(of.widthMm * mm), Math.round(of.heightMm * mm)];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const random = randomFrom(of.seed);
  const hue = Math.floor(random() * 360);
  const ground = context.createLinearGradient(0, 0, width, height);
  ground.addColorStop(0, `hsl(${hue} 35% 93%)`);
  ground.addColorStop(1, `hsl(${(hue + 40) % 360} 35% 90%)`);
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  for (let line = 0; line < 16; line += 1) {
    context.beginPath();
    context.strokeStyle = `hsla(${(hue + line * 5) % 360} 45% 55% / 0.22)`;
    context.lineWidth = 0.14 * mm;
    const [swing, waves, phase] = [(2 + random() * 9) * mm, 2 + random() * 5, random() * 6.3];
    for (let x = 0; x <= width; x += mm) {
      const turned = (x / width) * waves * 2 * Math.PI + phase;
      context.lineTo(x, (height * (line + 0.5)) / 16 + swing * Math.sin(turned));
    }
    context.stroke();
  }
  return { canvas, context, mm };
}

/** Text whose baseline starts at (x, y), all in millimetres. */
export function write(
  { context, mm }: Paper,
  text: string,
  at: { x: number; y: number; sizeMm: number; font?: string; colour?: string },
): void {
  context.fillStyle = at.colour ?? '#1b1b22';
  context.font = `${at.sizeMm * mm}px "${at.font ?? SANS}"`;
  context.fillText(text, at.x * mm, at.y * mm);
}

/** Lines of OCR-B at the pitch of ICAO 9303 (2.54 mm a letter), from the left edge given. */
export function writeMrz(on: Paper, lines: string[], at: { x: number; y: number; gap: number }) {
  const { context, mm } = on;
  context.fillStyle = '#16161a';
  context.font = `${3.5 * mm}px "${OCR_B}"`;
  lines.forEach((line, row) => {
    [...line].forEach((letter, column) => {
      context.fillText(letter, (at.x + column * 2.54) * mm, (at.y + row * at.gap) * mm);
    });
  });
}

/** An abstract head and shoulders in a frame: no likeness of anyone. */
export function portrait(on: Paper, at: { x: number; y: number; width: number; seed: number }) {
  const { context, mm } = on;
  const random = randomFrom(at.seed);
  const [left, top, width] = [at.x * mm, at.y * mm, at.width * mm];
  const height = width * 1.28;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.fillStyle = '#d5dade';
  context.fillRect(left, top, width, height);
  const skin = `hsl(${18 + random() * 16} ${25 + random() * 25}% ${40 + random() * 35}%)`;
  const oval = (x: number, y: number, wide: number, high: number, fill: string) => {
    context.fillStyle = fill;
    context.beginPath();
    context.ellipse(left + x * width, top + y * height, wide * width, high * height, 0, 0, 6.3);
    context.fill();
  };
  oval(0.5, 1.05, 0.47, 0.3, `hsl(${random() * 360} 22% 34%)`);
  oval(0.5, 0.38, 0.27, 0.27, `hsl(${random() * 50} 35% 22%)`);
  oval(0.5, 0.45, 0.22, 0.25, skin);
  for (const x of [0.42, 0.58]) oval(x, 0.42, 0.03, 0.013, '#22252b');
  oval(0.5, 0.58, 0.07, 0.012, '#7c4640');
  context.restore();
}

function register(font: URL, name: string): void {
  if (!GlobalFonts.registerFromPath(fileURLToPath(font), name)) throw new Error(`no font: ${name}`);
}
