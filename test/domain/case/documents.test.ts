import { describe, expect, it } from 'vitest';
import type { DetailField } from '../../../domain/case/requirements.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { APP, approved, CORE, drive, ENGINE, policyWith, TOO_OLD, type Drive } from './drive.ts';
import { variant } from './worlds.ts';

describe('documents', () => {
  it.each([
    ['none at all', [], 'document_not_asked'],
    ['one nobody asks for', ['selfie'], 'document_not_asked'],
    ['a second one of the same requirement', ['passport', 'national_id'], 'document_not_asked'],
  ] as const)('%s: refused', (_, types, code) => {
    const one = drive();
    expect(one.refusal(one.submission(types), APP)).toBe(code);
  });

  it('of a type that the policy does not accept are refused as such', () => {
    const { address } = STANDARD_1.requirements;
    const requirements = {
      ...STANDARD_1.requirements,
      address: { ...address, accepts: ['tax_bill' as const] },
    };
    const one = drive({ policy: policyWith({ requirements }) });
    expect(one.refusal(one.submission(['utility_bill']), APP)).toBe('document_type_not_accepted');
  });

  it('of what is satisfied are not asked for', () => {
    const one = approved();
    expect(one.refusal(one.submission(['passport']), APP)).toBe('document_not_asked');
  });

  it('replace the open one, whose answers then come late', () => {
    const one = drive();
    one.submit('passport');
    const late = one.answers('identity');
    one.submit('national_id');
    expect(one.state().documents.map(({ type, state }) => [type, state])).toEqual([
      ['passport', 'superseded'],
      ['national_id', 'verifying'],
    ]);
    expect(one.refusal(late, ENGINE)).toBe('late');
    one.answer('identity');
    expect(one.state().documents).toHaveLength(1);
  });

  it('only what failed is asked again', () => {
    const one = drive();
    one.submit('passport', 'utility_bill');
    one.answer('address', TOO_OLD);
    one.answer('identity');
    expect(one.record('identity').state).toBe('satisfied');
    expect(one.document('address')?.state).toBe('rejected');
  });
});

describe('a face held against the passport', () => {
  const faces = variant(1, { faces: true, challengeAccepted: true });
  const present: DetailField[] = [...CORE, 'occupation', 'source_of_funds'];
  const opening = { policy: faces, level: 'enhanced', present };
  const consented = (): Drive => {
    const one = drive(opening);
    one.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true }, APP);
    return one;
  };
  const kinds = (one: Drive) => one.running('selfie').map(({ kind }) => kind);

  it('is measured when both pictures are there, in a round of two documents', () => {
    const one = consented();
    one.submit('selfie');
    expect(kinds(one)).toEqual(['file_safety', 'image_quality', 'liveness']);
    one.answer('selfie');
    expect(one.record('selfie').state).toBe('pending');
    one.submit('passport');
    expect(kinds(one)).toEqual(['face_match']);
    const [round] = one
      .applied()
      .effects.flatMap((effect) =>
        effect.kind === 'run_checks' && effect.round.documents.length === 2 ? [effect.round] : [],
      );
    expect(round?.documents.map(({ requirement }) => requirement)).toEqual(['selfie', 'identity']);
    expect(round?.document).toBe(one.document('selfie')?.id);
    one.answer('selfie');
    expect(one.record('selfie').state).toBe('satisfied');
  });

  it('is not held against a passport that no longer counts', () => {
    const one = consented();
    one.submit('passport');
    const asked = { requirements: ['identity' as const], reasons: [], note: null, message: null };
    one.send({ kind: 'documents_requested', ...asked, evidence: null });
    one.submit('selfie');
    expect(kinds(one)).not.toContain('face_match');
    one.submit('passport');
    expect(kinds(one)).toContain('face_match');
  });

  it('is measured again when the passport is another one', () => {
    const one = consented();
    one.submit('passport', 'selfie');
    one.answer('selfie');
    expect(one.record('selfie').state).toBe('satisfied');
    one.submit('national_id');
    expect(kinds(one)).toEqual(['face_match']);
    one.answer('selfie', { face_match: ['fail', 'face_mismatch'] });
    expect(one.record('selfie').state).toBe('in_review');
  });

  it('is not measured without consent: a person looks', () => {
    const one = drive(opening);
    one.submit('passport', 'selfie');
    expect(kinds(one)).toEqual(['file_safety', 'image_quality']);
    one.answer('selfie');
    expect(one.record('selfie').state).toBe('in_review');
    one.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true }, APP);
    expect(kinds(one)).toEqual(['liveness', 'face_match']);
  });

  it('stops being measured when the consent is withdrawn', () => {
    const one = consented();
    one.submit('passport', 'selfie');
    const late = one.answers('selfie');
    one.send({ kind: 'consent_withdrawn', purpose: 'face_biometrics' }, APP);
    expect(kinds(one)).toEqual(['file_safety', 'image_quality']);
    one.send(late, ENGINE);
    expect(one.record('selfie').state).toBe('in_review');
    expect(one.state().checks.some(({ kind }) => kind === 'face_match')).toBe(false);
    expect(one.recorded().wire.some(({ data }) => data['kind'] === 'face_match')).toBe(false);
  });

  it('goes to a person when there will be no passport to hold it against', () => {
    const one = drive({ ...opening, policy: { ...faces, fourEyes: [] } });
    one.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true }, APP);
    one.submit('selfie');
    one.answer('selfie');
    const { evidence } = one.decision('approve');
    const said = { requirements: ['identity' as const], reasons: [], note: null, confirms: null };
    one.send({ kind: 'waived', ...said, evidence });
    expect(one.record('selfie').state).toBe('in_review');
  });

  it('a passed challenge is evidence, not proof, unless the policy says so', () => {
    const policy = variant(1, { faces: true });
    const one = drive({ ...opening, policy });
    one.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true }, APP);
    one.submit('passport', 'selfie');
    one.answer('selfie');
    expect(one.record('selfie').state).toBe('in_review');
  });
});
