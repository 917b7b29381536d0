import type { MediaType, Side } from '../../../domain/documents/documents.ts';
import type { Outcome } from '../../../domain/checks/checks.ts';
import type { EncryptedPdf } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { TextLanguages } from '../../../domain/address/words/languages.ts';

/** `[left, top, width, height]` in pixels of the clean page. */
export type Box = [number, number, number, number];

/** A row of text on a page. */
export interface PlacedLine {
  text: string;
  box: Box;
  /** What stands apart in it, each with its own box; absent where it was not told. */
  columns?: Column[];
}

/** What stands apart in a row of text. */
export interface Column {
  text: string;
  box: Box;
  /** Its box if the page is turned so that its letters stand upright; absent: as on the page. */
  upright?: Box;
  /** Its words with how surely each was read, 0 to 1; absent where nothing was read from pixels. */
  words?: { text: string; certainty: number }[];
}

/** One rendered page without any byte of the upload: what every engine after the gate sees. */
export interface CleanPage {
  /** Index of the page in the document, from 0, over all its files. */
  index: number;
  side: Side;
  /** A re-encoded PNG (or JPEG) without metadata, upright by EXIF, flattened on white. */
  png: Buffer;
  width: number;
  height: number;
  /** The text layer of a PDF page; null for a picture. */
  text: { lines: PlacedLine[] } | null;
  /** Of this page: sharpness, mean light, glare share. No personal data. */
  measures: Record<string, number | string>;
}

/** One stored file of a document as it was uploaded. */
export interface UploadedFile {
  bytes: Buffer;
  mediaType: MediaType;
  side: Side;
  /** Index of its first page in the document. */
  firstPage: number;
}

/** What the gate says of one file: two checks and the clean pages; none where safety did not pass. */
export interface SanitiserAnswer {
  safety: Judgement;
  quality: Judgement;
  pages: CleanPage[];
}

export interface Judgement {
  outcome: Outcome;
  reasons: ReasonCode[];
  measures: Record<string, number | string>;
}

/** The only place where uploaded bytes are parsed. */
export interface FileSanitiser {
  /** Rule version and the versions of its libraries. */
  readonly version: string;
  clean: (
    file: UploadedFile,
    options: { signal: AbortSignal; encryptedPdf?: EncryptedPdf },
  ) => Promise<SanitiserAnswer>;
  close: () => Promise<void>;
}

/** Clockwise degrees by which a page must be turned to stand upright. */
export type Turn = 0 | 90 | 180 | 270;

export interface TextLine {
  text: string;
  /** Mean certainty of the letters, 0 to 1. */
  certainty: number;
  /** What other looks at the row of a name said. */
  again?: string[];
  box: Box;
  /** What stands apart in the row, each with its own box; of letters alone. */
  columns?: Column[];
}

/** All that was read of a page at the turn at which it reads best. */
export interface TextReading {
  turn: Turn;
  /** Top to bottom of the upright page. */
  lines: TextLine[];
  /** `turns_tried`, `boxes`, `cpu_ms`: no personal data. */
  measures: Record<string, number | string>;
}

/** Letters from pixels. `mrz`: stops at the turn with a machine-readable zone; `text`: reads every line. */
export interface TextRecognizer {
  readonly version: string;
  read: (
    page: Pick<CleanPage, 'png'>,
    options: { seek: 'mrz' | 'text'; signal: AbortSignal },
  ) => Promise<TextReading>;
  /** True if the engine reads its built-in specimen: whose fault a dead child is. */
  probe: (signal: AbortSignal) => Promise<boolean>;
  close: () => Promise<void>;
}

/** What was looked for on a page, and how: no personal data but in `found`. */
export interface BarcodeSearch {
  /** The bytes of the PDF417 of a card, and where it stands on the page; null where there is none. */
  found: { bytes: Uint8Array; box: Box } | null;
  /**
   * `looks`, `turned` (degrees), `bars` (0: no texture of any), `others` (symbols that are no licence's),
   * `cpu_ms`.
   */
  measures: Record<string, number>;
}

/** The barcode of a licence from pixels, at any angle. */
export interface BarcodeReader {
  readonly version: string;
  /** `cpuMs`: CPU time that the search may use. A look that has begun is finished. */
  read: (
    page: Pick<CleanPage, 'png'>,
    options: { signal: AbortSignal; cpuMs?: number },
  ) => Promise<BarcodeSearch>;
  /** True if the engine reads its built-in specimen: whose fault a dead child is. */
  probe: (signal: AbortSignal) => Promise<boolean>;
  close: () => Promise<void>;
}

/** All that was read of a page of print, at the turn at which it reads best. */
export interface PageText {
  turn: Turn;
  /** Rows, top to bottom of the upright page; what stands apart in a row by three spaces. */
  lines: TextLine[];
  /** `turns_tried`, `slant` (degrees), `lines`, `looks`, `cpu_ms`: no personal data. */
  measures: Record<string, number>;
}

/** Print with spaces, umlauts and accents from pixels: letters, bills, statements. */
export interface TextReader {
  readonly version: string;
  read: (
    page: Pick<CleanPage, 'png'>,
    options: { languages: TextLanguages; signal: AbortSignal },
  ) => Promise<PageText>;
  /** What a person sees at each of these boxes of an upright page, one text each; empty where nothing is. */
  readAt: (
    page: Pick<CleanPage, 'png'>,
    options: { boxes: readonly Box[]; languages: TextLanguages; signal: AbortSignal },
  ) => Promise<string[]>;
  /** True if the engine reads its built-in specimen: whose fault a dead child is. */
  probe: (signal: AbortSignal) => Promise<boolean>;
  close: () => Promise<void>;
}

/** One face of a page. Its numbers are biometric data: in memory alone, never stored, never logged. */
export interface Face {
  /** On the page, upright. */
  box: Box;
  /** 0 to 1: how surely this is a face. */
  score: number;
  /** Variance of the Laplacian of the face at 160 px; small where it is blurred. */
  sharpness: number;
  /** Radians; positive where the person looks to their own right, on a picture that is not mirrored. */
  yaw: number;
  pitch: number;
  roll: number;
  embedding: Float32Array;
}

export interface FaceReading {
  /** The turn at which the page shows them. */
  turn: Turn;
  /** Largest first. */
  faces: Face[];
  /** `faces`, `turn`, `cpu_ms`, `rss_mb`: no personal data. */
  measures: Record<string, number>;
}

/** Faces from pixels. `turns`: the page is turned until its largest face stands upright. */
export interface FaceReader {
  readonly version: string;
  read: (
    page: Pick<CleanPage, 'png'>,
    options: { turns: boolean; signal: AbortSignal },
  ) => Promise<FaceReading>;
  /** True if the engine finds the face of its built-in specimen: whose fault a dead child is. */
  probe: (signal: AbortSignal) => Promise<boolean>;
  close: () => Promise<void>;
}
