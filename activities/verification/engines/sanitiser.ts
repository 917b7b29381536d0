import { extname } from 'node:path';
import { type ChildFault, faultOfFile, isChildError } from '../child/child-error.ts';
import { createChild } from '../child/child-process.ts';
import type {
  SanitiserFacts,
  SanitiserJob,
  Guards,
  Rules,
  RuleScan,
} from '../child/sanitiser/facts.ts';
import type { FileSanitiser, SanitiserAnswer, UploadedFile } from './engines.ts';
import { judgeSafety, notProcessable, refusalOf } from '../checks/file-safety.ts';
import { isSpecimenRead, specimenLike } from './sanitiser-specimen.ts';
import { judgeQuality } from '../checks/image-quality.ts';
import { malwareMeasures, type Scan } from '../malware/answer.ts';
import type { MalwareScanner } from '../malware/clamd.ts';
import { OWN_RULES } from '../malware/own-rules.ts';
import { asScan, OWN_ALONE, type RuleSet } from '../malware/rules.ts';
import { versionOf } from './package-version.ts';

export interface SanitiserOptions {
  /** Another main for tests of faults; the gate's own where it is not given. */
  main?: URL;
  /** Wall time of one file; a PDF has `pageMs` more for each page. */
  timeoutMs?: number;
  pageMs?: number;
  rssLimitMb?: number;
  onFault?: (fault: ChildFault) => void;
  /** YARA rules for the child; Vouch's own where none are given. */
  rules?: RuleSet;
  /** Asked of each file beside the child; where none is given, nothing is called clean by it. */
  scanner?: MalwareScanner;
}

/** The sanitiser, and the limits that the system puts around its child here (`/readyz` shows them). */
export interface Sanitiser extends FileSanitiser {
  guards: () => Promise<Guards & { rules: boolean }>;
}

const MAIN = new URL(`../child/gate-main${extname(import.meta.url)}`, import.meta.url);
const PAGES_MAX = 20;
/** A time-out longer than this is not tried again: the activity has 2 minutes. */
const REPEATED_UP_TO_MS = 10_000;

/**
 * The only way to a document's pixels: one short-lived child per file, which alone parses it.
 * A file that kills its child twice while the built-in specimen passes is `file_not_processable`;
 * if the specimen dies too, the error is thrown (docs/case.md#whose-fault-a-failure-is).
 */
export function createSanitiser(options: SanitiserOptions = {}): Sanitiser {
  const { timeoutMs = 5000, pageMs = 1000, rssLimitMb = 512, rules = OWN_ALONE } = options;
  const { main = MAIN } = options;
  const closing = new AbortController();

  async function once(job: SanitiserJob, limitMs: number, signal: AbortSignal) {
    const child = createChild<SanitiserJob, SanitiserFacts>({
      main,
      name: 'gate',
      timeoutMs: limitMs,
      rssLimitMb,
      recycleAfter: 1,
      heapLimitMb: 256,
      ...(options.onFault ? { onFault: options.onFault } : {}),
    });
    try {
      return await child.run(job, { signal: AbortSignal.any([signal, closing.signal]) });
    } finally {
      await child.close();
    }
  }

  /** The runner asks again after a death, not after a time-out. */
  async function repeated(
    job: SanitiserJob,
    limitMs: number,
    signal: AbortSignal,
  ): Promise<SanitiserFacts> {
    try {
      return await once(job, limitMs, signal);
    } catch (error) {
      if (!isChildError(error, 'ChildTimedOut') || limitMs > REPEATED_UP_TO_MS) throw error;
      return await once(job, limitMs, signal);
    }
  }

  async function probe(mediaType: UploadedFile['mediaType'], signal: AbortSignal) {
    const { pages } = await once(specimenLike(mediaType), Math.max(timeoutMs, 5000), signal);
    return isSpecimenRead(pages);
  }

  return {
    version: VERSION,
    clean: async (file, { signal, encryptedPdf }) => {
      const scanned = options.scanner?.scan(file.bytes, { signal });
      scanned?.catch(() => undefined); // awaited below, where the child has answered
      const asked = { rules: textsOf(rules), ...(encryptedPdf ? { encryptedPdf } : {}) };
      const job = { bytes: file.bytes, mediaType: file.mediaType, ...asked };
      const scans = async (rule: Scan | null = null) =>
        malwareMeasures([rule, (await scanned) ?? null].filter((scan) => scan !== null));
      try {
        const facts = await repeated(job, timeoutMs + pageMs * pageBudget(file), signal);
        return answer(file, facts, await scans(asScan(facts.scan, rules)));
      } catch (error) {
        signal.throwIfAborted();
        await faultOfFile(error, () => probe(file.mediaType, signal));
        const died = notProcessable(await scans(asScan(NO_SCAN, rules)));
        return { safety: died, quality: died, pages: [] };
      }
    },
    guards: async () => {
      const specimen = { ...specimenLike('image/png'), rules: textsOf(rules) };
      const facts = await once(specimen, timeoutMs, closing.signal);
      return { ...facts.guards, rules: facts.scan.state === 'looked' };
    },
    close: async () => closing.abort(new Error('the gate is closed')),
  };
}

/** Rule version first; a change of any of these makes older answers stale. */
const VERSION = [
  'gate@3',
  ...['sharp', 'heic-decode', 'pdfjs-dist', '@napi-rs/canvas', 'file-type', '@litko/yara-x'].map(
    (name) => `${name}@${versionOf(name)}`,
  ),
].join(' ');

/** A large HEIC takes some 4 s: its decoder is compiled for no processor in particular. */
const PICTURE_AS_PAGES = 5;
/** A JPEG of 48 megapixels has more bytes, and takes some 2 s. */
const LARGE_BYTES = 700_000;

/** Pages by their plain dictionaries; packed ones cannot be counted, so they get the most. */
function pageBudget({ bytes, mediaType }: UploadedFile): number {
  if (mediaType === 'image/heic') return PICTURE_AS_PAGES;
  if (mediaType === 'image/jpeg') return bytes.length > LARGE_BYTES ? PICTURE_AS_PAGES : 0;
  if (mediaType !== 'application/pdf') return 0;
  const text = bytes.toString('latin1');
  if (text.includes('/ObjStm')) return PAGES_MAX;
  const count = [...text.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
  return Math.min(PAGES_MAX, Math.max(1, count));
}

/** The rules were to be looked for in the child that died. */
const NO_SCAN: RuleScan = { state: 'failed', hits: [] };

function textsOf({ own, operators }: RuleSet): Rules {
  return { own, operators };
}

function answer(
  file: UploadedFile,
  facts: SanitiserFacts,
  malware: Record<string, string>,
): SanitiserAnswer {
  const refused = refusalOf({ refused: facts.refused, malware });
  const kept = refused === null ? facts.pages : [];
  const pages = kept.map(({ bytes, width, height, text, quality }, offset) => ({
    index: file.firstPage + offset,
    side: file.side,
    png: Buffer.from(bytes),
    width,
    height,
    text,
    measures: quality === null ? {} : { ...quality },
  }));
  const measures = { ...facts.measures, rules: ruleMeasure(facts.scan) };
  const quality = kept.map((page) => page.quality);
  const safety = judgeSafety({ refused, measures, malware });
  return { safety, quality: judgeQuality(quality, refused), pages };
}

/** The rule set that scanned the file, or why none did. */
function ruleMeasure({ state }: RuleScan): string {
  return state === 'looked' ? OWN_RULES : state;
}
