import type { Figure } from './figure.ts';
import { aamva } from './verification/aamva.ts';
import { mrz } from './verification/mrz.ts';
import { printed } from './verification/printed.ts';

/** Figures of engines on generated pictures, by name: a module is one line here. */
export const ENGINES = {
  mrz,
  aamva,
  printed,
} as const satisfies Record<string, () => Promise<Figure[]>>;
export type EngineName = keyof typeof ENGINES;

/** The figures of all engines, or of those named, one after the other. */
export async function verification(names: readonly EngineName[] = []): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(ENGINES)) {
    if (names.length > 0 && !names.some((asked) => asked === name)) continue;
    figures.push(...(await measure()));
  }
  return figures;
}
