import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openPdf } from '../../../../activities/verification/child/sanitiser/pdf/pdf-open.ts';
import {
  refuseActiveBytes,
  refuseActiveDocument,
  refuseActivePage,
} from '../../../../activities/verification/child/sanitiser/pdf/pdf-safety.ts';
import { fileSafety } from '../../../../activities/verification/checks/file-safety.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import type { MediaType } from '../../../../domain/documents/documents.ts';

const FILES = new URL('../../../specimens/files/', import.meta.url);
const specimen = (name: string) => readFileSync(new URL(name, FILES));
const gate = createSanitiser();
const signal = new AbortController().signal;
afterAll(() => gate.close());

const TYPES: Record<string, MediaType> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
};

/** As the file's name says: the worst a client could declare. */
async function judge(bytes: Buffer, extension: string) {
  const mediaType = TYPES[extension] ?? 'image/jpeg';
  const answer = await gate.clean({ bytes, mediaType, side: 'front', firstPage: 0 }, { signal });
  return { ...answer, finding: fileSafety([answer], gate.version) };
}

describe('hostile files are refused with their reason, and the gate lives on', () => {
  it.each([
    ['truncated.jpg', 'file_corrupt', 'no_end'],
    ['html.jpg', 'file_type_not_accepted', 'unknown_type'],
    ['svg.png', 'file_type_not_accepted', 'unknown_type'],
    ['gif.jpg', 'file_type_not_accepted', 'unknown_type'],
    ['empty.jpg', 'file_corrupt', 'empty'],
    ['bomb.png', 'file_too_large', 'pixels'],
    ['jpeg-zip.jpg', 'file_unsafe', 'polyglot'],
    ['jpeg-pdf.jpg', 'file_unsafe', 'polyglot'],
    ['encrypted-user.pdf', 'file_encrypted', 'password'],
    ['encrypted-owner.pdf', 'file_encrypted', 'permissions'],
    ['script-document.pdf', 'file_active_content', 'raw_name'],
    ['script-page.pdf', 'file_active_content', 'raw_name'],
    ['launch.pdf', 'file_active_content', 'raw_name'],
    ['launch-link.pdf', 'file_active_content', 'raw_name'],
    ['attachment.pdf', 'file_active_content', 'attachment'],
    ['truncated.pdf', 'file_corrupt', 'no_end'],
  ])('%s: %s', async (name, reason, detail) => {
    const { finding, pages } = await judge(specimen(`hostile/${name}`), name.slice(-3));
    expect(finding).toMatchObject({ outcome: 'fail', reasons: [reason] });
    expect(finding.measures).toMatchObject({ detail, malware: 'not_scanned' });
    expect(pages).toEqual([]);
  });

  it('a PNG named and declared as a JPEG', async () => {
    const { finding } = await judge(specimen('passport-flat.png'), 'jpg');
    expect(finding).toMatchObject({ outcome: 'fail', reasons: ['file_type_not_accepted'] });
  });

  it('a PNG whose pixels are damaged between right ends', async () => {
    const bytes = Buffer.from(specimen('passport-flat.png'));
    bytes.fill(0, bytes.length / 2, bytes.length / 2 + 400);
    const { finding } = await judge(bytes, 'png');
    expect(finding).toMatchObject({ outcome: 'fail', reasons: ['file_corrupt'] });
  });

  it('HTML after the end mark', async () => {
    const bytes = Buffer.concat([specimen('passport.jpg'), Buffer.from('\n<HTML><body>')]);
    const { finding } = await judge(bytes, 'jpg');
    expect(finding).toMatchObject({ outcome: 'fail', reasons: ['file_unsafe'] });
  });

  it('more bytes than a page may have', async () => {
    const bytes = Buffer.concat([specimen('passport.jpg'), Buffer.alloc(10 * 1024 * 1024)]);
    const { finding } = await judge(bytes, 'jpg');
    expect(finding).toMatchObject({ outcome: 'fail', reasons: ['file_too_large'] });
    expect(finding.measures).toMatchObject({ detail: 'bytes', limit: 10 * 1024 * 1024 });
  });

  it('a PDF page beyond A0', async () => {
    const text = specimen('bill.pdf').toString('latin1');
    const wide = text.replace('[0 0 595.28 841.89]', '[0 0 9595.2 841.89]');
    expect(wide).not.toBe(text);
    const { finding } = await judge(Buffer.from(wide, 'latin1'), 'pdf');
    expect(finding).toMatchObject({ outcome: 'fail', reasons: ['file_too_large'] });
    expect(finding.measures).toMatchObject({ detail: 'page_box', limit: 4000 });
  });
});

describe('an encrypted PDF, where the policy accepts those that open', () => {
  const accepting = async (name: string) => {
    const file = { bytes: specimen(name), mediaType: 'application/pdf', firstPage: 0 } as const;
    return await gate.clean({ ...file, side: 'front' }, { signal, encryptedPdf: 'accepted' });
  };

  it('is read and drawn', async () => {
    const { safety, pages } = await accepting('hostile/encrypted-owner.pdf');
    expect(safety.outcome).toBe('pass');
    expect(pages[0]?.text?.lines[0]?.text).toBe('Specimen');
    expect(pages[0]?.png.length).toBeGreaterThan(100);
  });

  it('is refused where it asks for a password', async () => {
    const { safety } = await accepting('hostile/encrypted-user.pdf');
    expect(safety).toMatchObject({ outcome: 'fail', reasons: ['file_encrypted'] });
  });
});

describe('what is cleaned is accepted', () => {
  it.each(['jpeg-html.jpg', 'cmyk.jpg', 'animated.png'])('%s', async (name) => {
    const { finding, pages } = await judge(specimen(`hostile/${name}`), name.slice(-3));
    expect(finding.outcome).toBe('pass');
    expect(pages[0]?.png.includes('<script')).toBe(false);
  });

  it('other data after the end mark is cut and counted', async () => {
    const bytes = Buffer.concat([specimen('passport.jpg'), Buffer.alloc(500, 7)]);
    const { finding } = await judge(bytes, 'jpg');
    expect(finding).toMatchObject({ outcome: 'pass', measures: { trailing_bytes: 500 } });
  });

  it('two files of a document: the gravest answer counts, measures are told apart', async () => {
    const good = await judge(specimen('id-card-front.jpg'), 'jpg');
    const bad = await judge(specimen('hostile/truncated.jpg'), 'jpg');
    const finding = fileSafety([good, bad], gate.version);
    expect(finding).toMatchObject({ outcome: 'fail', reasons: ['file_corrupt'] });
    expect(finding.measures).toMatchObject({ file_1_trailing_bytes: 0, file_2_detail: 'no_end' });
    expect(finding.engine).toMatch(/^gate@\d+ sharp@\S+ heic-decode@\S+ pdfjs-dist@\S+/);
  });
});

describe('the rules of a PDF each hold by themselves', () => {
  it.each([
    ['<< /S /L#61unch /F (x) >>', 'raw_name'],
    ['<< /XFA [ (a) ] >>', 'raw_name'],
    [packed('<< /S /JavaScript /JS (app.alert) >>'), 'packed_name'],
  ])('by the bytes %#', (text, detail) => {
    expect(() => refuseActiveBytes(Buffer.from(text, 'latin1'))).toThrow(detail);
  });

  it('a chance sequence of letters is no name', () => {
    expect(() => refuseActiveBytes(Buffer.from('x/Launcher /XFAnd '))).not.toThrow();
  });

  it.each([
    ['script-document.pdf', 'document', 'script'],
    ['script-page.pdf', 'page', 'page_script'],
    ['launch-link.pdf', 'page', 'launch'],
  ])('by the library: %s', async (name, where, detail) => {
    const pdf = await openPdf(specimen(`hostile/${name}`));
    const asked =
      where === 'page' ? refuseActivePage(await pdf.getPage(1)) : refuseActiveDocument(pdf);
    await expect(asked).rejects.toThrow(detail);
    await pdf.loadingTask.destroy();
  });
});

function packed(text: string): string {
  const stream = deflateSync(Buffer.from(text)).toString('latin1');
  return `1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n${stream}\nendstream`;
}
