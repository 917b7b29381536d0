import { DefaultFailureConverter } from '@temporalio/common';

/** Failure texts and stacks are encrypted like any payload; only the type stays plain. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
