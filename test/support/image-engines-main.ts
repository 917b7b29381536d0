import { readFile } from 'node:fs/promises';
import { createBarcodeReader } from '../../activities/verification/engines/barcode.ts';
import { createFaceReader } from '../../activities/verification/engines/faces.ts';
import { createTextRecognizer } from '../../activities/verification/engines/ocr.ts';
import { createSanitiser } from '../../activities/verification/engines/sanitiser.ts';
import { createTextReader } from '../../activities/verification/engines/text-reader.ts';

/** Asks every engine to read its own specimen, and the sanitiser a HEIC; prints the answers as JSON. */
const [heic = ''] = process.argv.slice(2);
const signal = AbortSignal.timeout(100_000);
const readers = {
  text: createTextRecognizer(),
  barcode: createBarcodeReader(),
  proofOfAddress: createTextReader(),
  faces: createFaceReader(),
};
const sanitiser = createSanitiser();
const answers: Record<string, boolean> = {};
for (const [name, reader] of Object.entries(readers)) {
  answers[name] = await reader.probe(signal);
  await reader.close();
}
const file = { bytes: await readFile(heic), side: 'front', firstPage: 0 } as const;
const { safety, pages } = await sanitiser.clean({ ...file, mediaType: 'image/heic' }, { signal });
answers['heic'] = safety.outcome === 'pass' && pages.length === 1;
await sanitiser.close();
console.log(JSON.stringify(answers));
