import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { blocksOf, type Block } from './blocks.ts';
import { planes, resized, type Picture } from './picture.ts';

/** ImageNet's, in the order of the planes. */
const NORM = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
const FROM = 0.3;

/** Where text stands, judged on a copy whose long side is `longest` (a multiple of 32). */
export async function detect(
  model: InferenceSession,
  picture: Picture,
  longest: number,
): Promise<Block[]> {
  const scale = longest / Math.max(picture.width, picture.height);
  const side = (pixels: number) => Math.max(32, Math.round((pixels * scale) / 32) * 32);
  const [width, height] = [side(picture.width), side(picture.height)];
  const copy = await resized(picture, { width, height });
  const input = new Tensor('float32', planes(copy, NORM), [1, 3, height, width]);
  const output = await model.run({ [model.inputNames[0] ?? '']: input });
  const map = output[model.outputNames[0] ?? '']?.data as Float32Array;
  const [wider, taller] = [picture.width / width, picture.height / height];
  return blocksOf(map, width, height, FROM).map((block) => stretched(block, wider, taller));
}

/** Rounding to 32 stretches a little, and differently along the two sides. */
function stretched(block: Block, wider: number, taller: number): Block {
  const [cos, sin] = [Math.cos(block.angle) * wider, Math.sin(block.angle) * taller];
  const along = Math.hypot(cos, sin);
  const across = (wider * taller) / along;
  return {
    x: block.x * wider,
    y: block.y * taller,
    length: block.length * along,
    height: block.height * across,
    angle: Math.atan2(sin, cos),
  };
}
