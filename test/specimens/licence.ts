import { type Canvas, loadImage } from '@napi-rs/canvas';
import { toBuffer } from 'bwip-js/node';
import { photograph, type Shot } from './camera.ts';
import { paper, write } from './drawing.ts';

export interface LicenceBack {
  /** What the barcode holds. */
  bytes: Uint8Array;
  shot?: Shot;
  seed?: number;
}

/** A photo of the back of a licence of 85.6 x 54 mm: a PDF417 of ten columns, and print about it. */
export async function makeLicenceBack({ bytes, shot, seed = 1 }: LicenceBack): Promise<Buffer> {
  return photograph(await licenceBack({ bytes, seed }), { seed, ...shot });
}

async function licenceBack({ bytes, seed = 1 }: LicenceBack): Promise<Canvas> {
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
