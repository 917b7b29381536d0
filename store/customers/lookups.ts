import type { Details } from '../../domain/case/details.ts';
import {
  blindIndex,
  type LookupField,
  normalName,
  normalPhone,
  normalText,
} from '../sealing/blind-index.ts';

/** The look-up rows of one details version. */
export function lookupsOf(
  indexKey: Buffer,
  customer: string,
  version: number,
  details: Details,
): { field: LookupField; mac: Buffer; customer_id: string; details_version: number }[] {
  const values: [LookupField, string | null][] = [
    ['email', details.email === null ? null : normalText(details.email)],
    ['phone', details.phone === null ? null : normalPhone(details.phone)],
    ['name_birth_date', normalName(details)],
  ];
  return values.flatMap(([field, value]) => {
    if (value === null) return [];
    const mac = blindIndex(indexKey, field, value);
    return [{ field, mac, customer_id: customer, details_version: version }];
  });
}
