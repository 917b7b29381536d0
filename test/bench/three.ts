import type { Policy } from '../../domain/policy/policy.ts';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';

/** Three requirements with a document each, none across documents, no person: what is measured. */
export const THREE_1: Policy = {
  ...STANDARD_1,
  name: 'three',
  version: 1,
  levels: { three: { requirements: ['details', 'identity', 'address', 'funds'], fields: [] } },
  requirements: {
    ...STANDARD_1.requirements,
    funds: {
      checks: ['file_safety', 'image_quality'],
      automation: 'automatic',
      accepts: ['funds_evidence'],
    },
  },
};

export const THREE_TYPES = ['passport', 'utility_bill', 'funds_evidence'] as const;
