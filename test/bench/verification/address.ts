import { readdirSync, readFileSync } from 'node:fs';
import { addressMatch } from '../../../activities/verification/checks/address-match.ts';
import { addressRecency } from '../../../activities/verification/checks/address-recency.ts';
import type {
  CleanPage,
  FileSanitiser,
  TextReader,
} from '../../../activities/verification/engines/engines.ts';
import { createSanitiser } from '../../../activities/verification/engines/sanitiser.ts';
import type { FindingDraft } from '../../../activities/verification/round/finding-draft.ts';
import {
  type ProofOfAddress as OpenLetter,
  openProofOfAddress,
} from '../../../activities/verification/address/proof-of-address.ts';
import { createTextReader } from '../../../activities/verification/engines/text-reader.ts';
import { letterLanguages } from '../../../domain/address/words/languages.ts';
import type { MediaType } from '../../../domain/documents/documents.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { type Letter, makeLetter } from '../../specimens/letter.ts';
import { handHeld, letterPdf, letterPhoto } from '../../specimens/letter-forms.ts';
import { median, quantile } from '../statistics.ts';

/** What was read of letters in one form, and how long one took from clean page to both answers. */
export interface AddressFigures {
  letters: number;
  name: number;
  /** With its house number. */
  street: number;
  postalCode: number;
  date: number;
  accepted: number;
  /** Of `triedAgainst` details that are another person's, in whole or in part. */
  falseAccepts: number;
  triedAgainst: number;
  medianMs: number;
  p95Ms: number;
  /** Greatest resident memory of a reading child; 0 where the system does not tell. */
  rssMb: number;
  /** What was not accepted: country, seed, and the reasons given. */
  missed: string[];
}

const FORMS = {
  pdf: { make: letterPdf, mediaType: 'application/pdf' },
  photo: {
    make: (letter: Letter, seed: number) => letterPhoto(letter, handHeld(seed)),
    mediaType: 'image/jpeg',
  },
} as const satisfies Record<
  string,
  { make: (letter: Letter, seed: number) => Promise<Buffer>; mediaType: MediaType }
>;

const RECEIVED_AT = '2026-11-23T10:00:00.000Z';
const ISSUED_ON = ['2026-11-03', '2026-10-12', '2026-09-25', '2026-11-11', '2026-10-30'];

/**
 * Letters of invented people through gate and reader, each held against its receiver and against
 * others. Seeds from `seed` on: the engine was tuned on those below 1000.
 */
export async function addressFigures(of: {
  form: keyof typeof FORMS;
  seed: number;
  letters: number;
}): Promise<AddressFigures> {
  const [gate, reader] = [createSanitiser(), createTextReader()];
  const found: AddressFigures = { ...EMPTY, missed: [] };
  const eachMs: number[] = [];
  try {
    await reader.probe(AbortSignal.timeout(60_000));
    for (let seed = of.seed; seed < of.seed + of.letters; seed += 1) {
      const issuedOn = ISSUED_ON[seed % ISSUED_ON.length] ?? RECEIVED_AT.slice(0, 10);
      const made = makeLetter({ seed, issuedOn });
      const letter = await opened(made, seed, { form: FORMS[of.form], gate, reader });
      const startedAt = performance.now();
      const match = await addressMatch({ letter, details: made });
      const recency = await addressRecency(recencyOf(made, letter));
      eachMs.push(performance.now() - startedAt);
      count(found, made, { match, recency, seed });
      for (const details of strangers(made, seed)) {
        const { outcome } = await addressMatch({ letter, details });
        found.triedAgainst += 1;
        if (outcome === 'pass') found.falseAccepts += 1;
      }
      found.rssMb = Math.max(found.rssMb, ...readers());
    }
  } finally {
    await Promise.all([gate.close(), reader.close()]);
  }
  return { ...found, medianMs: median(eachMs), p95Ms: quantile(eachMs, 0.95) };
}

const EMPTY = {
  letters: 0,
  name: 0,
  street: 0,
  postalCode: 0,
  date: 0,
  accepted: 0,
  falseAccepts: 0,
  triedAgainst: 0,
  medianMs: 0,
  p95Ms: 0,
  rssMb: 0,
};

interface Through {
  form: (typeof FORMS)[keyof typeof FORMS];
  gate: FileSanitiser;
  reader: TextReader;
}

async function opened(
  made: Letter,
  seed: number,
  { form, gate, reader }: Through,
): Promise<OpenLetter> {
  const signal = AbortSignal.timeout(120_000);
  const bytes = await form.make(made, seed);
  const file = { bytes, mediaType: form.mediaType, side: 'front' as const, firstPage: 0 };
  const { pages } = await gate.clean(file, { signal });
  const languages = letterLanguages(made.country, made.address.country);
  return openProofOfAddress(reader, { pages: pages satisfies CleanPage[], languages, signal });
}

/** The receipt of a letter that is recent enough, under the shipped rules. */
export function recencyOf(made: Letter, letter: OpenLetter) {
  const { type, country } = made;
  const { addressAge, requirements } = STANDARD_1;
  const thresholds = { addressAge, accepts: requirements.address.accepts };
  return { letter, type, country, receivedAt: RECEIVED_AT, thresholds };
}

function count(
  found: AddressFigures,
  made: Letter,
  { match, recency, seed }: { match: FindingDraft; recency: FindingDraft; seed: number },
): void {
  const score = (name: string) => match.pieces.find((piece) => piece.name === name)?.score ?? 1;
  const issued = recency.readings.find(({ field }) => field === 'issued_on');
  const isAccepted = match.outcome === 'pass' && recency.outcome === 'pass';
  found.letters += 1;
  found.name += Number(match.measures['name'] === 'found');
  found.street += Number(score('street') >= 0.85 && score('house_number') === 1);
  found.postalCode += Number(score('postal_code') === 1);
  found.date += Number(issued?.value === made.issuedOn);
  found.accepted += Number(isAccepted);
  const reasons = [...match.reasons, ...recency.reasons].join(' ');
  if (!isAccepted) found.missed.push(`${made.country} ${seed}: ${reasons}`);
}

/** Another person elsewhere, a lodger, a namesake elsewhere, the neighbour, another postcode. */
export function strangers(made: Letter, seed: number) {
  const { country, address, givenNames, familyName } = made;
  let other = made;
  for (let at = seed + 5000; isAlike(other, made); at += 1) {
    other = makeLetter({ seed: at, country, issuedOn: made.issuedOn });
  }
  const { line1, postalCode } = address;
  const next = (line1 ?? '').replace(/\d+/, (number) => String(Number(number) + 2));
  const code = (postalCode ?? '').replace(/\d/, (digit) => String((Number(digit) + 3) % 10));
  return [
    other,
    { givenNames: other.givenNames, familyName: other.familyName, address },
    { givenNames, familyName, address: other.address },
    { givenNames, familyName, address: { ...address, line1: next } },
    { givenNames, familyName, address: { ...address, postalCode: code } },
  ];
}

function isAlike(one: Letter, other: Letter): boolean {
  return one.familyName === other.familyName || one.address.line1 === other.address.line1;
}

/** Resident memory of each reading child of this process, in MB; none where the system does not tell. */
export function readers(): number[] {
  try {
    return readdirSync('/proc').filter(isReader).map(rssOf);
  } catch {
    return [];
  }
}

function isReader(pid: string): boolean {
  if (!/^\d+$/.test(pid)) return false;
  const isOurs = new RegExp(`^PPid:\\s*${process.pid}$`, 'm').test(told(pid, 'status'));
  return isOurs && told(pid, 'cmdline').includes('letters-main');
}

function rssOf(pid: string): number {
  return Number(/^VmRSS:\s*(\d+)/m.exec(told(pid, 'status'))?.[1] ?? 0) / 1024;
}

/** Empty for a process that has ended. */
function told(pid: string, what: 'status' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1');
  } catch {
    return '';
  }
}
