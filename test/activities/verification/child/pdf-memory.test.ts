import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  drawPage,
  pageViewport,
} from '../../../../activities/verification/child/sanitiser/pdf/pdf-draw.ts';
import {
  holdPdfLibrary,
  pdfLibrary,
} from '../../../../activities/verification/child/sanitiser/pdf/pdf-library.ts';
import { filesInMemory } from '../../../../activities/verification/child/sanitiser/pdf/pdf-memory.ts';
import { openPdf } from '../../../../activities/verification/child/sanitiser/pdf/pdf-open.ts';

const BILL = readFileSync(new URL('../../../specimens/files/bill.pdf', import.meta.url));
const PACKAGE = new URL('.', import.meta.resolve('pdfjs-dist/package.json'));
const onDisk = (path: string) => readFileSync(new URL(path, PACKAGE));

it('holds the files of each folder under the name of its option, and no other', async () => {
  const folder = (name: string) => fileURLToPath(new URL(`${name}/`, PACKAGE));
  const Files = filesInMemory({ cMapUrl: folder('cmaps'), wasmUrl: folder('wasm') });
  const files = new Files();
  const map = await files.fetch({ kind: 'cMapUrl', filename: '90ms-RKSJ-H.bcmap' });
  expect(onDisk('cmaps/90ms-RKSJ-H.bcmap').equals(map)).toBe(true);
  const decoder = await files.fetch({ kind: 'wasmUrl', filename: 'openjpeg.wasm' });
  expect(onDisk('wasm/openjpeg.wasm').equals(decoder)).toBe(true);
  for (const filename of ['90ms-RKSJ-H.bcmap', '../package.json', '']) {
    await expect(files.fetch({ kind: 'wasmUrl', filename })).rejects.toThrow('no such file');
  }
});

it('a held library draws a page without its folders, as it does from them', async () => {
  await holdPdfLibrary();
  const { files } = await pdfLibrary();
  const { BinaryDataFactory: memory, ...folders } = { ...files };
  expect(memory).toBeTypeOf('function');
  delete files.BinaryDataFactory;
  const fromFolders = await drawn();
  const nowhere = Object.keys(folders).map((option) => [option, '/nowhere/']);
  Object.assign(files, Object.fromEntries(nowhere));
  expect((await drawn()).equals(fromFolders)).toBe(false); // its fonts are told apart
  Object.assign(files, { BinaryDataFactory: memory });
  expect((await drawn()).equals(fromFolders)).toBe(true);
});

async function drawn(): Promise<Buffer> {
  const pdf = await openPdf(BILL);
  const page = await pdf.getPage(1);
  const png = await drawPage(pdf, page, pageViewport(page, 'text'));
  await pdf.loadingTask.destroy();
  return png;
}
