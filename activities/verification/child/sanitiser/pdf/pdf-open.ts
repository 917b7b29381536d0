import { refusing } from '../facts.ts';
import { pdfLibrary, type PdfLibrary } from './pdf-library.ts';

export type PdfDocument = Awaited<ReturnType<PdfLibrary['getDocument']>['promise']>;
export type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;
export type PdfViewport = ReturnType<PdfPage['getViewport']>;

const PIXELS_MAX = 40_000_000;
const QUIET = 0;

/** Opens a PDF without scripts, forms of XFA, system fonts or network; its own folders for all else. */
export async function openPdf(bytes: Buffer): Promise<PdfDocument> {
  const { library, files } = await pdfLibrary();
  const task = library.getDocument({
    data: new Uint8Array(bytes),
    ...files,
    cMapPacked: true,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
    useWorkerFetch: false,
    stopAtErrors: false,
    maxImageSize: PIXELS_MAX,
    canvasMaxAreaInBytes: PIXELS_MAX * 4,
    verbosity: QUIET,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return refusing('file_encrypted', 'password');
  if (name === 'InvalidPDFException' || name === 'FormatError') {
    return refusing('file_corrupt', 'pdf');
  }
  return error;
}
