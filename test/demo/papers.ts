import { randomInt } from 'node:crypto';
import { shift } from '../../domain/time.ts';
import { type BillOptions, makeBill } from '../specimens/bill.ts';
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

/** A utility bill of so many months ago. */
export async function billOf(
  person: Person,
  months: number,
  more: Pick<BillOptions, 'locale'> & Partial<Pick<BillOptions, 'address'>>,
): Promise<File> {
  const issuedOn = shift(new Date().toISOString(), { months }, -1).slice(0, 10);
  const name = [person.givenNames, person.familyName].filter(Boolean).join(' ');
  const kind = 'utility_bill';
  const bytes = await makeBill({ name, address: person.address, issuedOn, kind, ...more });
  return new File([new Uint8Array(bytes)], 'bill.pdf', { type: 'application/pdf' });
}
