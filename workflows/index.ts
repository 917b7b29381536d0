export { kycCase } from './case.ts';
export { policyMove } from './policy-move.ts';
