import { describe, expect, it } from 'vitest';
import { agrees, sniff } from '../../../domain/documents/file-signatures.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const PNG = '\u0089PNG\r\n\u001a\n';

describe('the type by the first bytes', () => {
  it.each([
    ['a JPEG', '\u00ff\u00d8\u00ff\u00e0rest', 'image/jpeg'],
    ['a PNG', `${PNG}rest`, 'image/png'],
    ['a PDF', '%PDF-1.7\n', 'application/pdf'],
    ['a WebP', 'RIFF\u0010\0\0\0WEBPVP8 ', 'image/webp'],
    ['a sound in RIFF', 'RIFF\u0010\0\0\0WAVEfmt ', null],
    ['a HEIC', '\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'image/heic'],
    ['a HEIF that may be read as one', '\0\0\0\u0018ftypmif1\0\0\0\0mif1heic', 'image/heic'],
    ['an AVIF', '\0\0\0\u0018ftypavif\0\0\0\0mif1avif', null],
    ['a HEIF of AV1', '\0\0\0\u0018ftypmif1\0\0\0\0mif1avif', null],
    ['brands after their box', '\0\0\0\u0014ftypmif1\0\0\0\0mif1heic', null],
    ['a moving HEIF', '\0\0\0\u0018ftyphevc\0\0\0\0mif1heic', null],
    ['an MP4', '\0\0\0\u0018ftypisom\0\0\0\0isommp41', null],
    ['a PDF after a line of its sender', '\ufeff\r\n%PDF-1.7\n', 'application/pdf'],
    ['a PDF after a kilobyte', `${' '.repeat(1024)}%PDF-1.7\n`, 'application/pdf'],
    ['a PDF after more', `${' '.repeat(1025)}%PDF-1.7\n`, null],
    ['a PNG before a PDF', `${PNG}%PDF-1.7\n`, 'image/png'],
    ['a cut PNG mark', PNG.slice(0, 7), null],
    ['a GIF', 'GIF89a', null],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', null],
    ['HTML', '<!doctype html>', null],
    ['a ZIP', 'PK\u0003\u0004', null],
    ['nothing', '', null],
  ])('of %s', (_, text, expected) => {
    expect(sniff(bytes(text))).toBe(expected);
  });
});

describe('declared type and name agree with the bytes', () => {
  it.each([
    ['image/jpeg', 'image/jpeg', 'pass.jpg', true],
    ['image/jpeg', 'IMAGE/JPEG; charset=binary', 'PASS.JPEG', true],
    ['image/jpeg', 'image/jpg', 'pass.jfif', true],
    ['image/jpeg', null, null, true],
    ['image/jpeg', 'application/octet-stream', 'pass', true],
    ['image/webp', 'image/webp', 'pass.webp', true],
    ['image/webp', 'image/png', 'pass.webp', false],
    ['image/heic', 'image/heic', 'IMG_0001.HEIC', true],
    ['image/heic', 'image/heif', 'IMG_0001.heif', true],
    ['image/heic', 'image/heic-sequence', null, false],
    ['image/heic', null, 'pass.jpg', false],
    ['image/png', 'image/jpeg', 'pass.png', false],
    ['image/png', 'image/png', 'pass.jpg', false],
    ['application/pdf', 'application/pdf', 'bill.pdf.exe', false],
    ['application/pdf', 'text/html', null, false],
    ['application/pdf', 'application/pdf', 'folder.x/bill', true],
    ['application/pdf', 'application/pdf', 'bill.svg', false],
  ] as const)('%s as %s named %s: %s', (sniffed, declared, fileName, expected) => {
    expect(agrees({ sniffed, declared, fileName })).toBe(expected);
  });
});
