import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createChild } from '../child/child-process.ts';
import type { FacesJob } from '../child/faces-main.ts';
import { childOptions, type EngineOptions } from './engine-options.ts';
import type { FaceReader, FaceReading } from './engines.ts';
import { specimenFace } from './faces-specimen.ts';
import { humanPath } from './faces/human.ts';
import { versionOf } from './package-version.ts';

/** Faces by Human on WASM, in a long-lived child that sees only clean pages. Nothing of a face is kept. */
export function createFaceReader(options: EngineOptions = {}): FaceReader {
  const limits = { timeoutMs: 10_000, rssLimitMb: 1000, recycleAfter: 200, heapLimitMb: 384 };
  const child = createChild<FacesJob, FaceReading>(
    childOptions(options, { ...limits, name: 'faces' }),
  );
  return {
    version: VERSION,
    read: async ({ png }, { turns, signal }) => await child.run({ page: png, turns }, { signal }),
    probe: async (signal) => {
      const { faces } = await child.run({ page: specimenFace(), turns: false }, { signal });
      const [face] = faces;
      return faces.length === 1 && face?.embedding.length === EMBEDDED;
    },
    close: child.close,
  };
}

/** Numbers of an embedding of `faceres`. */
const EMBEDDED = 1024;

const VERSION = [
  'faces@1',
  `human@${humanVersion()}`,
  ...['core', 'backend-wasm'].map(
    (part) => `tfjs-${part}@${versionOf(`@tensorflow/tfjs-${part}`)}`,
  ),
  `sharp@${versionOf('sharp')}`,
].join(' ');

/** The weights lie in the same package: its version is theirs. */
function humanVersion(): string {
  const url = join(humanPath(), '../../package.json');
  return (JSON.parse(readFileSync(url, 'utf8')) as { version: string }).version;
}
