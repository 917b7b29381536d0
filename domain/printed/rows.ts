/** A piece of text and where it stands: `[left, top, width, height]` in pixels. */
export interface PrintedPiece {
  text: string;
  box: readonly [number, number, number, number];
}

/** What stands beside each other, from left to right; `pieces` are places in the list given. */
export interface PrintedRow {
  text: string;
  pieces: number[];
}

/**
 * Rows of a page whose text runs at `angle` degrees clockwise: a label and its value are pieces of their
 * own, found in any order.
 */
export function rowsOfPieces(pieces: readonly PrintedPiece[], angle: number): PrintedRow[] {
  const placed = pieces.map(({ text, box }, at) => ({ at, text, ...placeOf(box, angle) }));
  const rows: (typeof placed)[] = [];
  for (const piece of placed.toSorted((a, b) => a.down - b.down)) {
    const row = rows.find((others) => others.every((other) => isBeside(piece, other)));
    if (row) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const sorted = row.toSorted((a, b) => a.along - b.along);
    return { text: sorted.map(({ text }) => text).join(' '), pieces: sorted.map(({ at }) => at) };
  });
}

interface Place {
  along: number;
  down: number;
  height: number;
}

/** The middle of a box in the direction of the text, and the height of its letters. */
function placeOf([left, top, width, height]: PrintedPiece['box'], angle: number): Place {
  const radians = (angle * Math.PI) / 180;
  const [x, y] = [left + width / 2, top + height / 2];
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  // a slanted line fills more of its upright box than its letters are high
  const letters = Math.abs(height * cos) - Math.abs(width * sin);
  return {
    along: x * cos + y * sin,
    down: y * cos - x * sin,
    height: Math.max(letters, height / 3),
  };
}

function isBeside(a: Place, b: Place): boolean {
  return Math.abs(a.down - b.down) < Math.max(a.height, b.height) / 2;
}
