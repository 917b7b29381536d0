import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Outcome } from '../../../domain/checks/checks.ts';
import type { MediaType } from '../../../domain/documents/documents.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';

/** What one hostile file must get: at the door of the API, and from `file_safety` where it comes so far. */
export interface Expected {
  name: string;
  media_type: MediaType;
  sha256: string;
  /** The code of the answer that refuses the upload; null where it is taken. */
  door: string | null;
  outcome: Outcome;
  reason: ReasonCode | null;
}

/** As committed beside this; a change of a case is a change of its line, looked at by a person. */
export function manifest(): Expected[] {
  const text = readFileSync(new URL('manifest.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Expected[];
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
