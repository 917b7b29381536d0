import { randomText } from '../../platform/new-id.ts';

/**
 * The chain for what this process does for no customer. Each process has its own, so that they never contend
 * for one.
 */
export const PROCESS_CHAIN = `sys/${randomText(16)}`;
