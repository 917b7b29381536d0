import type { MediaType } from '../../../../domain/documents.ts';
import { refusedOf, type CleanPicture, type GateFacts, type GateJob } from './facts.ts';
import { cleanImage, loadSharp } from './image.ts';
import { takeOwnUser } from './own-user.ts';
import { holdPdfLibrary } from './pdf-library.ts';
import { cleanPdf } from './pdf.ts';
import { typeOf } from './type.ts';

/** Everything the gate knows of one file. Root is given up before a byte is parsed. */
export async function cleanFile(job: GateJob): Promise<GateFacts> {
  const guards = await takeOwnUser(() => holdDecoders(job.mediaType));
  try {
    const typed = await typeOf(job);
    const cut = { bytes: job.bytes.length, trailing_bytes: typed.trailingBytes };
    const clean =
      typed.mediaType === 'application/pdf'
        ? await cleanPdf(typed.bytes)
        : { pages: [await cleanImage(typed.bytes)] satisfies CleanPicture[], measures: {} };
    return { refused: null, pages: clean.pages, measures: { ...cut, ...clean.measures }, guards };
  } catch (error) {
    const refused = refusedOf(error);
    if (refused === null) throw error;
    return { refused, pages: [], measures: { bytes: job.bytes.length }, guards };
  }
}

/** A file of another type than declared is refused before any decoder is asked for. */
async function holdDecoders(mediaType: MediaType): Promise<void> {
  if (mediaType === 'application/pdf') await holdPdfLibrary();
  else await loadSharp();
}
