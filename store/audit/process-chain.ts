import { randomText } from '../../platform/new-id.ts';

/** The chain of what this process does for no customer: processes never contend for one. */
export const PROCESS_CHAIN = `sys/${randomText(16)}`;
