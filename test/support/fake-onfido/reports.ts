import type { DocumentReport, FacialSimilarityPhotoReport, Report } from '@onfido/api';
import type { Details } from '../../../domain/case/details.ts';

/** A report on a good passport of this person, changed by what a test gives. */
export function documentReport(
  person: Pick<Details, 'givenNames' | 'familyName' | 'birthDate'>,
  more: Partial<DocumentReport> = {},
): Report {
  const { properties, breakdown, ...rest } = more;
  return {
    id: 'report-1',
    name: 'document',
    status: 'complete',
    result: 'clear',
    sub_result: 'clear',
    breakdown: {
      image_integrity: { result: 'clear' },
      visual_authenticity: { result: 'clear' },
      data_validation: { result: 'clear' },
      ...breakdown,
    },
    properties: {
      document_type: 'passport',
      issuing_country: 'SWE',
      nationality: 'SWE',
      first_name: person.givenNames ?? '',
      last_name: person.familyName,
      date_of_birth: person.birthDate,
      date_of_expiry: '2035-06-01',
      document_numbers: [{ type: 'document_number', value: 'AA 1234567' }],
      ...properties,
    },
    ...rest,
  } as Report;
}

/** A report on two faces of one person. */
export function faceReport(more: Partial<FacialSimilarityPhotoReport> = {}): Report {
  return {
    id: 'report-2',
    name: 'facial_similarity_photo',
    status: 'complete',
    result: 'clear',
    breakdown: {
      face_comparison: {
        result: 'clear',
        breakdown: { face_match: { result: 'clear', properties: { score: 0.912 } } },
      },
      image_integrity: { result: 'clear' },
      visual_authenticity: { result: 'clear' },
    },
    ...more,
  } as Report;
}
