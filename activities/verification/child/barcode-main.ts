import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule } from 'zxing-wasm/reader';
import { findBarcode } from '../engines/barcode/find.ts';
import type { BarcodeSearch } from '../engines/engines.ts';
import { serve } from './serve.ts';

/** A job of this process: a clean page, never an upload. */
export interface BarcodeJob {
  page: Uint8Array;
  /** For how long to go on looking, in milliseconds. */
  withinMs: number;
  /** And with how much of the processor. */
  cpuMs: number;
}

await serve<BarcodeJob, BarcodeSearch, void>(load, async (_, { page, withinMs, cpuMs: mostMs }) => {
  const before = process.cpuUsage();
  const search = await findBarcode(page, { untilMs: performance.now() + withinMs, cpuMs: mostMs });
  const { user, system } = process.cpuUsage(before);
  const cpuMs = Math.round((user + system) / 1000);
  return { ...search, measures: { ...search.measures, cpu_ms: cpuMs } };
});

/** From the package's own file: left alone, the library would ask the network for it. */
async function load(): Promise<void> {
  const path = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
