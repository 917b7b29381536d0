import { refusedOf, type CleanPicture, type GateFacts, type GateJob } from './facts.ts';
import { cleanImage } from './image.ts';
import { takeOwnUser } from './own-user.ts';
import { cleanPdf } from './pdf.ts';
import { typeOf } from './type.ts';

/** Everything the gate knows of one file. Root is given up before a byte is parsed. */
export async function cleanFile(job: GateJob): Promise<GateFacts> {
  const guards = takeOwnUser();
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
