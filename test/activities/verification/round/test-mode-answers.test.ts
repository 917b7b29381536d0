import { expect, test } from 'vitest';
import { askedValues } from '../../../../activities/verification/round/test-mode-answers.ts';
import type { CheckKind } from '../../../../domain/checks/checks.ts';
import type { Requirement } from '../../../../domain/case/requirements.ts';
import { STANDARD_1 } from '../../../../domain/policy/built-in-policies.ts';
import type { RunChecks } from '../../../../domain/case/round.ts';

const { names, minimumAge, issuingCountries, addressAge } = STANDARD_1;
const thresholds = { minimumAge, issuingCountries, accepts: [], addressAge };

/** A round of these checks on a document of the requirement, or on none for details. */
function roundOf(
  requirement: Requirement,
  kinds: CheckKind[],
  mode: RunChecks['mode'] = 'test',
): RunChecks {
  const one = { id: 'doc_1', requirement, type: 'passport', country: 'SE' } as const;
  const documents = [{ ...one, receivedAt: '2027-01-10T09:00:00.000Z', pages: [] }];
  return {
    customer: 'cus_1',
    mode,
    document: requirement === 'details' ? null : one.id,
    documents: requirement === 'details' ? [] : documents,
    checks: kinds.map((kind, n) => ({ id: `chk_${n}`, kind })),
    detailsVersion: 1,
    policy: {
      name: 'standard',
      version: 1,
      thresholds: { ...thresholds, namePass: names.pass, nameFail: names.fail },
    },
  };
}

/** What is asked by these values, wherever a round of the kind takes them from. */
function asked(round: RunChecks, ...values: string[]) {
  const files = async () => (values.length > 0 ? { values, isChanged: true } : null);
  return askedValues(round, { files, givenNames: values.join(' ') });
}

const passport = roundOf('identity', ['file_safety', 'identity_match', 'identity_validity']);

test('a value of another kind of document is not looked at, and alone asks the engines', async () => {
  expect(await asked(passport, 'fail_face_mismatch')).toBeNull();
  expect(await asked(passport, 'unavailable_screening', 'fail_address_mismatch')).toBeNull();
  expect(await asked(passport, 'fail_face_mismatch', 'fail_document_expired')).toEqual({
    values: ['fail_document_expired'],
    isChanged: true,
  });
  const bill = roundOf('address', ['file_safety', 'address_match']);
  expect(await asked(bill, 'fail_under_minimum_age')).toBeNull();
  expect(await asked(bill, 'inconclusive_document_unreadable')).not.toBeNull();
});

test('a value holds for its document where a later round asks none of its checks', async () => {
  const again = roundOf('identity', ['identity_match']);
  expect(await asked(again, 'fail_document_expired')).not.toBeNull();
  const across = roundOf('selfie', ['face_match']);
  expect(await asked(across, 'fail_liveness_not_shown')).not.toBeNull();
});

test('given names with a value of documents are screened like any other', async () => {
  const screening = roundOf('details', ['screening']);
  expect(await asked(screening, 'fail_document_expired')).toBeNull();
  expect(await asked(screening, 'Anna')).toBeNull();
  for (const value of ['pass_all', 'unavailable_screening']) {
    expect(await asked(screening, value)).toEqual({ values: [value], isChanged: false });
  }
});

test('in live mode the files are not even asked', async () => {
  const live = roundOf('identity', ['identity_match'], 'live');
  const files = () => Promise.reject(new Error('the files were asked'));
  expect(await askedValues(live, { files, givenNames: 'pass_all' })).toBeNull();
});
