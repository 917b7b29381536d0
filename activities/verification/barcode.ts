import { extname } from 'node:path';
import { SPECIMEN_TEXT, specimenBarcode } from './barcode-specimen.ts';
import type { ChildFault } from './child-error.ts';
import { createChild } from './child-process.ts';
import type { BarcodeJob } from './child/barcode-main.ts';
import type { BarcodeReader, BarcodeSearch } from './engines.ts';
import { versionOf } from './package-version.ts';

export interface BarcodeOptions {
  /** Wall time of one page; the search itself ends before. */
  timeoutMs?: number;
  rssLimitMb?: number;
  recycleAfter?: number;
  /** Pages at once: each has a child of its own, started when it is first needed. */
  atOnce?: number;
  onFault?: (fault: ChildFault) => void;
  /** Another main than the product's: for tests of what a broken engine does. */
  main?: URL;
}

/** Of a page's time: a look that is under way is let end. */
const SEARCH_SHARE = 0.7;

/** PDF417 of licences by ZXing, in a long-lived child that sees only clean pages. */
export function createBarcodeReader(options: BarcodeOptions = {}): BarcodeReader {
  const { timeoutMs = 10_000 } = options;
  const main = new URL(`./child/barcode-main${extname(import.meta.url)}`, import.meta.url);
  const child = createChild<BarcodeJob, BarcodeSearch>({
    main: options.main ?? main,
    name: 'barcode',
    timeoutMs,
    rssLimitMb: options.rssLimitMb ?? 800,
    recycleAfter: options.recycleAfter ?? 50,
    ...(options.atOnce ? { atOnce: options.atOnce } : {}),
    env: {},
    heapLimitMb: 256,
    ...(options.onFault ? { onFault: options.onFault } : {}),
  });
  const withinMs = timeoutMs * SEARCH_SHARE;
  return {
    version: VERSION,
    read: async ({ png }, { signal }) => await child.run({ page: png, withinMs }, { signal }),
    probe: async (signal) => {
      const { found } = await child.run({ page: specimenBarcode(), withinMs }, { signal });
      return found !== null && Buffer.from(found.bytes).toString('latin1') === SPECIMEN_TEXT;
    },
    close: child.close,
  };
}

const VERSION = [
  'barcode@2',
  `zxing-wasm@${versionOf('zxing-wasm', 'zxing-wasm/reader')}`,
  `sharp@${versionOf('sharp')}`,
].join(' ');
