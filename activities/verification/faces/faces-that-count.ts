import type { Face } from '../engines/engines.ts';

/** Width of the one face of a selfie or frame (a start value). */
export const SELFIE_PX_MIN = 150;

/** Of a face at 160 px (start value): a face out of focus, and only that, was below it. */
export const SHARPNESS_MIN = 12;

/** Faces far behind, or in a picture on the wall, are nobody who takes part. */
const SHARE_OF_LARGEST = 1 / 3;

/** The faces of those who are before the camera, largest first. */
export function facesThatCount(faces: readonly Face[]): Face[] {
  const least = (faces[0]?.box[2] ?? 0) * SHARE_OF_LARGEST;
  return faces.filter(({ box }) => box[2] >= least);
}
