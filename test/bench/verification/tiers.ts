import { STANDARD_2 } from '../../../domain/policy/built-in-policies.ts';
import type { Figure } from '../figure.ts';
import { faceFigures, type FaceFigures } from './faces.ts';
import { share } from './judged.ts';

const GENUINE_FROM = 0.9;
const { pass, fail } = STANDARD_2.faces;

/** Faces printed into a passport, photographed in four tiers, each held against every still. */
export async function faces(): Promise<Figure[]> {
  return (await faceFigures()).flatMap(linesOf);
}

function linesOf(found: FaceFigures): Figure[] {
  const { tier, portraits, genuine, impostors } = found;
  const line = { bare: '', data: { ...found } };
  const isJudged = tier !== 'hard';
  const missed = `${found.found} of ${portraits} portraits found`;
  const costs = `${Math.round(found.cpuMs)} ms CPU, ${Math.round(found.rssMb)} MB`;
  const bound = `95 % bound ${(impostors.upper95 * 100).toFixed(2)} %`;
  const greatest = `greatest ${impostors.max.toFixed(2)}`;
  return [
    {
      ...line,
      name: `faces, ${tier}: accepted from ${pass}`,
      ours: `${share(genuine.accepted, portraits)}, ${genuine.grey} grey; least ${genuine.min.toFixed(2)}; ${missed}; ${costs}`,
      goal: isJudged ? '>= 90 %' : '',
      reached: isJudged ? genuine.accepted >= portraits * GENUINE_FROM : null,
    },
    {
      ...line,
      name: `faces, ${tier}: two people taken for one`,
      ours: `${impostors.accepted} of ${impostors.n}, ${bound}; ${impostors.grey} above ${fail}; ${greatest}`,
      goal: '0',
      reached: impostors.accepted === 0,
    },
  ];
}
