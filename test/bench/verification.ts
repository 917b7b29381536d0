import type { Api } from './client.ts';
import type { Figure } from './figure.ts';
import { prepare } from './prepare.ts';
import { openStack } from './stack.ts';
import { aamva } from './verification/aamva.ts';
import { claims } from './verification/claims.ts';
import { hostile } from './verification/hostile.ts';
import { letters } from './verification/letters.ts';
import { memory } from './verification/memory.ts';
import { mrz } from './verification/mrz.ts';
import { printed } from './verification/printed.ts';
import { heavyReads } from './verification/reads.ts';
import { faces } from './verification/tiers.ts';

/** Figures of engines on generated pictures, by name: a module is one line here. */
const ENGINES = { mrz, aamva, printed, letters, faces, claims } as const;

/** Figures of what runs around the engines, through the API of a whole product. */
const PRODUCT = {
  hostile,
  heavy: (api: Api) => heavyReads(api),
  memory: (api: Api) => memory(api),
} as const;

type EngineName = keyof typeof ENGINES;
type ProductName = keyof typeof PRODUCT;
export type VerificationFigure = EngineName | ProductName;
export const VERIFICATION_FIGURES = [
  ...Object.keys(ENGINES),
  ...Object.keys(PRODUCT),
] as VerificationFigure[];

/** These figures, one after the other. */
export async function verification(names: readonly VerificationFigure[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of names.filter((one) => one in ENGINES) as EngineName[]) {
    process.stdout.write(`measuring ${name}\n`);
    figures.push(...(await ENGINES[name]()).map(told));
  }
  const around = names.filter((one) => one in PRODUCT) as ProductName[];
  if (around.length > 0) figures.push(...(await throughTheApi(around)));
  return figures;
}

async function throughTheApi(names: readonly ProductName[]): Promise<Figure[]> {
  const stack = await openStack(process.env);
  try {
    const { key } = await prepare(stack);
    const api: Api = { url: stack.apiUrl, key, repeated: 0 };
    for (const service of ['api', 'worker', 'verification'] as const) {
      await stack.startService(service);
    }
    const figures: Figure[] = [];
    for (const name of names) {
      process.stdout.write(`measuring ${name}\n`);
      figures.push(told(await PRODUCT[name](api)));
    }
    return figures;
  } finally {
    await stack.stop();
  }
}

/** The run is long: each figure is said when it is known. */
function told(figure: Figure): Figure {
  process.stdout.write(`  ${figure.name}: ${figure.ours}\n`);
  return figure;
}
