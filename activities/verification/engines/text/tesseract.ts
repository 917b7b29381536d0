import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createWorker, OEM, PSM, type Block, type Worker } from 'tesseract.js';
import type { TextLanguages } from '../../../../domain/address/words/languages.ts';

/** Tesseract with the data of one or two languages. */
export interface Tesseract {
  languages: string;
  /** The blocks of a page, from an encoded picture. */
  read: (picture: Buffer) => Promise<Block[]>;
  /** The same of a picture of one line. */
  readLine: (picture: Buffer) => Promise<Block[]>;
  /** The same of lines that stand below each other, however far apart. */
  readBlock: (picture: Buffer) => Promise<Block[]>;
  close: () => Promise<void>;
}

/** From the packages' own files: left alone, the library would ask the network and keep a copy. */
export async function openTesseract(languages: TextLanguages): Promise<Tesseract> {
  const [first, second] = languages;
  const known: string[] = [first]; // the library keeps this very list
  const worker = await createWorker(known, OEM.LSTM_ONLY, {
    langPath: fileURLToPath(new URL('.', fileOf(first))).replace(/\/$/, ''),
    gzip: true,
    cacheMethod: 'none',
    errorHandler: () => undefined, // without it one bad picture ends the process
  });
  if (second !== undefined) await add(worker, second, known);
  await worker.setParameters({ user_defined_dpi: '200' });
  return {
    languages: languages.join('+'),
    read: async (picture) => await blocksOf(worker, picture, PSM.AUTO),
    readLine: async (picture) => await blocksOf(worker, picture, PSM.SINGLE_LINE),
    readBlock: async (picture) => await blocksOf(worker, picture, PSM.SINGLE_BLOCK),
    close: async () => {
      await worker.terminate();
    },
  };
}

async function blocksOf(worker: Worker, picture: Buffer, mode: PSM): Promise<Block[]> {
  await worker.setParameters({ tessedit_pageseg_mode: mode });
  const { data } = await worker.recognize(picture, {}, { text: false, blocks: true });
  return data.blocks ?? [];
}

/** The library looks for a second language where the first one lies: ours is put there by hand. */
async function add(worker: Worker, language: string, known: string[]): Promise<void> {
  const data = gunzipSync(await readFile(fileOf(language)));
  await worker.FS('writeFile', [`./${language}.traineddata`, new Uint8Array(data)]);
  known.push(language);
  await worker.reinitialize(known.join('+'));
}

function fileOf(language: string): URL {
  const main = import.meta.resolve(`@tesseract.js-data/${language}/package.json`);
  return new URL(`4.0.0_best_int/${language}.traineddata.gz`, main);
}
