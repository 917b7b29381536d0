import type { CheckKind } from '../../../domain/checks/checks.ts';
import type { RunChecks } from '../../../domain/case/round.ts';

const KINDS: CheckKind[] = [
  'identity_reading',
  'identity_validity',
  'identity_match',
  'identity_unique',
];

/** The vendor's round of a passport, under limits of `standard@1`. */
export function passportRound(customer: string, kinds: readonly CheckKind[] = KINDS): RunChecks {
  return {
    customer,
    mode: 'test',
    document: 'doc_1',
    documents: [
      {
        id: 'doc_1',
        requirement: 'identity',
        type: 'passport',
        country: 'SE',
        receivedAt: '2027-01-02T12:00:00.000Z',
        pages: [],
      },
    ],
    checks: kinds.map((kind, at) => ({ id: `chk_1_2_${at}`, kind })),
    detailsVersion: 1,
    policy: {
      name: 'outside',
      version: 1,
      thresholds: {
        minimumAge: 18,
        issuingCountries: null,
        accepts: ['passport', 'national_id'],
        addressAge: {},
        namePass: 0.9,
        nameFail: 0.6,
      },
    },
    vendor: 'onfido',
  };
}
