import type { Block } from 'tesseract.js';
import type { Grey } from './grey.ts';
import { isSeen } from './visible-ink.ts';

/** The blocks of a page without words whose ink hardly differs from its ground: the engine reads them too. */
export function onlySeen(blocks: readonly Block[], page: Grey): Block[] {
  return blocks.map((block) => ({
    ...block,
    paragraphs: block.paragraphs.map((paragraph) => ({
      ...paragraph,
      lines: paragraph.lines.map((line) => ({
        ...line,
        words: line.words.filter(({ bbox }) =>
          isSeen(page, [bbox.x0, bbox.y0, bbox.x1 - bbox.x0, bbox.y1 - bbox.y0]),
        ),
      })),
    })),
  }));
}
