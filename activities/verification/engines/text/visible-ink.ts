import type { Box } from '../engines.ts';
import type { Grey } from './grey.ts';

/** In heights of the letters: what is looked at around a line. Further text is another column's. */
const MARGIN = { side: 0.9, above: 0.12, below: 0.34 } as const;
/** Ink and ground this much apart, as WCAG 2 counts contrast, are seen; text on bills has 4.5 and more. */
const CONTRAST_SEEN = 1.6;
/** Ink that is nearer to its ground is left out, so that no reader finds it beside other ink. */
const CONTRAST_LEFT_OUT = 1.42;
/** Half of the light that WCAG 2 adds to both sides; black on white is 21 : 1. */
const FLARE = 0.05;
const MOST = Math.log(21);
const [SEEN, LEFT_OUT] = [CONTRAST_SEEN, CONTRAST_LEFT_OUT].map(
  (ratio) => (Math.log(ratio) / MOST) * 255,
) as [number, number];
/** Fewer pixels of ink are a speck. */
const INK_PIXELS = 6;

/** By grey level: steps of equal size are equal contrasts. */
const CONTRAST = Uint8Array.from({ length: 256 }, (_, level) => {
  const part = level / 255;
  const light = part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  return Math.round((Math.log((light + FLARE) / FLARE) / MOST) * 255);
});

/**
 * What a person sees of a line on the page and around it, in black on white: ink that hardly differs from
 * its ground is left out. Null where nothing is seen, or all of it lies beyond the page.
 */
export function visibleInk(page: Grey, [x, y, wide, high]: Box): Grey | null {
  const found = contrastsIn(page, {
    left: x - high * MARGIN.side,
    top: y - high * MARGIN.above,
    right: x + wide + high * MARGIN.side,
    bottom: y + high * (1 + MARGIN.below),
  });
  if (found === null || found.most < SEEN) return null;
  const { cut, ground, most, width, height } = found;
  for (let at = 0; at < cut.length; at += 1) {
    const ink = Math.max(0, Math.abs((cut[at] ?? ground) - ground) - LEFT_OUT);
    cut[at] = 255 - Math.min(255, Math.round((ink * 255) / (most - LEFT_OUT)));
  }
  return { data: cut, width, height };
}

/** True where some ink in the box differs from its ground. */
export function isSeen(page: Grey, [left, top, wide, high]: Box): boolean {
  const found = contrastsIn(page, { left, top, right: left + wide, bottom: top + high });
  return found !== null && found.most >= LEFT_OUT;
}

interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The levels of a part of the page in steps of contrast; null where all of it lies beyond. */
function contrastsIn({ data, width, height }: Grey, part: Region) {
  const [left, top] = [Math.max(0, Math.round(part.left)), Math.max(0, Math.round(part.top))];
  const right = Math.min(width, Math.round(part.right));
  const bottom = Math.min(height, Math.round(part.bottom));
  if (right <= left || bottom <= top) return null;
  const cut = new Uint8Array((right - left) * (bottom - top));
  for (let row = top, at = 0; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1, at += 1) {
      cut[at] = CONTRAST[data[row * width + column] ?? 255] ?? 255;
    }
  }
  const ground = usual(cut);
  const most = strongest(cut, ground);
  return { cut, ground, most, width: right - left, height: bottom - top };
}

/** The level that most pixels have, within a few steps. */
function usual(levels: Uint8Array): number {
  const counts = new Uint32Array(256 + 6);
  for (const level of levels) {
    for (let near = level; near <= level + 6; near += 1) counts[near] = (counts[near] ?? 0) + 1;
  }
  let best = 0;
  for (let level = 1; level < counts.length; level += 1) {
    if ((counts[level] ?? 0) > (counts[best] ?? 0)) best = level;
  }
  return Math.min(255, Math.max(0, best - 3));
}

/** How far the ink is from its ground, but for the last few pixels. */
function strongest(levels: Uint8Array, ground: number): number {
  const counts = new Uint32Array(256);
  for (const level of levels) {
    const far = Math.abs(level - ground);
    counts[far] = (counts[far] ?? 0) + 1;
  }
  let seen = 0;
  for (let far = 255; far > 0; far -= 1) {
    seen += counts[far] ?? 0;
    if (seen >= INK_PIXELS) return far;
  }
  return 0;
}
