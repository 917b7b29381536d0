import { SPECIMEN_TEXT, specimenBarcode } from './barcode-specimen.ts';
import { createChild } from '../child/child-process.ts';
import type { BarcodeJob } from '../child/barcode-main.ts';
import { childOptions, type EngineOptions } from './engine-options.ts';
import type { BarcodeReader, BarcodeSearch } from './engines.ts';
import { versionOf } from './package-version.ts';

/** Of a page's time: a look that is under way is let end. */
const SEARCH_SHARE = 0.7;
/** For all pages of a document: with the print of its front it stays below 5 s. */
export const SEARCH_CPU_MS = 2500;

/** PDF417 of licences by ZXing, in a long-lived child that sees only clean pages. */
export function createBarcodeReader(options: EngineOptions = {}): BarcodeReader {
  const { timeoutMs = 10_000 } = options;
  const limits = { timeoutMs, rssLimitMb: 800, recycleAfter: 50, heapLimitMb: 256 };
  const child = createChild<BarcodeJob, BarcodeSearch>(
    childOptions(options, { ...limits, name: 'barcode' }),
  );
  const withinMs = timeoutMs * SEARCH_SHARE;
  const job = (page: Buffer, cpuMs = SEARCH_CPU_MS) => ({ page, withinMs, cpuMs });
  return {
    version: VERSION,
    read: async ({ png }, { signal, cpuMs }) => await child.run(job(png, cpuMs), { signal }),
    probe: async (signal) => {
      const { found } = await child.run(job(specimenBarcode()), { signal });
      return found !== null && Buffer.from(found.bytes).toString('latin1') === SPECIMEN_TEXT;
    },
    close: child.close,
  };
}

const VERSION = [
  'barcode@3',
  `zxing-wasm@${versionOf('zxing-wasm', 'zxing-wasm/reader')}`,
  `sharp@${versionOf('sharp')}`,
].join(' ');
