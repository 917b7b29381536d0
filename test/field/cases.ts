import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Details } from '../../domain/case/details.ts';
import { DOCUMENT_TYPES, type DocumentType } from '../../domain/documents/documents.ts';
import { expectationOf, type Outcome } from './expected.ts';

/** A submission as somebody once met it in the field, and what must come of it. */
export interface FieldCase {
  id: string;
  requirement: 'identity' | 'address';
  title: string;
  type: DocumentType;
  /** As declared, ISO 3166-1 alpha-2; null where it was not. */
  country: string | null;
  details: Details;
  files: { side: 'front' | 'back'; bytes: Buffer }[];
  expected: readonly Outcome[];
  control: boolean;
}

const NAMES = z.object({
  given_names: z.string().nullish(),
  family_name: z.string(),
  birth_date: z.string(),
  nationality: z.string(),
  address: z
    .object({
      line1: z.string().nullish(),
      line2: z.string().nullish(),
      city: z.string(),
      region: z.string().nullish(),
      postal_code: z.string().nullish(),
      country: z.string(),
    })
    .optional(),
});
const CASE = z.object({
  id: z.string(),
  title: z.string().optional(),
  what: z.string().optional(),
  type: z.enum(DOCUMENT_TYPES),
  country: z.string().nullish(),
  details: NAMES,
  right: z.string(),
  control: z.boolean(),
  file: z.string().optional(),
  front: z.string().optional(),
  back: z.string().optional(),
  residence: z.string().optional(),
});

/** The folder beside the project that holds the cases; they are not part of it. */
const FOLDER = process.env['FIELD_CASES'] ?? join(import.meta.dirname, '../../../shared/field');

/** The cases of both folders; null where they are not there. */
export function fieldCases(): FieldCase[] | null {
  if (!existsSync(FOLDER)) return null;
  return (['address', 'identity'] as const).flatMap((requirement) => {
    const folder = join(FOLDER, requirement);
    const listed: unknown = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
    return z
      .array(CASE)
      .parse(listed)
      .map((one) => fieldCase(one, requirement, folder));
  });
}

function fieldCase(
  one: z.output<typeof CASE>,
  requirement: FieldCase['requirement'],
  folder: string,
): FieldCase {
  const { id, type, control, right, details, residence = 'SE' } = one;
  const file = (side: 'front' | 'back', name: string | undefined) =>
    name === undefined ? [] : [{ side, bytes: readFileSync(join(folder, name)) }];
  return {
    id,
    requirement,
    title: one.title ?? one.what ?? '',
    type,
    country: one.country ?? null,
    details: detailsOf(details, residence),
    files: [...file('front', one.file ?? one.front), ...file('back', one.back)],
    expected: expectationOf(id, right),
    control,
  };
}

function detailsOf(stated: z.output<typeof NAMES>, residence: string): Details {
  const { address } = stated;
  return {
    givenNames: stated.given_names ?? null,
    familyName: stated.family_name,
    birthDate: stated.birth_date,
    nationality: stated.nationality,
    email: null,
    phone: null,
    address: {
      line1: address?.line1 ?? 'Storgatan 1',
      line2: address?.line2 ?? null,
      city: address?.city ?? 'Uppsala',
      region: address?.region ?? null,
      postalCode: address ? (address.postal_code ?? null) : '753 20',
      country: address?.country ?? residence,
    },
    employmentStatus: null,
    occupation: null,
    sourceOfFunds: null,
    expectedMonthlyAmount: null,
  };
}
