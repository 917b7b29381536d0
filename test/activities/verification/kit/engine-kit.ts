import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import { createFaceReader } from '../../../../activities/verification/engines/faces.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import type { RoundEngines } from '../../../../activities/verification/round/judge-round.ts';
import { createTextReader } from '../../../../activities/verification/engines/text-reader.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';

/** Every engine, as the verification worker has them; a child starts with its first job. */
export function openEngines(): RoundEngines & { close: () => Promise<void> } {
  const engines = {
    gate: createSanitiser(),
    recognizer: createTextRecognizer(),
    barcodes: createBarcodeReader(),
    letters: createTextReader(),
    faces: createFaceReader(),
  };
  return {
    ...engines,
    close: async () => {
      await Promise.all(Object.values(engines).map((engine) => engine.close()));
    },
  };
}
