import { fileURLToPath } from 'node:url';
import { filesInMemory } from './pdf-memory.ts';

export type PdfLibrary = typeof import('pdfjs-dist/legacy/build/pdf.mjs');

interface Loaded {
  library: PdfLibrary;
  /** Options of `getDocument`: where its fonts, character maps, decoders and profiles are. */
  files: Folders & { BinaryDataFactory?: object };
}

type Folders = ReturnType<typeof folders>;

let loaded: Promise<Loaded> | undefined;

/** pdf.js, which reads its own folders when a document needs them, unless all of it is held. */
export async function pdfLibrary(): Promise<Loaded> {
  return await (loaded ??= load());
}

/** Loads pdf.js and all that it would read later, for a process that then may not read any more. */
export async function holdPdfLibrary(): Promise<void> {
  await (loaded ??= hold());
}

async function load(): Promise<Loaded> {
  return { library: await import('pdfjs-dist/legacy/build/pdf.mjs'), files: folders() };
}

async function hold(): Promise<Loaded> {
  const { library, files } = await load();
  const { iccUrl: _, ...read } = folders(); // profiles are for browsers alone
  await import(import.meta.resolve('pdfjs-dist/legacy/build/pdf.worker.mjs'));
  return { library, files: { ...files, BinaryDataFactory: filesInMemory(read) } };
}

/** They stand beside the library, two folders above its build; pdf.js wants the slash. */
function folders() {
  const build = import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = (name: string) => `${fileURLToPath(new URL(`../../${name}`, build))}/`;
  return {
    standardFontDataUrl: folder('standard_fonts'),
    cMapUrl: folder('cmaps'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
  };
}
