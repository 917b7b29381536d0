const CODES = [
  'ChildDied',
  'ChildTimedOut',
  'ChildStarved',
  'ChildNotStarted',
  'ChildFailed',
] as const;
export type ChildErrorCode = (typeof CODES)[number];

/** The children of the verification worker, each a decoder of its own. */
export type ChildName = 'gate' | 'ocr' | 'barcode' | 'letters' | 'faces';

/** An error whose text holds nothing of a document: the child's name, what happened, a code. */
export function childError(code: ChildErrorCode, name: ChildName, detail: string): Error {
  return Object.assign(new Error(`${name}: ${code} (${detail})`), { code, detail });
}

export function isChildError(error: unknown, ...codes: ChildErrorCode[]): boolean {
  const wanted: readonly string[] = codes.length > 0 ? codes : CODES;
  return error instanceof Error && 'code' in error && wanted.includes(String(error.code));
}

/** What became of a child that did not answer. */
export interface ChildFault {
  child: ChildName;
  cause: 'exit' | 'memory' | 'late' | 'not_started';
}

/** Why a child did not answer; undefined for an answer, though it be a failure, and for a call that was ended. */
export function faultOf(error: unknown): ChildFault['cause'] | undefined {
  if (isChildError(error, 'ChildNotStarted')) return 'not_started';
  if (isChildError(error, 'ChildTimedOut', 'ChildStarved')) return 'late';
  if (!isChildError(error, 'ChildDied')) return undefined;
  return error instanceof Error && 'detail' in error && error.detail === 'memory'
    ? 'memory'
    : 'exit';
}

/**
 * Whose fault is a dead or silent child (docs/case.md#whose-fault-a-failure-is)? If `probe`, the
 * engine on its own specimen, passes, the file is at fault and this returns; else the machine is, and
 * the error is thrown.
 */
export async function faultOfFile(error: unknown, probe: () => Promise<boolean>): Promise<void> {
  if (!isChildError(error) || isChildError(error, 'ChildNotStarted', 'ChildStarved')) throw error;
  const specimenPasses = await probe().catch(() => false);
  if (!specimenPasses) throw error;
}
