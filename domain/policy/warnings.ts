import type { Policy } from './policy.ts';

/** A warning about a policy that may still be published: a JSON pointer, and a sentence without the value. */
export interface PolicyWarning {
  pointer: string;
  message: string;
}

/** The protections that a valid policy gives up. */
export function policyWarnings(policy: Policy): PolicyWarning[] {
  return policy.challengeAccepted ? [{ pointer: '/challengeAccepted', message: CHALLENGE }] : [];
}

const CHALLENGE =
  'A passed challenge proves no living person: a still that software turns passes it, and so does a' +
  ' fed-in video. It is not ISO 30107-3 tested. By default a person looks at the frames.';
