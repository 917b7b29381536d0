import { deflateSync } from 'node:zlib';
import { deflatedZeros } from './bombs.ts';
import { casesOf, type HostileCase } from './case.ts';
import { onePage, pdfOf, stream } from './pdf-file.ts';

/** PDFs that are too much: pages, boxes, streams that unpack to gigabytes, structures without an end. */
export function heavyPdfs(): HostileCase[] {
  return [
    ...casesOf('pages', 'application/pdf', pages()),
    ...casesOf('box', 'application/pdf', boxes()),
    ...casesOf('stream', 'application/pdf', streams()),
    ...casesOf('nested', 'application/pdf', nested()),
  ];
}

function pages(): Record<string, () => Buffer> {
  const many = (count: number) => () => {
    const kids = Array.from({ length: count }, (_, n) => `${n + 3} 0 R`).join(' ');
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>';
    return pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
      ...Array.from({ length: count }, () => page),
    ]);
  };
  const tree = (text: string) => () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', text]);
  return {
    '21': many(21),
    '10000': many(10_000),
    'count-lies-large': tree('<< /Type /Pages /Kids [] /Count 2000000000 >>'),
    'count-lies-negative': tree('<< /Type /Pages /Kids [] /Count -1 >>'),
    none: tree('<< /Type /Pages /Kids [] /Count 0 >>'),
    circular: tree('<< /Type /Pages /Kids [2 0 R] /Count 3 >>'),
    'no-tree': () => pdfOf(['<< /Type /Catalog >>']),
    'no-catalog': () => pdfOf(['<< /Type /Font >>']),
  };
}

function boxes(): Record<string, () => Buffer> {
  const box =
    (text: string, page = '') =>
    () =>
      pdfOf(onePage({ box: text, page }));
  return {
    'a-kilometre': box('0 0 2834646 2834646'),
    'a-kilometre-wide': box('0 0 2834646 842'),
    'beyond-a0': box('0 0 4001 842'),
    'by-unit': box('0 0 595 842', '/UserUnit 100'),
    'huge-number': box('0 0 1e38 1e38'),
    empty: box('0 0 0 0'),
    'a-line': box('0 0 595 0.001'),
    upside: box('595 842 0 0'),
    words: box('(a) (b) (c) (d)'),
    'crop-huge': box('0 0 595 842', '/CropBox [0 0 2834646 2834646]'),
  };
}

function streams(): Record<string, () => Buffer> {
  const content = (body: string) => () => {
    const objects = onePage();
    objects[3] = body;
    return pdfOf(objects);
  };
  const flate = '/Filter /FlateDecode';
  const image = (width: number, height: number) =>
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 ${flate}`;
  const drawn = (picture: string) => () => {
    const objects = onePage({ page: '/Group << /S /Transparency >>' });
    objects[2] = (objects[2] ?? '').replace('/Font <<', '/XObject << /I 6 0 R >> /Font <<');
    objects[3] = stream('q 500 0 0 500 40 40 cm /I Do Q');
    return pdfOf([...objects, picture]);
  };
  return {
    'flate-500-mb': content(stream(deflatedZeros(500), flate)),
    'flate-5-gb': content(stream(deflatedZeros(5000), flate)),
    'flate-thrice-200-mb': () =>
      pdfOf([...onePage(), ...[1, 2, 3].map(() => stream(deflatedZeros(200), flate))]),
    'flate-in-flate': content(
      stream(deflateSync(deflatedZeros(900)), `/Filter [/FlateDecode /FlateDecode]`),
    ),
    'lzw-in-flate': content(stream(deflatedZeros(5), '/Filter [/FlateDecode /LZWDecode]')),
    'ten-filters': content(stream('61>', `/Filter [${'/ASCIIHexDecode '.repeat(10)}]`)),
    'objects-100-mb': () =>
      pdfOf([...onePage(), stream(deflatedZeros(100), `/Type /ObjStm /N 1 /First 4 ${flate}`)]),
    'objects-20-mb': () =>
      pdfOf([...onePage(), stream(deflatedZeros(20), `/Type /ObjStm /N 1 /First 4 ${flate}`)]),
    'picture-16000': drawn(stream(deflatedZeros(1), image(16_000, 16_000))),
    'picture-65000': drawn(stream(deflatedZeros(1), image(65_000, 65_000))),
    'many-streams': () => pdfOf([...onePage(), 'stream\n'.repeat(30_000)]),
    'length-zero': content('<< /Length 0 >>\nstream\nBT ET\nendstream'),
    'length-huge': content('<< /Length 999999999 >>\nstream\nBT ET\nendstream'),
    'length-negative': content('<< /Length -5 >>\nstream\nBT ET\nendstream'),
    'length-itself': content('<< /Length 4 0 R >>\nstream\nBT ET\nendstream'),
    'no-end': content('<< /Length 5 >>\nstream\nBT ET'),
  };
}

function nested(): Record<string, () => Buffer> {
  const content = (body: string) => () => {
    const objects = onePage();
    objects[3] = stream(deflateSync(Buffer.from(body)), '/Filter /FlateDecode');
    return pdfOf(objects);
  };
  const form =
    '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>';
  return {
    'form-in-itself': () => {
      const objects = onePage();
      objects[2] = (objects[2] ?? '').replace('/Font <<', '/XObject << /X 6 0 R >> /Font <<');
      objects[3] = stream('/X Do');
      return pdfOf([...objects, stream('/X Do /X Do', form)]);
    },
    'deep-brackets': () => pdfOf([...onePage({ catalog: '/X 6 0 R' }), '['.repeat(500_000)]),
    'deep-contents': () => pdfOf(onePage({ page: `/X ${'<< /A '.repeat(20_000)}` })),
    'parent-of-itself': () => {
      const objects = onePage();
      objects[1] = '<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>';
      return pdfOf(objects);
    },
    'a-long-text': content(`BT /F1 9 Tf (${'x'.repeat(50_000)}) Tj ET`),
    'many-lines': content('0 0 m 9 9 l S\n'.repeat(20_000)),
    'saves-without-end': content('q '.repeat(200_000)),
  };
}
