import { makeEuLicence } from './eu-licence.ts';
import { GRADES, inventedHolder, shotOf, type Grade } from './graded.ts';
import { makePrintedCard } from './printed-card.ts';

/** Of whom a photo is, by the name under which a reading gives each value. */
export interface GradedPrint {
  grade: Grade;
  country: string;
  png: Buffer;
  real: Record<(typeof PRINTED_FIELDS)[number], string>;
}

export const PRINTED_FIELDS = [
  'family_name',
  'given_names',
  'birth_date',
  'issued_on',
  'expires_on',
  'document_number',
] as const;

const COUNTRIES = [
  ['D', 'FÜHRERSCHEIN', 'DE'],
  ['F', 'PERMIS DE CONDUIRE', 'FR'],
  ['E', 'PERMISO DE CONDUCIR', 'ES'],
  ['I', 'PATENTE DI GUIDA', 'IT'],
] as const;
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'fr-en', 'de-en'] as const;

/** The front of a European licence of an invented holder, in the grades by turns. */
export async function gradedLicence(index: number, seed: number): Promise<GradedPrint> {
  const { grade, shot, holder } = gradedHolder(index, seed);
  const [letters, title, country] = COUNTRIES[index % COUNTRIES.length] ?? COUNTRIES[0];
  const words = { letters, title, birthPlace: 'ANYTOWN', authority: 'OFFICE' };
  const png = await makeEuLicence({ ...holder, ...words, shot, seed: index });
  return { grade, country, png, real: realOf(holder) };
}

/** The front of an identity card with captions and without an MRZ, in the grades and languages by turns. */
export async function gradedCard(index: number, seed: number): Promise<GradedPrint> {
  const { grade, shot, holder } = gradedHolder(index, seed);
  const language = LANGUAGES[index % LANGUAGES.length] ?? 'en';
  const layout = index % 3 === 0 ? 'beside' : 'below';
  const days = index % 2 === 0 ? 'digits' : 'words';
  const card = { ...holder, language, layout, days, shot, seed: index } as const;
  const { front: png } = await makePrintedCard(card);
  return { grade, country: 'ES', png, real: realOf(holder) };
}

function gradedHolder(index: number, seed: number) {
  const grade = GRADES[index % GRADES.length] ?? 'phone';
  return { grade, shot: shotOf(grade, seed + index), holder: inventedHolder(seed + index) };
}

function realOf(holder: ReturnType<typeof inventedHolder>): GradedPrint['real'] {
  return {
    family_name: holder.family,
    given_names: holder.given,
    birth_date: holder.birth,
    issued_on: holder.issued,
    expires_on: holder.expires,
    document_number: holder.number,
  };
}
