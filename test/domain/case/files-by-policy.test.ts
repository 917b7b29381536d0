import { expect, it } from 'vitest';
import { policyBody, policyOf } from '../../../api/routes/policies/body.ts';
import { PolicyCreate } from '../../../api/schemas/policy.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { drive } from './drive.ts';

const DEMANDING: Policy = {
  ...STANDARD_1,
  version: 2,
  malwareScan: 'required',
  encryptedPdf: 'accepted',
  addressUnit: 'optional',
};

function asked(policy: Policy) {
  const one = drive({ policy });
  const { effects } = one.submit('passport', 'utility_bill');
  const rounds = effects.flatMap((one_) => (one_.kind === 'run_checks' ? [one_.round] : []));
  return rounds.map(({ policy: given }) => given.thresholds);
}

const demanded = { malwareScan: 'required', encryptedPdf: 'accepted' };

it('what a policy demands of files is told to each round, and no other policy does', () => {
  expect(asked(DEMANDING)).toMatchObject([demanded, demanded]);
  expect(asked(STANDARD_1)).toEqual(asked({ ...STANDARD_1, malwareScan: 'optional' }));
  expect(asked(STANDARD_1).filter((one) => 'malwareScan' in one || 'encryptedPdf' in one)).toEqual(
    [],
  );
});

it('a flat that need not be printed is told to the rounds of addresses alone', () => {
  const told = asked(DEMANDING).map(({ addressUnit }) => addressUnit);
  expect(told).toEqual([undefined, 'optional']);
  expect(asked({ ...DEMANDING, addressUnit: 'required' })).toEqual(
    asked({ ...STANDARD_1, version: 2, malwareScan: 'required', encryptedPdf: 'accepted' }),
  );
});

it('an unscanned file under it waits for a person', () => {
  const one = drive({ policy: DEMANDING });
  one.submit('passport', 'utility_bill');
  one.answer('identity', { file_safety: ['unavailable', 'check_unavailable'] });
  expect(one.record('identity')).toMatchObject({ state: 'in_review', attempts: 0 });
});

it('it is the same policy after a journey over the wire', () => {
  const { object: _object, version, ...sent } = policyBody(DEMANDING);
  expect(sent).toMatchObject({
    malware_scan: 'required',
    encrypted_pdf: 'accepted',
    address_unit: 'optional',
  });
  const { name, ...rules } = PolicyCreate.parse(JSON.parse(JSON.stringify(sent)));
  expect(policyOf(name, version, rules)).toEqual(DEMANDING);
});
