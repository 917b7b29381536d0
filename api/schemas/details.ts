import { z } from '@hono/zod-openapi';
import type { Address, Details } from '../../domain/case/details.ts';
import { birthDate, country, email, line, matching, nameLine, nationality, phone } from './text.ts';

const optionalLine = (max: number) => line(max).nullable().optional();

const AddressIn = z
  .strictObject({
    line1: optionalLine(200),
    line2: optionalLine(200),
    city: optionalLine(120),
    region: optionalLine(120),
    postal_code: optionalLine(20),
    country,
  })
  .openapi('AddressIn');

const OPTIONAL = {
  nationality: nationality.nullable().optional(),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  employment_status: optionalLine(100),
  occupation: optionalLine(200),
  source_of_funds: optionalLine(200),
  expected_monthly_amount: matching(/^\d{1,15}$/, 'not_an_amount', 'A whole number, as text.')
    .nullable()
    .optional(),
};

/**
 * The details at creation: names, birth date and country of residence must be present, the rest may follow
 * later.
 */
export const DetailsIn = z
  .strictObject({
    given_names: nameLine(200).nullable(),
    family_name: nameLine(200),
    birth_date: birthDate,
    address: AddressIn,
    ...OPTIONAL,
  })
  .openapi('DetailsIn');

/**
 * A change of the details: fields that are left out stay. An address is replaced as a whole and never mixed
 * with the old one.
 */
export const DetailsChange = z
  .strictObject({
    given_names: nameLine(200).nullable().optional(),
    family_name: nameLine(200).optional(),
    birth_date: birthDate.optional(),
    address: AddressIn.optional(),
    ...OPTIONAL,
  })
  .openapi('DetailsChange');

const text = z.string().nullable();

export const DetailsBody = z
  .strictObject({
    given_names: text,
    family_name: z.string(),
    birth_date: z.string(),
    nationality: text,
    email: text,
    phone: text,
    address: z.strictObject({
      line1: text,
      line2: text,
      city: text,
      region: text,
      postal_code: text,
      country: z.string(),
    }),
    employment_status: text,
    occupation: text,
    source_of_funds: text,
    expected_monthly_amount: text,
  })
  .openapi('Details');

/** The details of a creation, as the domain's type. */
export function fromDetails(body: z.output<typeof DetailsIn>): Details {
  return {
    givenNames: body.given_names,
    familyName: body.family_name,
    birthDate: body.birth_date,
    nationality: body.nationality ?? null,
    email: body.email ?? null,
    phone: body.phone ?? null,
    address: fromAddress(body.address),
    employmentStatus: body.employment_status ?? null,
    occupation: body.occupation ?? null,
    sourceOfFunds: body.source_of_funds ?? null,
    expectedMonthlyAmount: body.expected_monthly_amount ?? null,
  };
}

/** The details after a change: undefined keeps a value, null clears it. */
export function changeDetails(before: Details, body: z.output<typeof DetailsChange>): Details {
  const keep = <T>(next: T | undefined, old: T): T => (next === undefined ? old : next);
  return {
    givenNames: keep(body.given_names, before.givenNames),
    familyName: keep(body.family_name, before.familyName),
    birthDate: keep(body.birth_date, before.birthDate),
    nationality: keep(body.nationality, before.nationality),
    email: keep(body.email, before.email),
    phone: keep(body.phone, before.phone),
    address: body.address ? fromAddress(body.address) : before.address,
    employmentStatus: keep(body.employment_status, before.employmentStatus),
    occupation: keep(body.occupation, before.occupation),
    sourceOfFunds: keep(body.source_of_funds, before.sourceOfFunds),
    expectedMonthlyAmount: keep(body.expected_monthly_amount, before.expectedMonthlyAmount),
  };
}

export function detailsBody(details: Details): z.output<typeof DetailsBody> {
  const { address } = details;
  return {
    given_names: details.givenNames,
    family_name: details.familyName,
    birth_date: details.birthDate,
    nationality: details.nationality,
    email: details.email,
    phone: details.phone,
    address: {
      line1: address.line1,
      line2: address.line2,
      city: address.city,
      region: address.region,
      postal_code: address.postalCode,
      country: address.country,
    },
    employment_status: details.employmentStatus,
    occupation: details.occupation,
    source_of_funds: details.sourceOfFunds,
    expected_monthly_amount: details.expectedMonthlyAmount,
  };
}

/** True if a stated country is ICAO's specimen state, which is for test customers only. */
export function namesUtopia(details: Details): boolean {
  return details.nationality === 'UTO' || details.address.country === 'UTO';
}

function fromAddress(body: z.output<typeof AddressIn>): Address {
  return {
    line1: body.line1 ?? null,
    line2: body.line2 ?? null,
    city: body.city ?? null,
    region: body.region ?? null,
    postalCode: body.postal_code ?? null,
    country: body.country,
  };
}
