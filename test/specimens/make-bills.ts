import type { CheckKind, Outcome } from '../../domain/checks/checks.ts';
import type { Address } from '../../domain/case/details.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { BillKind, Locale } from './bill-words.ts';
import { makeBill } from './bill.ts';
import { ANNA_NEW_ADDRESS, PEOPLE, type PersonKey } from './people.ts';

interface Plan {
  name: string;
  person: PersonKey;
  kind: BillKind;
  locale: Locale;
  issuedOn: string;
  /** Where the bill was sent; the person's own address unless said. */
  sentTo?: Address;
  claimedBy?: PersonKey;
  wrong?: string;
  failing?: Partial<Record<CheckKind, ReasonCode[]>>;
}

const FRESH = '2026-10-12';
const OLD = '2026-06-20';

const PLANS: Plan[] = [
  { name: 'bill.pdf', person: 'anna', kind: 'utility_bill', locale: 'sv', issuedOn: FRESH },
  { name: 'bill-english.pdf', person: 'anna', kind: 'utility_bill', locale: 'en', issuedOn: FRESH },
  {
    name: 'bill-old.pdf',
    person: 'anna',
    kind: 'utility_bill',
    locale: 'sv',
    issuedOn: OLD,
    wrong: 'five months old',
    failing: { address_recency: ['address_document_too_old'] },
  },
  {
    name: 'bill-new-address.pdf',
    person: 'anna',
    kind: 'utility_bill',
    locale: 'sv',
    issuedOn: '2026-11-05',
    sentTo: ANNA_NEW_ADDRESS,
    wrong: 'another address; agrees once the address is changed',
    failing: { address_match: ['address_mismatch'] },
  },
  {
    name: 'bill-other-person.pdf',
    person: 'john',
    kind: 'utility_bill',
    locale: 'en',
    issuedOn: FRESH,
    claimedBy: 'anna',
    wrong: 'the bill of another person',
    failing: { address_match: ['address_mismatch', 'address_name_mismatch'] },
  },
  {
    name: 'bank-statement.pdf',
    person: 'anna',
    kind: 'bank_statement',
    locale: 'sv',
    issuedOn: '2026-10-31',
  },
  { name: 'tax-bill.pdf', person: 'anna', kind: 'tax_bill', locale: 'sv', issuedOn: '2026-03-15' },
  { name: 'bill-german.pdf', person: 'jorg', kind: 'utility_bill', locale: 'de', issuedOn: FRESH },
  {
    name: 'bank-statement-french.pdf',
    person: 'chloe',
    kind: 'bank_statement',
    locale: 'fr',
    issuedOn: '2026-11-02',
  },
  {
    name: 'bill-spanish.pdf',
    person: 'lucia',
    kind: 'utility_bill',
    locale: 'es',
    issuedOn: FRESH,
  },
  {
    name: 'tax-bill-british.pdf',
    person: 'john',
    kind: 'tax_bill',
    locale: 'en',
    issuedOn: '2026-04-01',
  },
];

/** Proofs of address with fixed days, for tests whose receipt instant is an argument. */
export async function billFiles() {
  return await Promise.all(
    PLANS.map(async (plan) => {
      const person = PEOPLE[plan.person];
      const name = [person.givenNames, person.familyName].filter(Boolean).join(' ');
      const { kind, locale, issuedOn, failing } = plan;
      const address = plan.sentTo ?? person.address;
      const bytes = await makeBill({ name, address, issuedOn, kind, locale });
      return {
        name: plan.name,
        bytes,
        kind: 'bill',
        documentType: kind,
        side: 'front',
        country: address.country,
        person: plan.person,
        claimedBy: plan.claimedBy ?? plan.person,
        facts: { name, address, issuedOn, locale },
        wrong: plan.wrong ?? null,
        checks: {
          file_safety: answer(),
          image_quality: answer(),
          address_match: answer(failing?.address_match),
          address_recency: answer(failing?.address_recency),
        },
      };
    }),
  );
}

function answer(reasons?: ReasonCode[]): { outcome: Outcome; reasons: ReasonCode[] } {
  return reasons ? { outcome: 'fail', reasons } : { outcome: 'pass', reasons: [] };
}
