import { createBarcodeReader } from '../../../activities/verification/barcode.ts';
import { createFaceReader } from '../../../activities/verification/faces.ts';
import { createGate } from '../../../activities/verification/gate.ts';
import type { RoundEngines } from '../../../activities/verification/judge-round.ts';
import { createLetterReader } from '../../../activities/verification/letters.ts';
import { createTextRecognizer } from '../../../activities/verification/ocr.ts';

/** Every engine, as the verification worker has them; a child starts with its first job. */
export function openEngines(): RoundEngines & { close: () => Promise<void> } {
  const engines = {
    gate: createGate(),
    recognizer: createTextRecognizer(),
    barcodes: createBarcodeReader(),
    letters: createLetterReader(),
    faces: createFaceReader(),
  };
  return {
    ...engines,
    close: async () => {
      await Promise.all(Object.values(engines).map((engine) => engine.close()));
    },
  };
}
