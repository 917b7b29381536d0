import { DETAIL_FIELDS, type DetailField } from './requirements.ts';

/** A postal address as the customer stated it; `country` is ISO 3166-1 alpha-2. */
export interface Address {
  line1: string | null;
  line2: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string;
}

/** What a person says of themselves (docs/glossary.md). Opened only in memory; never enters a workflow. */
export interface Details {
  /** Null for a person with one name. */
  givenNames: string | null;
  familyName: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  nationality: string | null;
  email: string | null;
  /** E.164 */
  phone: string | null;
  address: Address;
  employmentStatus: string | null;
  occupation: string | null;
  sourceOfFunds: string | null;
  /** Minor units are not known: a whole number of the operator's currency, as text. */
  expectedMonthlyAmount: string | null;
}

const VALUE_OF = {
  given_names: (d) => d.givenNames,
  family_name: (d) => d.familyName,
  birth_date: (d) => d.birthDate,
  nationality: (d) => d.nationality,
  email: (d) => d.email,
  phone: (d) => d.phone,
  address: ({ address: a }) => [a.line1, a.line2, a.city, a.region, a.postalCode, a.country],
  employment_status: (d) => d.employmentStatus,
  occupation: (d) => d.occupation,
  source_of_funds: (d) => d.sourceOfFunds,
  expected_monthly_amount: (d) => d.expectedMonthlyAmount,
} satisfies Record<DetailField, (details: Details) => unknown>;

/** The names of the details that are there; an address counts once it has a street line, a city and a country. */
export function presentFields(details: Details): DetailField[] {
  return DETAIL_FIELDS.filter((field) => {
    if (field !== 'address') return VALUE_OF[field](details) !== null;
    return Boolean(details.address.line1 && details.address.city);
  });
}

/** The names of the details that differ between two versions. */
export function changedFields(before: Details, after: Details): DetailField[] {
  return DETAIL_FIELDS.filter(
    (field) => JSON.stringify(VALUE_OF[field](before)) !== JSON.stringify(VALUE_OF[field](after)),
  );
}
