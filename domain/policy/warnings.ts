import type { Policy } from './policy.ts';

/** What may be published and should be known, by JSON pointer; a sentence without a value. */
export interface PolicyWarning {
  pointer: string;
  message: string;
}

/** What a policy gives up without breaking a rule of publishing. */
export function policyWarnings(policy: Policy): PolicyWarning[] {
  return policy.challengeAccepted ? [{ pointer: '/challengeAccepted', message: CHALLENGE }] : [];
}

const CHALLENGE =
  'A passed challenge proves no living person: a still that software turns passes it, and so does a' +
  ' fed-in video. It is not ISO 30107-3 tested. By default a person looks at the frames.';
