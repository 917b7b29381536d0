import type { LicenceSeen } from '../../../domain/identity/aamva/licence.ts';
import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import type { Box } from '../engines/engines.ts';

/** What was read of a barcode, however little, with its page and box. */
export function readingsOf(seen: LicenceSeen, place: { page: number; box: Box }): Reading[] {
  const { address, name, expiresOn } = seen;
  const values: [ReadingField, string | null | undefined][] = [
    ['family_name', name?.family.join(' ')],
    ['given_names', name?.given.join(' ')],
    ['birth_date', seen.birth],
    ['sex', seen.sex],
    ['document_number', seen.number],
    ['document_code', seen.kind],
    ['issuing_country', seen.country],
    ['issuer', seen.jurisdiction],
    ['issued_on', seen.issuedOn],
    ['expires_on', expiresOn === null ? 'unlimited' : expiresOn],
    ['address', address?.line1],
    ['city', address?.city],
    ['postal_code', address?.postalCode],
  ];
  return values.flatMap(([field, value]) => (value ? [{ field, value, ...place }] : []));
}
