import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decrypted } from '../../../../activities/verification/child/sanitiser/pdf/pdf-decrypt.ts';
import { refuseActiveBytes } from '../../../../activities/verification/child/sanitiser/pdf/pdf-safety.ts';
import {
  isEncrypted,
  streamsOf,
} from '../../../../activities/verification/child/sanitiser/pdf/pdf-streams.ts';
import { inflateSync } from 'node:zlib';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import type { MediaType } from '../../../../domain/documents/documents.ts';
import { finished, pdf } from '../../../specimens/bill.ts';
import { onePage, pdfOf, stream } from '../../../specimens/hostile/pdf-file.ts';

const gate = createSanitiser({ timeoutMs: 20_000 });
const signal = new AbortController().signal;
afterAll(() => gate.close());

async function clean(bytes: Buffer, mediaType: MediaType = 'application/pdf') {
  const file = { bytes, mediaType, side: 'front' as const, firstPage: 0 };
  const { safety, pages } = await gate.clean(file, { signal, encryptedPdf: 'accepted' });
  return { ...safety, pages, lines: pages.flatMap(({ text }) => text?.lines ?? []) };
}

/** A page with one file inside. */
function carrying(name: string, content: string): Buffer {
  const catalog = `/Names << /EmbeddedFiles << /Names [(${name}) 6 0 R] >> >> /AF [6 0 R]`;
  return pdfOf([
    ...onePage({ catalog }),
    `<< /Type /Filespec /F (${name}) /UF (${name}) /AFRelationship /Data /EF << /F 7 0 R >> >>`,
    stream(content, '/Type /EmbeddedFile /Subtype /text#2Fxml'),
  ]);
}

describe('invoices that carry their data', () => {
  it.each(['factur-x.xml', 'zugferd-invoice.xml', 'order.csv'])('%s is dropped', async (name) => {
    const found = await clean(carrying(name, '<?xml version="1.0"?><Invoice/>'));
    expect(found).toMatchObject({ outcome: 'pass', measures: { attachments_dropped: 1 } });
  });

  it.each([
    ['factur-x.exe', '<?xml version="1.0"?><Invoice/>'],
    ['factur-x.xml', 'MZ\u0001\u0002 a program'],
    ['factur-x.xml', '<html><script>x</script></html>'],
    ['factur-x.js', 'x()'],
  ])('%s that holds %s is refused', async (name, content) => {
    const found = await clean(carrying(name, content));
    expect(found).toMatchObject({ outcome: 'fail', reasons: ['file_active_content'] });
  });

  it('one that is not in the list of files is refused', async () => {
    const hidden = carrying('a.xml', '<a/>')
      .toString('latin1')
      .replace('/EmbeddedFiles', '/Embeddedfiles');
    expect(await clean(Buffer.from(hidden, 'latin1'))).toMatchObject({
      reasons: ['file_active_content'],
    });
  });
});

describe('a PDF that opens without a password', () => {
  const versions = ['1.3', '1.4', '1.6', '1.7', '1.7ext3'] as const;
  it.each(versions)('is looked through decrypted, of version %s', async (pdfVersion) => {
    const options = { ownerPassword: 'edit', pdfVersion, compress: true };
    const bytes = await finished(pdf('2026-11-01', options).text('Specimen'));
    const text = bytes.toString('latin1');
    expect(isEncrypted(text)).toBe(true);
    const streams = decrypted(bytes, streamsOf(bytes, text)) ?? [];
    const content = streams.filter(({ dictionary }) => dictionary.includes('/FlateDecode'));
    expect(content.length).toBeGreaterThan(0);
    for (const one of content) {
      expect(inflateSync(one.bytes, { finishFlush: 2 }).length).toBeGreaterThan(0);
    }
    expect(await clean(bytes)).toMatchObject({ outcome: 'pass', lines: [{ text: 'Specimen' }] });
  });

  it('hides no action in a packed object: what is decrypted is held against the same rules', () => {
    const head = '6 0 ';
    const hidden = '<< /S /Launch /F (x) >>';
    const bytes = Buffer.from('trailer << /Encrypt 9 0 R >>', 'latin1');
    const opened = {
      dictionary: 'obj << /Type /ObjStm /N 1 /First 4 >>',
      bytes: Buffer.from(head + hidden),
      object: [6, 0] as const,
    };
    const sealed = Buffer.concat([bytes, Buffer.from(' /ObjStm ')]);
    expect(() => refuseActiveBytes(sealed, [opened])).toThrow('packed_name');
  });
});

describe('what is long, large or begins late', () => {
  it('of a statement of 24 pages the first are read, and it is said', async () => {
    const long = pdf('2026-11-01').text('Page 1');
    for (let page = 2; page <= 24; page += 1) long.addPage().text(`Page ${page}`);
    const found = await clean(await finished(long));
    expect(found).toMatchObject({ outcome: 'pass', measures: { pages: 24, pages_read: 20 } });
    expect(found.lines.map(({ text }) => text).at(-1)).toBe('Page 20');
  });

  it.each(['\n', '\ufeff', 'Warning: a line of a web server\r\n'])(
    'a PDF after %j',
    async (before) => {
      const bytes = await finished(pdf('2026-11-01').text('Specimen'));
      const found = await clean(Buffer.concat([Buffer.from(before), bytes]));
      expect(found).toMatchObject({ outcome: 'pass', lines: [{ text: 'Specimen' }] });
    },
  );

  it('a PDF after a page of the web is two files', async () => {
    const bytes = await finished(pdf('2026-11-01').text('Specimen'));
    const found = await clean(Buffer.concat([Buffer.from('<html><body>'), bytes]));
    expect(found).toMatchObject({ outcome: 'fail', reasons: ['file_unsafe'] });
  });

  it('a photo of 48 megapixels is made smaller, upright', async () => {
    const blank = { width: 8064, height: 6048, channels: 3 as const, background: '#468' };
    const photo = await sharp({ create: blank }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { outcome, pages } = await clean(photo, 'image/jpeg');
    expect(outcome).toBe('pass');
    expect(pages[0]).toMatchObject({ width: 3000, height: 4000 });
  }, 60_000);

  it('a picture over the limit is refused, and the limit is said', async () => {
    const blank = { width: 8064, height: 6048, channels: 3 as const, background: '#468' };
    const png = await sharp({ create: blank }).png().toBuffer();
    const { measures } = await clean(png, 'image/png');
    expect(measures).toMatchObject({ detail: 'pixels', limit: 40_000_000 });
  }, 60_000);
});

describe('a page is read as it looks', () => {
  it('turned, with its text turned back', async () => {
    const objects = onePage({ box: '0 0 842 595', page: '/Rotate 90' });
    objects[3] = stream(
      'BT /F1 14 Tf 0 1 -1 0 100 60 Tm (10 High Street) Tj 0 1 -1 0 120 60 Tm (London) Tj ET',
    );
    const { lines, pages } = await clean(pdfOf(objects));
    expect(lines.map(({ text }) => text)).toEqual(['10 High Street', 'London']);
    expect(pages[0]?.height).toBeGreaterThan(pages[0]?.width ?? 0);
    expect(lines.every(({ box: [, , wide, high] }) => wide > high)).toBe(true);
  });

  it('with what its form was filled with', async () => {
    const objects = onePage({
      catalog: '/AcroForm << /Fields [6 0 R] /DA (/F1 12 Tf 0 g) >>',
      page: '/Annots [6 0 R]',
    });
    const appearance =
      '/Type /XObject /Subtype /Form /BBox [0 0 200 16] /Resources << /Font << /F1 5 0 R >> >>';
    const found = await clean(
      pdfOf([
        ...objects,
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Harriet Pemberton) /F 4 /Rect [72 600 272 616] /AP << /N 7 0 R >> >>',
        stream('/Tx BMC BT /F1 12 Tf 2 4 Td (Harriet Pemberton) Tj ET EMC', appearance),
      ]),
    );
    expect(found.lines.map(({ text }) => text)).toEqual(['Specimen', 'Harriet Pemberton']);
  });

  it('letters drawn twice to look bold are read once', async () => {
    const objects = onePage();
    objects[3] = stream('BT /F1 12 Tf 72 700 Td (High Street) Tj 0.3 0 Td (High Street) Tj ET');
    const { lines } = await clean(pdfOf(objects));
    expect(lines.map(({ text }) => text)).toEqual(['High Street']);
  });
});
