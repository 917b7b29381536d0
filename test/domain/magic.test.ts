import { describe, expect, it } from 'vitest';
import { agrees, sniff } from '../../domain/magic.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const PNG = '\u0089PNG\r\n\u001a\n';

describe('the type by the first bytes', () => {
  it.each([
    ['a JPEG', '\u00ff\u00d8\u00ff\u00e0rest', 'image/jpeg'],
    ['a PNG', `${PNG}rest`, 'image/png'],
    ['a PDF', '%PDF-1.7\n', 'application/pdf'],
    ['a PDF after a space', ' %PDF-1.7\n', null],
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
