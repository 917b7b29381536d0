export { kycCase } from './case.ts';
