/** One line of the table. */
export interface Figure {
  name: string;
  ours: string;
  /** The limit it is held against in the same run; empty where there is none. */
  bare: string;
  /** What must be reached, in words, and whether it was; null: printed, not judged. */
  goal: string;
  reached: boolean | null;
  /** Every figure behind the line, for the JSON. */
  data: Record<string, unknown>;
}

export function ratioFigure(input: {
  name: string;
  unit: string;
  ours: number;
  bare: number;
  atLeast: number;
  more?: string;
  data: Record<string, unknown>;
}): Figure {
  const { name, unit, ours, bare, atLeast, more = '', data } = input;
  const ratio = ours / bare;
  return {
    name,
    ours: `${round(ours)} ${unit}, ratio ${ratio.toFixed(2)}${more}`,
    bare: `${round(bare)} ${unit}`,
    goal: `>= ${atLeast}`,
    reached: ratio >= atLeast,
    data: { ours, bare, ratio, ...data },
  };
}

/** Three digits that say something. */
export function round(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}
