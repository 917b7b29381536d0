import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { finished, pdf } from './bill.ts';
import { photograph, type Shot } from './camera.ts';
import { BOLD, SANS } from './drawing.ts';
import type { Ink, Letter } from './letter.ts';
import { randomFrom } from './random.ts';

const A4 = { width: 595, height: 842 };
const POINTS_PER_INCH = 72;

/** A PDF with a text layer. */
export async function letterPdf(letter: Letter): Promise<Buffer> {
  const document = pdf(letter.issuedOn);
  write(document, letter.inks);
  return await finished(document);
}

/** A PDF of pictures alone, as a scanner makes it; `first` pages with text stand before. */
export async function letterScan(
  letter: Letter,
  { dpi = 200, first = [] }: { dpi?: number; first?: Ink[][] } = {},
): Promise<Buffer> {
  const document = pdf(letter.issuedOn, { autoFirstPage: false });
  for (const inks of first) write(document.addPage(), inks);
  const picture = await drawn(letter.inks, dpi).encode('jpeg', 80);
  document.addPage().image(picture, 0, 0, { width: A4.width, height: A4.height });
  return await finished(document);
}

/** A photo of the printed letter on a desk. */
export async function letterPhoto(letter: Letter, shot: Shot = {}): Promise<Buffer> {
  const size = shot.width === undefined ? { width: 1700, height: 2300 } : {};
  return await photograph(drawn(letter.inks, 220), { ...size, ...shot });
}

/** A hand-held shot of that seed: up to six degrees off, a little tilt, noise and a strong JPEG. */
export function handHeld(seed: number): Shot {
  const random = randomFrom(seed * 31 + 5);
  return {
    seed,
    angle: (random() - 0.5) * 12,
    tilt: random() * 0.06,
    noise: 1 + random() * 3,
    blur: 0.4 + random() * 0.5,
    light: 0.75 + random() * 0.25,
    quality: 60 + Math.floor(random() * 25),
    fills: 0.9 + random() * 0.08,
  };
}

function write(document: PDFKit.PDFDocument, inks: readonly Ink[]): void {
  for (const { text, x, y, size, bold } of inks) {
    document.font(bold === true ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
    document.text(text, x, y, { baseline: 'alphabetic', lineBreak: false });
  }
}

function drawn(inks: readonly Ink[], dpi: number): Canvas {
  const scale = dpi / POINTS_PER_INCH;
  const canvas = createCanvas(Math.round(A4.width * scale), Math.round(A4.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fdfcf9';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#1c1c20';
  for (const { text, x, y, size, bold } of inks) {
    context.font = `${size * scale}px "${bold === true ? BOLD : SANS}"`;
    context.fillText(text, x * scale, y * scale);
  }
  return canvas;
}
