import sharp from 'sharp';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { Outcome } from '../../domain/checks/checks.ts';
import { finished, makeBill, pdf } from './bill.ts';
import { makePassport } from './passport.ts';
import { PEOPLE } from './people.ts';
import { rawPdf } from './raw-pdf.ts';
import { animatedPng, bombPng } from './raw-png.ts';
import { rawZip } from './raw-zip.ts';

/** One hostile or odd file and what the gate must answer; `cleaned`: accepted, and only its pixels pass. */
export interface Hostile {
  name: string;
  bytes: Buffer;
  wrong: string;
  safety: { outcome: Outcome; reasons: ReasonCode[] };
  quality?: { outcome: Outcome; reasons: ReasonCode[] };
}

type Row = readonly [name: string, bytes: Buffer, wrong: string, ReasonCode?];

/** All of them, in a fixed order. */
export async function hostileFiles(): Promise<Hostile[]> {
  const photo = await makePassport({
    person: PEOPLE.anna,
    shot: { width: 960, height: 720, quality: 60 },
  });
  const refused: Row[] = [...(await pictures(photo)), ...(await documents())];
  return [
    ...refused.map(([name, bytes, wrong, reason]): Hostile => {
      if (!reason) return { name, bytes, wrong, safety: PASS, quality: PASS };
      return { name, bytes, wrong, safety: { outcome: 'fail', reasons: [reason] } };
    }),
    ...(await poorPictures()),
  ];
}

const PASS: Hostile['safety'] = { outcome: 'pass', reasons: [] };
const HTML = '<!doctype html><script>alert(document.cookie)</script>';

async function pictures(photo: Buffer): Promise<Row[]> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><image href="file:///etc/hostname"/><rect width="900" height="600" fill="teal"/></svg>`;
  const plain = sharp({ create: { width: 900, height: 700, channels: 3, background: '#456' } });
  const bill = await makeBill({
    name: 'Anna Maria Eriksson',
    address: PEOPLE.anna.address,
    issuedOn: '2026-10-12',
    kind: 'utility_bill',
    locale: 'sv',
  });
  const cmyk = await sharp(photo).toColourspace('cmyk').jpeg({ quality: 70 }).toBuffer();
  return [
    ['empty.jpg', Buffer.alloc(0), 'no bytes', 'file_corrupt'],
    ['truncated.jpg', photo.subarray(0, 21_000), 'cut off', 'file_corrupt'],
    ['html.jpg', Buffer.from(HTML.repeat(40)), 'HTML named .jpg', 'file_type_not_accepted'],
    ['svg.png', Buffer.from(svg), 'SVG named .png', 'file_type_not_accepted'],
    ['gif.jpg', await plain.clone().gif().toBuffer(), 'GIF named .jpg', 'file_type_not_accepted'],
    ['bomb.png', bombPng(20_000), '20,000 x 20,000 pixels', 'file_too_large'],
    ['jpeg-zip.jpg', Buffer.concat([photo, rawZip()]), 'JPEG and ZIP at once', 'file_unsafe'],
    ['jpeg-pdf.jpg', Buffer.concat([photo, bill]), 'JPEG and PDF at once', 'file_unsafe'],
    ['jpeg-html.jpg', commented(photo, HTML), 'JPEG with HTML in a comment; cleaned'],
    ['cmyk.jpg', cmyk, 'four inks instead of three lights; cleaned'],
    ['animated.png', await animatedPng(photo), 'a second frame; cleaned'],
  ];
}

async function documents(): Promise<Row[]> {
  const sealed = async (options: PDFKit.PDFDocumentOptions) =>
    await finished(pdf('2026-10-12', { ...options, pdfVersion: '1.7' }).text('Specimen'));
  const many = pdf('2026-10-12').text('Page 1');
  for (let page = 2; page <= 25; page += 1) many.addPage().text(`Page ${page}`);
  const attached = pdf('2026-10-12').text('Specimen');
  attached.file(Buffer.from('MZ not a program'), { name: 'invoice.exe' });
  const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';
  const launch = '<< /S /Launch /F (/bin/sh) >>';
  const whole = await makeBill({
    name: 'Anna Maria Eriksson',
    address: PEOPLE.anna.address,
    issuedOn: '2026-10-12',
    kind: 'utility_bill',
    locale: 'en',
  });
  return [
    ['encrypted-user.pdf', await sealed({ userPassword: 'open' }), 'password', 'file_encrypted'],
    ['encrypted-owner.pdf', await sealed({ ownerPassword: 'edit' }), 'encrypted', 'file_encrypted'],
    [
      'script-document.pdf',
      rawPdf({ catalog: `/OpenAction ${script}` }),
      'document script',
      'file_active_content',
    ],
    [
      'script-page.pdf',
      rawPdf({ page: `/AA << /O ${script} >>` }),
      'page script',
      'file_active_content',
    ],
    [
      'launch.pdf',
      rawPdf({ catalog: `/OpenAction ${launch}` }),
      'launch action',
      'file_active_content',
    ],
    [
      'launch-link.pdf',
      rawPdf({
        page: `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 600 800] /A ${launch} >>]`,
      }),
      'launch link',
      'file_active_content',
    ],
    ['attachment.pdf', await finished(attached), 'embedded file', 'file_active_content'],
    ['pages-25.pdf', await finished(many), '25 pages, of which the first are read'],
    ['truncated.pdf', whole.subarray(0, 900), 'cut off', 'file_corrupt'],
  ];
}

async function poorPictures(): Promise<Hostile[]> {
  const person = PEOPLE.anna;
  const poor = (name: string, bytes: Buffer, wrong: string, reason: ReasonCode): Hostile => {
    const quality = { outcome: 'inconclusive', reasons: [reason] } as const;
    return { name, bytes, wrong, safety: PASS, quality: { ...quality, reasons: [reason] } };
  };
  const dark = await makePassport({ person, shot: { light: 0.13, noise: 1 } });
  const glare = await makePassport({ person, shot: { glare: 1.4, light: 1.15 } });
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#123' } });
  return [
    poor('one-pixel.png', await dot.png().toBuffer(), 'one pixel', 'image_too_small'),
    poor('dark.jpg', dark, 'hardly any light', 'image_dark'),
    poor('glare.jpg', glare, 'a reflection over a large part', 'image_glare'),
  ];
}

function commented(jpeg: Buffer, text: string): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(text.length + 2);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), size, Buffer.from(text)]);
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
}
