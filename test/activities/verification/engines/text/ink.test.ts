import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { inkOf } from '../../../../../activities/verification/engines/text/ink.ts';

/** Lines of words of grey pixels, with the shadow of a page's edge at both sides. */
function page({ isTurned = false, hasEdges = true }) {
  const [width, height] = isTurned ? [1000, 740] : [740, 1000];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'black';
  if (isTurned) {
    context.translate(width, 0);
    context.rotate(Math.PI / 2);
  }
  for (let line = 0; line < 8; line += 1) {
    for (let word = 0; word < 5; word += 1)
      context.fillRect(120 + word * 60, 200 + line * 20, 42, 7);
  }
  if (hasEdges) {
    for (const top of [40, 300, 560]) {
      context.fillRect(30, top, 22, 130);
      context.fillRect(690, top, 22, 130);
    }
  }
  const { data } = context.getImageData(0, 0, width, height);
  const grey = Uint8Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 255);
  return { data: grey, width, height };
}

describe('the print of a page', () => {
  it.each([true, false])('lies as its words do, with edges: %s', (hasEdges) => {
    expect(inkOf(page({ hasEdges })).isSideways).toBe(false);
    expect(inkOf(page({ hasEdges, isTurned: true })).isSideways).toBe(true);
  });

  it('is not what is larger than words', () => {
    const large = page({ hasEdges: false });
    large.data.fill(0, 0, large.width * 60);
    const { points } = inkOf(large);
    expect(points.length).toBe(8 * 5 * 42 * 7);
  });
});
