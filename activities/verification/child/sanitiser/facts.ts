import type { MediaType } from '../../../../domain/documents/documents.ts';
import type { EncryptedPdf } from '../../../../domain/policy/policy.ts';
import type { FileCause } from '../../../../domain/reasons/file-causes.ts';
import type { ReasonCode } from '../../../../domain/reasons/reasons.ts';
import type { PlacedLine } from '../../engines/engines.ts';

export interface SanitiserJob {
  bytes: Buffer;
  /** As it was declared and stored. */
  mediaType: MediaType;
  /** Whether a PDF that is encrypted, and opens without a password, is read; refused where not given. */
  encryptedPdf?: EncryptedPdf;
  /** Looked for before anything is decoded; nothing is where there are none. */
  rules?: Rules;
}

/** Texts in YARA's language: ours, and each file of the operator. */
export interface Rules {
  own: string;
  operators: readonly string[];
}

/** What the rules said; `no_engine`: this platform has no build of it. */
export interface RuleScan {
  state: 'looked' | 'no_engine' | 'failed' | 'not_asked';
  /** Names of rules, as their authors write them. */
  hits: string[];
}

/** Why a file was refused; `detail` is one of our words, never text of the file. */
export interface Refused {
  reason: ReasonCode;
  detail: FileCause;
  /** The limit that the file is over, where it is over one: bytes, pixels, points. */
  limit?: number;
}

export interface CleanPicture {
  /** JPEG or PNG, ours. */
  bytes: Buffer;
  width: number;
  height: number;
  text: { lines: PlacedLine[] } | null;
  /** Null for a page of a PDF: it was drawn, not taken with a camera. */
  quality: Quality | null;
}

/** What a decoder made of one file. */
export interface Cleaned {
  pages: CleanPicture[];
  measures: Record<string, number | string>;
}

export interface Quality {
  /** Variance of the Laplacian on a grey copy 800 px wide. */
  sharpness: number;
  /** Mean light, 0 to 255. */
  light: number;
  /** Share of pixels that are nearly white, 0 to 1. */
  nearWhite: number;
  /** Share of the light pixels that are nearly white, 0 to 1: of white paper almost all. */
  whitePaper: number;
  /** Of the picture as it came, in pixels. */
  longSide: number;
}

/** What the gate child found in one file. */
export interface SanitiserFacts {
  refused: Refused | null;
  pages: CleanPicture[];
  measures: Record<string, number | string>;
  scan: RuleScan;
  guards: Guards;
}

/** The walls around the child beyond those that the parent keeps. */
export interface Guards {
  /** It gave up root for a user that owns nothing; false where the parent is an ordinary user. */
  ownUser: boolean;
  /** Node's own permission model: no writing, no processes, reading only code. */
  permissions: boolean;
}

/** Ends the reading of a file with a reason; never leaves the child. */
export function refusing(reason: ReasonCode, detail: FileCause, limit?: number): Error {
  const refused = { reason, detail, ...(limit === undefined ? {} : { limit }) };
  return Object.assign(new Error(detail), { refused });
}

/** The refusal that `refusing` made, or null for any other error. */
export function refusedOf(error: unknown): Refused | null {
  if (!(error instanceof Error) || !('refused' in error)) return null;
  return error.refused as Refused;
}
