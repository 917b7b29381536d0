import { describe, expect, it } from 'vitest';
import { FINAL_BY_RULE } from '../../../domain/policy/policy.ts';
import {
  DISPOSITIONS,
  NEUTRAL_CODE,
  REASON_CODES,
  reasonOf,
  disclosedAs,
} from '../../../domain/reasons/reasons.ts';

/** The table of docs/case.md#reasons, letter by letter. */
const TABLE = `
file_type_not_accepted r, file_too_large r, file_corrupt r, file_encrypted r,
file_active_content r, file_not_processable v, file_unsafe v,
image_too_small r, image_blurred r, image_dark r, image_glare r, image_cropped r,
document_unreadable r, document_side_missing r, document_type_not_accepted r,
document_country_not_accepted r, document_expired r, document_inconsistent v, name_mismatch r,
birth_date_mismatch r, document_number_mismatch r, under_minimum_age f,
document_in_use v neutral, document_suspected_fraud f neutral people,
address_name_mismatch r, address_mismatch r, address_document_too_old r,
address_date_not_found r, address_date_ambiguous v, address_type_not_accepted r,
face_not_found r, several_faces r, face_mismatch v, liveness_not_shown r,
sanctions_possible_match v neutral, sanctions_match f neutral people, pep_possible_match v neutral,
attempts_exhausted f, deadline_passed r, details_incomplete r, country_not_served f,
more_information_needed r, check_unavailable v, declined_by_reviewer f neutral people`
  .split(',')
  .map((row) => row.trim().split(' '));
const WORDS: Record<string, (typeof DISPOSITIONS)[number]> = {
  r: 'retry',
  f: 'final',
  v: 'review',
};

describe('the closed list of reasons', () => {
  it('is the table of docs/case.md#reasons', () => {
    const listed = REASON_CODES.map((code) => {
      const { disposition, tells, peopleOnly } = reasonOf(code);
      return [code, disposition, tells === 'nothing', peopleOnly ?? false];
    });
    expect(listed).toEqual(
      TABLE.map(([code, word = '', ...more]) => [
        code,
        WORDS[word],
        more.includes('neutral'),
        more.includes('people'),
      ]),
    );
  });

  it('what only people may give is final, and nothing a customer is told', () => {
    const people = REASON_CODES.filter((code) => reasonOf(code).peopleOnly);
    expect(people).toHaveLength(3);
    for (const code of people) {
      expect(reasonOf(code)).toMatchObject({ disposition: 'final', tells: 'nothing' });
      expect(FINAL_BY_RULE).not.toContain(code);
    }
  });

  it('a final reason is a rule’s or people’s, never both', () => {
    const finals = REASON_CODES.filter((code) => reasonOf(code).disposition === 'final');
    for (const code of finals) {
      expect(FINAL_BY_RULE.includes(code)).toBe(!reasonOf(code).peopleOnly);
    }
  });

  it('another picture is asked for only where submitting again helps', () => {
    const retakes = REASON_CODES.filter((code) => reasonOf(code).retake);
    expect(retakes).toEqual([
      'image_too_small',
      'image_blurred',
      'image_dark',
      'image_glare',
      'image_cropped',
      'document_unreadable',
      'document_side_missing',
      'face_not_found',
      'several_faces',
      'liveness_not_shown',
    ]);
    expect(retakes.every((code) => reasonOf(code).disposition === 'retry')).toBe(true);
  });

  it.each(REASON_CODES)('%s has a sentence for reviewers and one for customers', (code) => {
    const { internal, customer } = reasonOf(code);
    expect(internal).toMatch(/^[A-Z].*\.$/);
    expect(customer).toMatch(/^[A-Z].*\.$/);
  });

  it('what would tip someone off is told as the neutral code, all in the same words', () => {
    const quiet = REASON_CODES.filter((code) => reasonOf(code).tells === 'nothing');
    expect(new Set(quiet.map((code) => JSON.stringify(disclosedAs(code)))).size).toBe(1);
    expect(quiet.map((code) => disclosedAs(code).code)).toEqual(quiet.map(() => NEUTRAL_CODE));
    expect(REASON_CODES).not.toContain(NEUTRAL_CODE);
    for (const code of quiet) {
      expect(disclosedAs(code).message).not.toMatch(
        /sanction|fraud|politic|list|another customer|declined/i,
      );
    }
  });

  it('every other reason is told as it is', () => {
    expect(disclosedAs('document_expired')).toEqual({
      code: 'document_expired',
      disposition: 'retry',
      message: 'By the date that we read on it, the document has expired. Please send a valid one.',
    });
  });
});
