import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ChildFault } from './child-error.ts';
import { createChild } from './child-process.ts';
import type { FacesJob } from './child/faces-main.ts';
import type { FaceReader, FaceReading } from './engines.ts';
import { specimenFace } from './faces-specimen.ts';
import { humanPath } from './faces/human.ts';
import { versionOf } from './package-version.ts';

export interface FacesOptions {
  /** Wall time of one picture at all its turns. */
  timeoutMs?: number;
  rssLimitMb?: number;
  recycleAfter?: number;
  /** Pages read side by side, each in a child of its own; 1 if not given. */
  atOnce?: number;
  onFault?: (fault: ChildFault) => void;
  /** Another main than the product's: for tests of what a broken engine does. */
  main?: URL;
}

/** Faces by Human on WASM, in a long-lived child that sees only clean pages. Nothing of a face is kept. */
export function createFaceReader(options: FacesOptions = {}): FaceReader {
  const main = new URL(`./child/faces-main${extname(import.meta.url)}`, import.meta.url);
  const child = createChild<FacesJob, FaceReading>({
    main: options.main ?? main,
    name: 'faces',
    timeoutMs: options.timeoutMs ?? 10_000,
    rssLimitMb: options.rssLimitMb ?? 1000,
    recycleAfter: options.recycleAfter ?? 200,
    env: {},
    heapLimitMb: 384,
    ...(options.atOnce ? { atOnce: options.atOnce } : {}),
    ...(options.onFault ? { onFault: options.onFault } : {}),
  });
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
