import { median } from './statistics.ts';

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

/** The ratio of the medians, with the least and the greatest ratio of one turn. */
export function ratioFigure(input: {
  name: string;
  turns: { ours: { perSecond: number }[]; bare: { perSecond: number }[] };
  atLeast: number;
  more?: string;
  data: Record<string, unknown>;
}): Figure {
  const { name, turns, atLeast, more = '', data } = input;
  const [ours, bare] = [middle(turns.ours), middle(turns.bare)];
  const ratio = ours / bare;
  const each = turns.ours.map(({ perSecond }, at) => perSecond / (turns.bare[at]?.perSecond ?? 0));
  const spread = `${Math.min(...each).toFixed(2)} to ${Math.max(...each).toFixed(2)}`;
  return {
    name,
    ours: `${round(ours)} /s, ratio ${ratio.toFixed(2)} (turns ${spread})${more}`,
    bare: `${round(bare)} /s`,
    goal: `>= ${atLeast}`,
    reached: ratio >= atLeast,
    data: { ours, bare, ratio, turns, ...data },
  };
}

function middle(turns: { perSecond: number }[]): number {
  return median(turns.map(({ perSecond }) => perSecond));
}

/** Three digits that say something. */
export function round(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}
