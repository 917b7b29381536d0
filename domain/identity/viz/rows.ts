/** A piece of text and where it stands: `[left, top, width, height]` in pixels. */
export interface PrintedPiece {
  text: string;
  box: readonly [number, number, number, number];
}

/** What stands beside each other, from left to right; `pieces` are places in the list given. */
export interface PrintedRow {
  text: string;
  pieces: number[];
  /** The same from left to right, each with its place. */
  parts: { text: string; place: Place }[];
}

/**
 * Rows of a page whose text runs at `angle` degrees clockwise: a label and its value are pieces of their
 * own, found in any order.
 */
export function rowsOfPieces(pieces: readonly PrintedPiece[], angle: number): PrintedRow[] {
  const placed = pieces.map(({ text, box }, at) => ({ at, text, place: placeOf(box, angle) }));
  const rows: (typeof placed)[] = [];
  for (const piece of placed.toSorted((a, b) => a.place.down - b.place.down)) {
    const row = rows.find((others) => others.every(({ place }) => isBeside(piece.place, place)));
    if (row) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const sorted = row.toSorted((a, b) => a.place.along - b.place.along);
    return {
      text: sorted.map(({ text }) => text).join(' '),
      pieces: sorted.map(({ at }) => at),
      parts: sorted.map(({ text, place }) => ({ text, place })),
    };
  });
}

export interface Place {
  along: number;
  /** Its beginning and its end in the direction of the text. */
  from: number;
  to: number;
  down: number;
  height: number;
}

/** The middle of a box in the direction of the text, and the height of its letters. */
export function placeOf([left, top, width, height]: PrintedPiece['box'], angle: number): Place {
  const radians = (angle * Math.PI) / 180;
  const [x, y] = [left + width / 2, top + height / 2];
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const along = x * cos + y * sin;
  const line = lineIn({ width, height, sin: Math.abs(sin), cos: Math.abs(cos) });
  return {
    along,
    from: along - line.length / 2,
    to: along + line.length / 2,
    down: y * cos - x * sin,
    height: Math.max(line.height, Math.min(width, height) / 3),
  };
}

/** The slanted line that an upright box encloses. Near 45 degrees a box does not determine it. */
function lineIn({ width, height, sin, cos }: Record<'width' | 'height' | 'sin' | 'cos', number>) {
  const whole = cos * cos - sin * sin;
  if (Math.abs(whole) < 0.3) return { length: width, height: height / 3 };
  return {
    length: Math.max(0, (width * cos - height * sin) / whole),
    height: (height * cos - width * sin) / whole,
  };
}

function isBeside(a: Place, b: Place): boolean {
  return Math.abs(a.down - b.down) < Math.max(a.height, b.height) / 2;
}
