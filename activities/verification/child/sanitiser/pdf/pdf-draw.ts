import { refusing } from '../facts.ts';
import type { PdfDocument, PdfPage, PdfViewport } from './pdf-open.ts';

const POINTS_PER_INCH = 72;
/** Enough to look at; letters are read from pixels at more. */
const DRAWN_DPI = { text: 150, scan: 200 };
/** Larger than A0 (3,370 points): no letter or bill. */
const SIDE_MAX_POINTS = 4000;
const SIDE_MAX_PX = 4000;

/**
 * The page at 150 dpi, one that is only a picture at 200, less where a side would pass 4,000 px.
 * Refuses a page box beyond A0 or empty.
 */
export function pageViewport(page: PdfPage, kind: keyof typeof DRAWN_DPI): PdfViewport {
  const plain = page.getViewport({ scale: 1 });
  const longest = Math.max(plain.width, plain.height);
  if (!(Math.min(plain.width, plain.height) >= 1))
    throw refusing('file_corrupt', 'page_without_size');
  if (longest > SIDE_MAX_POINTS) throw refusing('file_too_large', 'page_box', SIDE_MAX_POINTS);
  const scale = Math.min(DRAWN_DPI[kind] / POINTS_PER_INCH, SIDE_MAX_PX / longest);
  return page.getViewport({ scale });
}

interface CanvasHolder {
  canvas: { encode: (format: 'png') => Promise<Buffer> };
}

/** A PNG of the page, on pdf.js's own canvas: one of another copy ends the process. */
export async function drawPage(
  pdf: PdfDocument,
  page: PdfPage,
  viewport: PdfViewport,
): Promise<Buffer> {
  const factory = pdf.canvasFactory as {
    create: (width: number, height: number) => CanvasHolder;
    destroy: (holder: CanvasHolder) => void;
  };
  const holder = factory.create(Math.ceil(viewport.width), Math.ceil(viewport.height));
  try {
    await page.render({ canvas: holder.canvas, viewport, background: 'white' }).promise;
    return await holder.canvas.encode('png');
  } finally {
    factory.destroy(holder);
  }
}
