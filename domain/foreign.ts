/** Why something that came by way of Temporal is not taken as ours: a closed list. */
export const FOREIGN_REASONS = [
  'unsealed', // no key of ours sealed it
  'other_key', // sealed, but by another key than the one of its workflow
  'damaged', // it names the right key, and does not open
  'misplaced', // ours, but sealed for another case, message or id
  'stale', // ours, but sealed too long ago
  'malformed', // ours, but not of the form that belongs to its name
] as const;
export type ForeignReason = (typeof FOREIGN_REASONS)[number];

/** What may be foreign. */
export const FOREIGN_MESSAGES = ['start', 'update', 'signal', 'activity', 'answer'] as const;
export type ForeignMessage = (typeof FOREIGN_MESSAGES)[number];

const MARK = 'vouch_foreign';

/** What the codec puts in the place of a payload that is not ours. Nothing of the payload is in it. */
export function foreignMark(reason: ForeignReason): object {
  return { [MARK]: reason };
}

/** Why the codec did not take what stood here; undefined for anything that it opened. */
export function foreignReason(value: unknown): ForeignReason | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, MARK)) return undefined;
  const reason = (value as Record<string, unknown>)[MARK];
  return FOREIGN_REASONS.find((one) => one === reason) ?? 'malformed';
}
