import type { DocumentProperties } from '@onfido/api';
import type { DocumentType } from '../../../domain/documents/documents.ts';
import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import { issuerOf } from '../../../domain/identity/mrz/countries.ts';
import { spellings } from '../../../domain/identity/mrz/transliterate.ts';
import { isDay } from '../../../domain/time.ts';
import type { IdentityFacts } from '../../verification/identity/identity.ts';

/** What the vendor read, in the form that our rules judge; null where anything of it is missing. */
export function factsOf(properties: DocumentProperties): IdentityFacts | null {
  const { date_of_birth: born, date_of_expiry: expiresOn, last_name: family } = properties;
  const number = numberOf(properties);
  const issuer = properties.issuing_country?.toUpperCase() ?? '';
  if (!born || !expiresOn || !family || !number || !isDay(born) || !isDay(expiresOn)) return null;
  const known = issuerOf(issuer);
  const types = TYPES[properties.document_type ?? ''];
  if (!/^[A-Z]{1,3}$/.test(issuer) || !types) return null;
  const [year = null, month = null, date = null] = born.split('-');
  const given = [properties.first_name, properties.middle_name].filter(Boolean).join(' ');
  return {
    types: [types],
    names: [{ family: words(family), given: words(given), cut: false }],
    isNameCertain: true,
    isCertain: true,
    documentNumber: number,
    issuer,
    issuerKind: known?.kind ?? null,
    issuingCountry: known?.alpha2 ?? null,
    nationality: issuerOf(properties.nationality?.toUpperCase() ?? '')?.alpha2 ?? null,
    birth: { year, month, date, day: born },
    birthAgain: 'not_read',
    expiresOn,
  };
}

/** The readings that people see; where they stood on the page the vendor does not tell. */
export function readingsOf(properties: DocumentProperties): Reading[] {
  const values: [ReadingField, string | undefined][] = [
    ['family_name', properties.last_name],
    ['given_names', [properties.first_name, properties.middle_name].filter(Boolean).join(' ')],
    ['birth_date', properties.date_of_birth],
    ['sex', properties.gender],
    ['nationality', properties.nationality],
    ['document_number', numberOf(properties)],
    ['issuing_country', properties.issuing_country],
    ['issued_on', properties.issuing_date],
    ['expires_on', properties.date_of_expiry],
    ['personal_number', properties.personal_number],
  ];
  return values.flatMap(([field, value]) => (value ? [{ field, value, page: 0, box: null }] : []));
}

const TYPES: Readonly<Record<string, DocumentType>> = {
  passport: 'passport',
  national_identity_card: 'national_id',
  driving_licence: 'driving_licence',
  residence_permit: 'residence_permit',
};

/** Upper case, letters and digits only. */
function numberOf({ document_numbers: numbers }: DocumentProperties): string {
  const found = numbers?.find(({ type }) => type === 'document_number') ?? numbers?.[0];
  return (found?.value ?? '').toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

/** `A-Z` only, as names of MRZs are: one comparison serves all. */
function words(text: string): string[] {
  const [spelled = ''] = spellings(text);
  return spelled.split(' ').filter((word) => word !== '');
}
