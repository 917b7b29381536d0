import { createCanvas } from '@napi-rs/canvas';
import { deflateSync } from 'node:zlib';
import { SANS } from './drawing.ts';
import { pdfOf, stream } from './hostile/pdf-file.ts';
import type { Ink, Letter } from './letter.ts';

/** What is added to the page of a letter: marks of content, and what they need beside it. */
export interface Extra {
  /** Content before and after the letter's own. */
  before?: string;
  after?: string;
  /** Entries of the page's resources: `/ExtGState << ... >>` and so on, one of each. */
  resources?: Readonly<Record<string, string>>;
  /** Entries of the page's and the catalog's dictionaries. */
  page?: string;
  catalog?: string;
  /** Objects from number `FIRST_EXTRA` on. */
  objects?: readonly string[];
  /** Instead of an A4 sheet. */
  mediaBox?: string;
  /** The text that stands on a page of its own, after the others. */
  later?: string;
}

export const FIRST_EXTRA = 7;
const [WIDTH, HEIGHT] = [595, 842];

/** A letter of one page whose inks are text, with something else on it. */
export function letterWith(inks: readonly Ink[], extra: Extra): Buffer {
  const { before = '', after = '', resources = {}, page = '', catalog = '', objects = [] } = extra;
  const content = [before, 'q', ...inks.map((ink) => shown(ink)), 'Q', after].join('\n');
  const fonts = '/F1 4 0 R /F2 5 0 R';
  const { Font = '', ...others } = resources;
  const rest = Object.entries(others).map(([name, body]) => `/${name} << ${body} >>`);
  const named = `<< /Font << ${fonts} ${Font} >> ${rest.join(' ')} >>`;
  const box = extra.mediaBox ?? `0 0 ${WIDTH} ${HEIGHT}`;
  const plain = (contents: number, more: string) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Contents ${contents} 0 R /Resources ${named} ${more} >>`;
  const later = FIRST_EXTRA + objects.length;
  const kids = extra.later === undefined ? '3 0 R' : `3 0 R ${later} 0 R`;
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${extra.later === undefined ? 1 : 2} >>`,
    plain(6, page),
    font('Helvetica'),
    font('Helvetica-Bold'),
    stream(content),
    ...objects,
    ...(extra.later === undefined ? [] : [plain(later + 1, ''), stream(extra.later)]),
  ]);
}

function font(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

/** One run of text; `how` are operators before it is shown, as of colour or render mode. */
export function shown(ink: Ink, how = '0 g', font = ink.bold === true ? 'F2' : 'F1'): string {
  return `BT ${how} /${font} ${ink.size} Tf 1 0 0 1 ${ink.x} ${HEIGHT - ink.y} Tm (${escaped(ink.text)}) Tj ET`;
}

export function escaped(text: string): string {
  return text.replaceAll(/[\\()]/g, '\\$&');
}

/** The box around inks in the page's own points: left, bottom, width, height. */
export function boxOf(inks: readonly Ink[]): [number, number, number, number] {
  const left = Math.min(...inks.map(({ x }) => x)) - 2;
  const right = Math.max(...inks.map(({ x, text, size }) => x + text.length * size * 0.62)) + 2;
  const top = Math.min(...inks.map(({ y, size }) => y - size)) - 1;
  const bottom = Math.max(...inks.map(({ y, size }) => y + size * 0.3)) + 1;
  return [left, HEIGHT - bottom, right - left, bottom - top];
}

/** Inks as a picture: its object, and the content that puts it where they stand. */
export function pictured(
  inks: readonly Ink[],
  name: string,
  { ink = '#000', ground = '#fff' } = {},
): { object: string; content: string } {
  const [left, bottom, wide, high] = boxOf(inks);
  const scale = 3;
  const canvas = createCanvas(Math.ceil(wide * scale), Math.ceil(high * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  for (const { text, x, y, size } of inks) {
    context.font = `${size * scale}px "${SANS}"`;
    context.fillText(text, (x - left) * scale, (y - (HEIGHT - bottom - high)) * scale);
  }
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const rgb = Buffer.alloc(canvas.width * canvas.height * 3);
  for (let at = 0; at < canvas.width * canvas.height; at += 1) {
    for (let part = 0; part < 3; part += 1) rgb[at * 3 + part] = data[at * 4 + part] ?? 0;
  }
  const entries = `/Type /XObject /Subtype /Image /Width ${canvas.width} /Height ${canvas.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode`;
  return {
    object: stream(deflateSync(rgb), entries),
    content: `q ${wide} 0 0 ${high} ${left} ${bottom} cm /${name} Do Q`,
  };
}

/** Who a letter is for, in its lines. */
export function block(letter: Letter): Ink[] {
  const lines = [
    `${letter.givenNames} ${letter.familyName}`,
    letter.address.line1 ?? '',
    townOf(letter),
  ];
  return lines.map((text, nth) => ({ text, x: 70, y: 150 + nth * 14, size: 11 }));
}

/** As the letter itself writes it: the line that has the postal code. */
function townOf({ inks, address }: Letter): string {
  const code = address.postalCode ?? '';
  return (
    inks.find(({ text }) => text.includes(code) && !text.includes(address.line1 ?? '-'))?.text ??
    code
  );
}

/** The inks of the letter that are its receiver's lines, in their order. */
export function receiver(letter: Letter): Ink[] {
  const lines = block(letter).map(({ text }) => text);
  return letter.inks.filter(({ text }) => lines.includes(text));
}
