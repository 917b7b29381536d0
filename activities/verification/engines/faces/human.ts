import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What Human says of one face, as far as it is used; pixels of the picture that it was given. */
export interface HumanFace {
  box: [number, number, number, number];
  score: number;
  rotation: { angle: { roll: number; yaw: number; pitch: number } } | null;
  embedding?: number[];
}

interface Tensor {
  dispose: () => void;
}

interface Loader {
  load: () => Promise<object>;
}

/** What is used of TensorFlow: its own types bring a browser's globals into the whole room. */
interface Core {
  io: { registerLoadRouter: (router: (url: string) => Loader) => void };
  env: () => { set: (flag: string, value: boolean) => void };
  tensor3d: (values: Int32Array, shape: [number, number, number], type: 'int32') => Tensor;
}

interface Human {
  load: () => Promise<void>;
  detect: (picture: Tensor) => Promise<{ face: HumanFace[] }>;
}

/** Faces of a picture: raw RGB, three bytes a pixel. */
export type Detect = (picture: {
  data: Buffer;
  width: number;
  height: number;
}) => Promise<HumanFace[]>;

/**
 * Where the build lies that needs no native TensorFlow: the package exports no path to it, so its main
 * entry is resolved (which loads nothing) and the sibling taken.
 */
export function humanPath(): string {
  const main = createRequire(import.meta.url).resolve('@vladmandic/human');
  return join(dirname(main), 'human.node-wasm.js');
}

/**
 * Loads Human on WASM with its models from disk. A process may hold one only: a second instance misbehaves.
 */
export async function loadHuman(): Promise<Detect> {
  const path = humanPath();
  const require = createRequire(path); // the very copies that Human gets
  const core = require('@tensorflow/tfjs-core') as Core;
  const wasmPath = `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`;
  core.io.registerLoadRouter((url) =>
    url.startsWith('file://') ? { load: () => fromDisk(url) } : offline(),
  );
  globalThis.fetch = () => Promise.reject(new Error('offline')); // a model is here, or nowhere
  const { Human } = require(path) as { Human: new (options: object) => Human };
  const modelBasePath = `${pathToFileURL(join(dirname(path), '../models')).href}/`;
  const human = new Human({ ...OPTIONS, wasmPath, modelBasePath });
  core.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // several children share the cores
  await human.load();
  return async ({ data, width, height }) => {
    const picture = core.tensor3d(new Int32Array(data), [height, width, 3], 'int32');
    try {
      return (await human.detect(picture)).face;
    } finally {
      picture.dispose();
    }
  };
}

const OFF = { enabled: false };

/** Nothing of a picture answers for the next one; no filter changes what was photographed. */
const OPTIONS = {
  backend: 'wasm',
  cacheSensitivity: 0,
  warmup: 'none',
  debug: false,
  async: false,
  filter: OFF,
  gesture: OFF,
  body: OFF,
  hand: OFF,
  object: OFF,
  segmentation: OFF,
  face: {
    enabled: true,
    detector: { rotation: true, maxDetected: 10, minConfidence: 0.3 },
    mesh: { enabled: true },
    description: { enabled: true },
    attention: OFF,
    iris: OFF,
    emotion: OFF,
    antispoof: OFF, // no passive score may lead to a pass
    liveness: OFF,
  },
};

async function fromDisk(url: string): Promise<object> {
  const file = new URL(url);
  const model = JSON.parse(await readFile(file, 'utf8')) as ModelFile;
  const parts = model.weightsManifest.flatMap(({ paths }) => paths);
  const weights = await Promise.all(parts.map((part) => readFile(new URL(part, file))));
  return {
    modelTopology: model.modelTopology,
    format: model.format,
    signature: model.signature,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(Buffer.concat(weights)).buffer,
  };
}

interface ModelFile {
  modelTopology: object;
  format?: string;
  signature?: object;
  weightsManifest: { paths: string[]; weights: object[] }[];
}

function offline(): Loader {
  return { load: () => Promise.reject(new Error('offline')) };
}
