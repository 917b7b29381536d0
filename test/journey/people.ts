import { readFileSync } from 'node:fs';
import type { CheckKind } from '../../domain/checks/checks.ts';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { makeBill, moved } from '../specimens/bill.ts';
import { handHeld, letterPhoto } from '../specimens/letter-forms.ts';
import type { Letter } from '../specimens/letter.ts';
import { makePassport, type PassportOptions } from '../specimens/passport.ts';
import { PEOPLE, type Person } from '../specimens/people.ts';
import type { Upload } from './client.ts';

let made = 0;
let letters = 0;

/** Anna with a new passport number, so that no two customers show the same document. */
export function newPerson(more: Partial<Person> = {}): Person {
  made += 1;
  return { ...PEOPLE.anna, documentNumber: `${71_350_200 + made}`, ...more };
}

/** The request body that creates this person. */
export function bodyOf(person: Person, more: Record<string, unknown> = {}) {
  const { address } = person;
  return {
    level: 'standard',
    details: {
      given_names: person.givenNames,
      family_name: person.familyName,
      birth_date: person.birthDate,
      nationality: person.nationality,
      address: {
        line1: address.line1,
        city: address.city,
        postal_code: address.postalCode,
        country: address.country,
      },
    },
    ...more,
  };
}

export async function passportOf(
  person: Person,
  more: Omit<PassportOptions, 'person'> = {},
): Promise<Upload> {
  const bytes = await makePassport({ person, ...more });
  return { type: 'passport', country: person.nationality ?? 'SE', name: 'passport.jpg', bytes };
}

/** A bill that is this many days old on the day of the test; no two bills are the same document. */
export async function billOf(
  person: Person,
  {
    daysOld = 20,
    address = person.address,
  }: { daysOld?: number; address?: Person['address'] } = {},
): Promise<Upload> {
  const name = [person.givenNames, person.familyName].filter(Boolean).join(' ');
  const issuedOn = moved(new Date().toISOString().slice(0, 10), -daysOld);
  letters += 1;
  const customerNumber = `4471 ${letters}`;
  const kind = 'utility_bill';
  const bytes = await makeBill({ name, address, issuedOn, kind, locale: 'sv', customerNumber });
  return { type: 'utility_bill', country: address.country, name: 'bill.pdf', bytes };
}

/** A specimen from the repository. */
export function specimen(name: string, type = 'passport', country = 'SE'): Upload {
  const bytes = readFileSync(new URL(`../specimens/files/${name}`, import.meta.url));
  return { type, country, name, bytes };
}

/** A policy that requires only details, for tests that are not about documents. */
export function detailsOnly(name: string, more: Partial<Policy> = {}): Policy {
  const { basic } = STANDARD_1.levels;
  const fields = basic?.fields ?? [];
  return {
    ...STANDARD_1,
    name,
    version: 1,
    levels: { plain: { requirements: ['details'], fields } },
    ...more,
  };
}

/** A policy that requires only a proof of address, with more checks of it than the built-in policy has. */
export function addressOnly(name: string, more: readonly CheckKind[] = []): Policy {
  const { address } = STANDARD_1.requirements;
  const fields = STANDARD_1.levels['basic']?.fields ?? [];
  return detailsOnly(name, {
    levels: { plain: { requirements: ['details', 'address'], fields } },
    requirements: {
      ...STANDARD_1.requirements,
      address: { ...address, checks: [...address.checks, ...more] },
    },
  });
}

/** A photo of a proof of address, as its receiver uploads it. */
export async function letterUpload(letter: Letter): Promise<Upload> {
  const { type, country, issuedOn } = letter;
  const bytes = await letterPhoto(letter, handHeld(Number(issuedOn.slice(-2))));
  return { type, country, name: 'letter.jpg', bytes };
}
