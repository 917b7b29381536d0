import type { NEUTRAL_CODE, ReasonCode } from '../reasons.ts';

/** What may stand for a reason before a customer. */
export type DisplayCode = ReasonCode | typeof NEUTRAL_CODE;
/** Reasons in one language; what it lacks is said in English. */
export type Words = Partial<Record<DisplayCode, string>>;
