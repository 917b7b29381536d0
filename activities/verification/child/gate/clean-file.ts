import type { MediaType } from '../../../../domain/documents.ts';
import { refusedOf, type Cleaned, type GateFacts, type GateJob } from './facts.ts';
import { loadHeic } from './heic.ts';
import { cleanHeic, cleanImage, loadSharp } from './image.ts';
import { takeOwnUser } from './own-user.ts';
import { holdPdfLibrary } from './pdf-library.ts';
import { cleanPdf } from './pdf.ts';
import { type Typed, typeOf } from './type.ts';

/** Everything the gate knows of one file. Root is given up before a byte is parsed. */
export async function cleanFile(job: GateJob): Promise<GateFacts> {
  const guards = await takeOwnUser(() => holdDecoders(job.mediaType));
  try {
    const typed = await typeOf(job);
    const cut = { bytes: job.bytes.length, trailing_bytes: typed.trailingBytes };
    const clean = await cleaned(typed);
    return { refused: null, pages: clean.pages, measures: { ...cut, ...clean.measures }, guards };
  } catch (error) {
    const refused = refusedOf(error);
    if (refused === null) throw error;
    return { refused, pages: [], measures: { bytes: job.bytes.length }, guards };
  }
}

async function cleaned({ mediaType, bytes }: Typed): Promise<Cleaned> {
  if (mediaType === 'application/pdf') return await cleanPdf(bytes);
  if (mediaType === 'image/heic') return await cleanHeic(bytes);
  return { pages: [await cleanImage(bytes)], measures: {} };
}

/** A file of another type than declared is refused before any decoder is asked for. */
async function holdDecoders(mediaType: MediaType): Promise<void> {
  if (mediaType === 'application/pdf') return await holdPdfLibrary();
  if (mediaType === 'image/heic') await loadHeic();
  await loadSharp();
}
