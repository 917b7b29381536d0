import type { CheckKind } from './checks.ts';

/** What a value was held against. */
export const COUNTERPARTS = [
  'rules_of_files',
  'limits_of_pictures',
  'check_digits',
  'print_of_the_page',
  'print_of_the_front',
  'policy',
  'day_of_receipt',
  'details',
  'other_customers',
  'portrait',
  'challenge',
  'lists',
] as const;
export type Counterpart = (typeof COUNTERPARTS)[number];

/** What was held against something; codes alone. */
export const COMPARED_FIELDS = [
  'file',
  'picture',
  'name',
  'birth_date',
  'sex',
  'nationality',
  'document_number',
  'document_type',
  'issuing_country',
  'expires_on',
  'age',
  'address',
  'issued_on',
  'face',
  'frames',
  'text',
] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

export interface Compared {
  field: ComparedField;
  with: Counterpart;
}

type Measures = Readonly<Record<string, number | string>>;

/** What a finding compared with what, as its measures tell; nothing where it came to no comparison. */
export function comparedOf({
  kind,
  measures,
}: {
  kind: CheckKind;
  measures: Measures;
}): Compared[] {
  return RULES[kind](measures).map(([field, counterpart]) => ({ field, with: counterpart }));
}

type Pair = readonly [ComparedField, Counterpart];

const has = (name: string, ...pairs: Pair[]) => {
  return (measures: Measures): readonly Pair[] => {
    return measures[name] === undefined || measures[name] === 'not_compared' ? [] : pairs;
  };
};

const HELD_AGAINST_POLICY: readonly Pair[] = [
  ['document_type', 'policy'],
  ['issuing_country', 'policy'],
  ['age', 'policy'],
];

const RULES: Record<CheckKind, (measures: Measures) => readonly Pair[]> = {
  file_safety: () => [['file', 'rules_of_files']],
  image_quality: () => [['picture', 'limits_of_pictures']],
  identity_reading: ofReading,
  identity_validity: (measures) => [
    ...has('expires_in_days', ['expires_on', 'day_of_receipt'])(measures),
    ...(measures['declared_type'] === undefined ? [] : HELD_AGAINST_POLICY),
  ],
  identity_match: (measures) => [
    ...has('name_score', ['name', 'details'])(measures),
    ...has('birth_date', ['birth_date', 'details'])(measures),
    ...has('nationality', ['nationality', 'details'])(measures),
  ],
  identity_unique: has('others', ['document_number', 'other_customers']),
  document_unique: (measures) =>
    measures['detail'] === 'file_not_safe'
      ? []
      : [
          ['file', 'other_customers'],
          ['text', 'other_customers'],
        ],
  address_match: has('name', ['name', 'details'], ['address', 'details']),
  address_recency: (measures) => [
    ...has('type', ['document_type', 'policy'])(measures),
    ...has('age_rule', ['issued_on', 'day_of_receipt'])(measures),
  ],
  face_match: has('face_score', ['face', 'portrait']),
  liveness: (measures) => (measures['detail'] === 'file_not_safe' ? [] : [['frames', 'challenge']]),
  screening: has('screening_score', ['name', 'lists']),
  manual: () => [],
};

/**
 * What a reading was compared with: an MRZ with its check digits and the print of its page, a barcode with
 * the print of the front, print alone with nothing.
 */
function ofReading(measures: Measures): readonly Pair[] {
  const isMrz = measures['source'] === 'mrz';
  const print = isMrz ? 'print_of_the_page' : 'print_of_the_front';
  return [
    ...(isMrz ? ([['document_number', 'check_digits']] as const) : []),
    ...has('printed_names', ['name', print])(measures),
    ...has('printed_number', ['document_number', print])(measures),
    ...has('print_birth_date', ['birth_date', print])(measures),
    ...has('print_expires_on', ['expires_on', print])(measures),
    ...has('print_sex', ['sex', print])(measures),
    ...has('print_nationality', ['nationality', print])(measures),
  ];
}
