import type { InferenceSession } from 'onnxruntime-node';
import type { Box, TextLine } from '../engines.ts';
import type { Block } from './blocks.ts';
import type { Reader } from './recognise.ts';

export interface Models {
  detection: InferenceSession;
  reader: Reader;
}

/** A line that was read, and where it stands on the picture. */
export interface Line extends TextLine {
  block: Block;
}

/** The upright rectangle around a block. */
export function boxOf({ x, y, length, height, angle }: Block): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [wide, high] = [length * cos + height * sin, length * sin + height * cos];
  return [Math.max(0, x - wide / 2), Math.max(0, y - high / 2), wide, high];
}
