import { type Canvas, loadImage } from '@napi-rs/canvas';
import { toBuffer } from 'bwip-js/node';
import { photograph, type Shot } from './camera.ts';
import { BOLD, paper, portrait, write } from './drawing.ts';

export interface LicenceBack {
  /** What the barcode holds. */
  bytes: Uint8Array;
  shot?: Shot;
  seed?: number;
}

/** A photo of the back of a licence of 85.6 x 54 mm: a PDF417 of ten columns, and print about it. */
export async function makeLicenceBack({ bytes, shot, seed = 1 }: LicenceBack): Promise<Buffer> {
  return photograph(await licenceBack(bytes, seed), { seed, ...shot });
}

async function licenceBack(bytes: Uint8Array, seed: number): Promise<Canvas> {
  const on = paper({ widthMm: 85.6, heightMm: 54, mm: 20, seed });
  const options = {
    bcid: 'pdf417',
    text: Array.from(bytes, (byte) => `^${String(byte).padStart(3, '0')}`).join(''),
    parse: true,
    columns: 10,
    eclevel: 5,
    scale: 3,
    backgroundcolor: 'FFFFFF',
  };
  const encoded: Buffer = await toBuffer(options);
  const picture = await loadImage(encoded);
  const width = 75;
  const height = (width * picture.height) / picture.width;
  on.context.fillStyle = '#ffffff';
  on.context.fillRect(4 * on.mm, 27 * on.mm, 77.6 * on.mm, (height + 2) * on.mm);
  on.context.imageSmoothingEnabled = false;
  on.context.drawImage(picture, 5.3 * on.mm, 28 * on.mm, width * on.mm, height * on.mm);
  write(on, 'CLASS: D  ENDORSEMENTS: NONE  RESTRICTIONS: B', { x: 5, y: 8, sizeMm: 2.4 });
  write(on, 'If found, drop in any mailbox.', { x: 5, y: 13, sizeMm: 2.2 });
  write(on, 'REV 07/15/2022   DD 2424244747474786102204', { x: 5, y: 18, sizeMm: 2.2 });
  return on.canvas;
}

export interface LicenceFront {
  family: string;
  given: string;
  number: string;
  /** `YYYY-MM-DD` */
  birth: string;
  expires: string;
  address: string[];
  shot?: Shot;
  seed?: number;
}

/** A photo of the front, with the numbered fields of the AAMVA standard. */
export async function makeLicenceFront(of: LicenceFront): Promise<Buffer> {
  const { seed = 1, shot } = of;
  const on = paper({ widthMm: 85.6, heightMm: 54, mm: 13, seed });
  const printed = (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;
  write(on, 'VIRGINIA', { x: 4, y: 6, sizeMm: 4, font: BOLD });
  write(on, 'DRIVER LICENSE', { x: 40, y: 6, sizeMm: 3.2, font: BOLD });
  portrait(on, { x: 4, y: 11, width: 24, seed });
  const field = (label: string, value: string, y: number) => {
    write(on, label, { x: 31, y, sizeMm: 1.9 });
    write(on, value, { x: 40, y, sizeMm: 2.8, font: BOLD });
  };
  field('4d DLN', of.number, 13);
  field('1 LN', of.family, 18);
  field('2 FN', of.given, 22.5);
  of.address.forEach((line, row) => {
    write(on, line, { x: 40, y: 27 + row * 3.6, sizeMm: 2.5 });
  });
  field('3 DOB', printed(of.birth), 38);
  field('4b EXP', printed(of.expires), 43);
  field('15 SEX', 'F', 48);
  return photograph(on.canvas, { seed, ...shot });
}
