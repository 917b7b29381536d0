/**
 * How issuers write in an MRZ that a document is valid for life, and the least age of such a holder:
 * somebody younger is a doubt. Spain prints 01-01-9999 on cards of people from 70 years on (Real Decreto
 * 255/2025), Italy too (Ministero dell'Interno, circolare 60/2026); Moldova leaves the field empty.
 */
const FOR_LIFE: Readonly<Record<string, { forms: readonly string[]; from: number }>> = {
  ESP: { forms: ['990101', '999999'], from: 70 },
  ITA: { forms: ['990101', '999999'], from: 70 },
  MDA: { forms: ['<<<<<<', '000000'], from: 65 },
};

/** True where this issuer says so of somebody of at least this age. */
export function isForLife(
  expiry: string,
  { issuer, age }: { issuer: string; age: number | null },
): boolean {
  const rule = FOR_LIFE[issuer];
  return rule !== undefined && rule.forms.includes(expiry) && age !== null && age >= rule.from;
}
