import type { MediaType } from '../../../../domain/documents/documents.ts';
import {
  refusedOf,
  type Cleaned,
  type SanitiserFacts,
  type SanitiserJob,
  type Refused,
  type RuleScan,
} from './facts.ts';
import { loadHeic } from './heic.ts';
import { cleanHeic, cleanImage, loadSharp } from './image.ts';
import { takeOwnUser } from './own-user.ts';
import { holdPdfLibrary } from './pdf/pdf-library.ts';
import { cleanPdf } from './pdf/pdf.ts';
import { loadYara, scanRules } from './scan-rules.ts';
import { type Typed, typeOf } from './type.ts';

/** Everything the gate knows of one file. Root is given up before a byte is parsed. */
export async function cleanFile(job: SanitiserJob): Promise<SanitiserFacts> {
  const guards = await takeOwnUser(() => holdDecoders(job.mediaType));
  const scan: RuleScan = job.rules
    ? await scanRules(job.bytes, job.rules)
    : { state: 'not_asked', hits: [] };
  const plain = { pages: [], measures: { bytes: job.bytes.length }, scan, guards };
  if (scan.hits.length > 0) return { ...plain, refused: HIT };
  try {
    const typed = await typeOf(job);
    const cut = { bytes: job.bytes.length, trailing_bytes: typed.trailingBytes };
    const clean = await cleaned(typed, job);
    return { ...plain, refused: null, pages: clean.pages, measures: { ...cut, ...clean.measures } };
  } catch (error) {
    const refused = refusedOf(error);
    if (refused === null) throw error;
    return { ...plain, refused };
  }
}

/** Nothing is decoded of what a rule was hit by. */
const HIT: Refused = { reason: 'file_unsafe', detail: 'malware' };

async function cleaned({ mediaType, bytes }: Typed, job: SanitiserJob): Promise<Cleaned> {
  if (mediaType === 'application/pdf') return await cleanPdf(bytes, job.encryptedPdf);
  if (mediaType === 'image/heic') return await cleanHeic(bytes);
  return { pages: [await cleanImage(bytes)], measures: {} };
}

/** A file of another type than declared is refused before any decoder is asked for. */
async function holdDecoders(mediaType: MediaType): Promise<void> {
  await loadYara();
  if (mediaType === 'application/pdf') return await holdPdfLibrary();
  if (mediaType === 'image/heic') await loadHeic();
  await loadSharp();
}
