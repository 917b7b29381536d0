import type { DocumentType } from '../../../domain/documents/documents.ts';
import { birthDate, birthRange, expiryOf } from '../../../domain/identity/mrz/dates.ts';
import { issuerOf } from '../../../domain/identity/mrz/countries.ts';
import type { Mrz } from '../../../domain/identity/mrz/parse.ts';
import { ageOn } from '../../../domain/time.ts';
import type { IdentityFacts } from './identity.ts';

/**
 * The facts of an MRZ whose digits hold, as of the day of receipt; null where a day is none of the calendar.
 */
export function factsOf(
  mrz: Mrz,
  name: Pick<IdentityFacts, 'names' | 'isNameCertain'>,
  receivedOn: string,
): IdentityFacts | null {
  const born = birthDate(mrz.birth, receivedOn);
  const latest = born === null ? null : (birthRange(born)?.latest ?? null);
  const age = latest === null ? null : ageOn(latest, receivedOn);
  const expiry = expiryOf(mrz.expiry, { issuer: mrz.issuer, age, receivedOn });
  const birth = birthDate(mrz.birth, receivedOn, expiry?.day);
  if (birth === null || expiry === null) return null;
  const issuer = issuerOf(mrz.issuer);
  return {
    types: typesOf(mrz),
    isCertain: true,
    ...name,
    documentNumber: mrz.documentNumber.replace(/[^A-Z0-9]/g, ''),
    issuer: mrz.issuer,
    issuerKind: issuer?.kind ?? null,
    issuingCountry: issuer?.alpha2 ?? null,
    nationality: issuerOf(mrz.nationality)?.alpha2 ?? null,
    birth,
    birthAgain: 'not_read',
    expiresOn: expiry.day,
    ...(expiry.kind === 'day' ? {} : { term: expiry.kind }),
  };
}

/** The types that a document code may stand for (ICAO 9303 parts 4 to 7); none for a visa. */
function typesOf(mrz: Mrz): DocumentType[] {
  if (mrz.format === 'MRVA' || mrz.format === 'MRVB') return [];
  if (mrz.format === 'TD3') return mrz.documentCode.startsWith('P') ? ['passport'] : [];
  if (mrz.format === 'FRA') return ['national_id'];
  if (mrz.documentCode.startsWith('R')) return ['residence_permit'];
  if (mrz.documentCode.startsWith('D')) return ['driving_licence'];
  return ['national_id', 'residence_permit'];
}
