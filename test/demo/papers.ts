import { randomInt } from 'node:crypto';
import { shift } from '../../domain/time.ts';
import { type BillOptions, makeBill } from '../specimens/bill.ts';
import { handHeld, letterPhoto } from '../specimens/letter-forms.ts';
import { makeLetter } from '../specimens/letter.ts';
import { makePassport, type PassportOptions } from '../specimens/passport.ts';
import type { Person } from '../specimens/people.ts';

/**
 * The photo of a passport as among the committed specimens, but with a number of its own: a number
 * that another customer has shown is a finding, and the demo may run more than once.
 */
export async function passportOf(
  person: Person,
  shot?: PassportOptions['shot'],
  face?: PassportOptions['face'],
): Promise<File> {
  const own = { ...person, documentNumber: `99${randomInt(1e6, 1e7)}`.slice(0, 9) };
  const bytes = await makePassport({ person: own, ...(shot && { shot }), ...(face && { face }) });
  return new File([new Uint8Array(bytes)], 'passport.jpg', { type: 'image/jpeg' });
}

/** A utility bill of so many months ago, with a number of its own, as the same letter twice is a finding. */
export async function billOf(
  person: Person,
  months: number,
  more: Pick<BillOptions, 'locale'> & Partial<Pick<BillOptions, 'address'>>,
): Promise<File> {
  const issuedOn = shift(new Date().toISOString(), { months }, -1).slice(0, 10);
  const name = [person.givenNames, person.familyName].filter(Boolean).join(' ');
  const kind = 'utility_bill';
  const customerNumber = String(randomInt(1e7, 1e8));
  const of = { name, address: person.address, issuedOn, kind, customerNumber } as const;
  const bytes = await makeBill({ ...of, ...more });
  return new File([new Uint8Array(bytes)], 'bill.pdf', { type: 'application/pdf' });
}

/** A hand-held photo of a letter of last month that came by post, with a number of its own. */
export async function photographedBill(person: Person): Promise<File> {
  const issuedOn = shift(new Date().toISOString(), { months: 1 }, -1).slice(0, 10);
  const { givenNames, familyName, address } = person;
  const to = { givenNames: givenNames ?? '', familyName, address };
  const letter = makeLetter({ seed: 3001, country: 'DE', issuedOn, to, digits: false });
  const reference = { text: `Nr. ${randomInt(1e7, 1e8)}`, x: 440, y: 60, size: 10 };
  const numbered = { ...letter, inks: [...letter.inks, reference] };
  const bytes = await letterPhoto(numbered, handHeld(3001));
  return new File([new Uint8Array(bytes)], 'bill.jpg', { type: 'image/jpeg' });
}
