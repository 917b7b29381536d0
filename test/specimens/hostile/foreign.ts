import type { MediaType } from '../../../domain/documents/documents.ts';
import { EICAR } from '../eicar.ts';
import { carrying, INFECTED } from '../infected.ts';
import { rawZip } from '../raw-zip.ts';
import { BASES } from './bases.ts';
import { chunk } from './bombs.ts';
import { casesOf, type HostileCase } from './case.ts';
import { onePage, pdfOf, stream } from './pdf-file.ts';

const TYPES = Object.keys(BASES) as MediaType[];
const HTML = '<!doctype html><script>alert(document.cookie)</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>';

/** Files of other kinds than they are declared: none of these is taken as anything. */
const OTHERS: Record<string, () => Buffer> = {
  empty: () => Buffer.alloc(0),
  zeros: () => Buffer.alloc(5000),
  text: () => Buffer.from('This is no picture.'),
  html: () => Buffer.from(HTML),
  svg: () => Buffer.from(SVG),
  gif: () =>
    Buffer.from('47494638396101000100800000000000ffffff2c00000000010001000002024401003b', 'hex'),
  bmp: () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(60, 1)]),
  tiff: () => Buffer.from('49492a0008000000000000000000', 'hex'),
  zip: rawZip,
  program: () =>
    INFECTED.find(({ rule }) => rule === 'vouch_linux_program')?.bytes ?? Buffer.alloc(0),
  eicar: () => Buffer.from(EICAR),
  avif: () => Buffer.from('\0\0\0\u0018ftypavif\0\0\0\0mif1avif', 'latin1'),
};

const TAILS: Record<string, () => Buffer> = {
  zip: rawZip,
  pdf: () => pdfOf(onePage()),
  html: () => Buffer.from(`<html>${HTML}`),
  script: () => Buffer.from('<script>alert(1)</script>'),
  noise: () => Buffer.alloc(700, 7),
};

/** A name is what its sender writes; nothing of it is kept, and none reaches a disk. */
const NAMES: Record<string, string> = {
  'up-and-away': '../../../../etc/passwd',
  'up-with-type': '../../front.jpg',
  'up-windows': '..\\..\\windows\\system32\\front.jpg',
  nul: 'front.jpg\0.exe',
  'right-to-left': 'front\u202Egpj.exe',
  'right-to-left-taken': 'front\u202Eexe.jpg',
  long: `${'a'.repeat(5000)}.jpg`,
  quotes: 'a".jpg"; name="type',
  'line-break': 'a.jpg\r\nX-Injected: 1',
  markup: '<img src=x onerror=alert(1)>.jpg',
  reserved: 'CON.jpg',
  'other-type': 'front.png',
};

/** Another kind than declared, two kinds at once, malware by its shape, and names that mean no good. */
export function foreign(): HostileCase[] {
  return [...pairs(), ...polyglots(), ...infected(), ...names()];
}

function pairs(): HostileCase[] {
  return TYPES.flatMap((declared) => {
    const short = declared.split('/')[1] ?? '';
    const accepted = TYPES.filter((type) => type !== declared).map(
      (type) => [type.split('/')[1] ?? '', () => BASES[type]] as const,
    );
    return casesOf(`as-${short}`, declared, { ...Object.fromEntries(accepted), ...OTHERS });
  });
}

function polyglots(): HostileCase[] {
  return TYPES.flatMap((type) => {
    const made = Object.entries(TAILS).map(
      ([name, tail]) => [name, () => Buffer.concat([BASES[type], tail()])] as const,
    );
    return casesOf(`tail-${type.split('/')[1] ?? ''}`, type, Object.fromEntries(made));
  });
}

function infected(): HostileCase[] {
  const some = INFECTED.filter(({ rule }) => rule !== 'vouch_pdf_exploit');
  const by = (make: (bytes: Buffer) => Buffer) =>
    Object.fromEntries(some.map(({ rule, bytes }) => [rule, () => make(bytes)] as const));
  const png = BASES['image/png'];
  return [
    ...casesOf(
      'infected-jpeg',
      'image/jpeg',
      by((bytes) => carrying(BASES['image/jpeg'], bytes)),
    ),
    ...casesOf(
      'infected-png',
      'image/png',
      by((bytes) => Buffer.concat([png.subarray(0, 33), chunk('teST', bytes), png.subarray(33)])),
    ),
    ...casesOf(
      'infected-pdf',
      'application/pdf',
      by((bytes) => pdfOf([...onePage(), stream(bytes)])),
    ),
    ...casesOf('infected-pdf', 'application/pdf', {
      vouch_pdf_exploit: () =>
        INFECTED.find(({ rule }) => rule === 'vouch_pdf_exploit')?.bytes ?? Buffer.alloc(0),
    }),
  ];
}

function names(): HostileCase[] {
  return Object.entries(NAMES).map(([name, fileName]) => ({
    name: `name/${name}`,
    category: 'name',
    mediaType: 'image/jpeg',
    fileName,
    make: () => BASES['image/jpeg'],
  }));
}
