import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonical } from '../sealing/canonical.ts';
import { digestWith, sha256Hex } from '../sealing/digest.ts';
import { rootOf } from './merkle.ts';
import { type ExportLine, readLine } from './export-line.ts';

/** A problem with a line of an export. Lines count from 1. */
export interface AuditProblem {
  line: number;
  problem: string;
}
export interface AuditVerdict {
  ok: boolean;
  entries: number;
  problems: AuditProblem[];
}
type LineOf<Kind extends ExportLine['kind']> = Extract<ExportLine, { kind: Kind }>;
type Say = (line: number, problem: string) => void;

/**
 * Verifies an exported trail without a network or a database. It detects edits, removals, swaps, a cut tail
 * and a re-hashed history. Give the operator's `publicKey` (base64, SPKI) if it is known from elsewhere:
 * without it, a file that was forged as a whole under another key passes.
 */
export function verifyAudit(
  lines: readonly string[],
  known: { publicKey?: string | undefined } = {},
): AuditVerdict {
  const problems: AuditProblem[] = [];
  const say: Say = (line, problem) => void problems.push({ line, problem });
  const read = lines.map((line, index) => readLine(line, (problem) => say(index + 1, problem)));
  const form = formOf(read, say);
  if (form) {
    const key = keyOf(form.key, known.publicKey, (problem) => say(lines.length - 1, problem));
    const last = chainOf(form, say);
    checkpointOf(form, last, key, (problem) => say(lines.length - 2, problem));
    signatureOf(lines, form.signature, key, (problem) => say(lines.length, problem));
  }
  const entries = read.filter((line) => line?.kind === 'entry').length;
  return { ok: problems.length === 0, entries, problems };
}

interface Form {
  head: LineOf<'export'>;
  entries: LineOf<'entry'>[];
  checkpoint: LineOf<'checkpoint'>;
  key: LineOf<'key'>;
  signature: LineOf<'signature'>;
}

/**
 * An export must consist of head, entries, checkpoint, key and signature, in this order, and nothing else.
 */
function formOf(read: readonly (ExportLine | null)[], say: Say): Form | null {
  const [head] = read;
  const [checkpoint, key, signature] = read.slice(-3);
  const entries = read.slice(1, -3);
  const misplaced = entries.findIndex((line) => line?.kind !== 'entry');
  if (misplaced >= 0) say(misplaced + 2, 'is no entry');
  if (head?.kind !== 'export') say(1, 'is no beginning of an export');
  if (checkpoint?.kind !== 'checkpoint') say(Math.max(1, read.length - 2), 'is no checkpoint');
  if (key?.kind !== 'key') say(Math.max(1, read.length - 1), 'is no key');
  if (signature?.kind !== 'signature') say(Math.max(1, read.length), 'is no signature');
  if (head?.kind !== 'export' || checkpoint?.kind !== 'checkpoint') return null;
  if (key?.kind !== 'key' || signature?.kind !== 'signature') return null;
  return {
    head,
    entries: entries.filter((line) => line?.kind === 'entry'),
    checkpoint,
    key,
    signature,
  };
}

function keyOf(line: LineOf<'key'>, known: string | undefined, say: (p: string) => void) {
  if (known !== undefined && known !== line.public) say('is not the key that you trust');
  try {
    const key = Buffer.from(line.public, 'base64');
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    say('holds no public key');
    return null;
  }
}

/** Checks the chain entry by entry and returns the last hash. */
function chainOf({ head, entries }: Form, say: Say): string {
  if (head.entries !== entries.length) say(1, 'names another number of entries');
  let prev = sha256Hex(`vouch/chain/1|${head.chain}`);
  for (const [index, { body, detail, hash, prev: stated }] of entries.entries()) {
    const wrong = (problem: string) => say(index + 2, problem);
    if (stated !== prev) wrong('does not follow the entry before it');
    const link = createHash('sha256').update(Buffer.from(prev, 'hex')).update(body).digest('hex');
    if (hash !== link) wrong('does not have the hash of its text');
    detailOf(body, detail, { chain: head.chain, n: index + 1 }, wrong);
    prev = link;
  }
  return prev;
}

function detailOf(
  body: string,
  detail: LineOf<'entry'>['detail'],
  place: { chain: string; n: number },
  say: (problem: string) => void,
): void {
  const stated = parse(body);
  if (!stated || canonical(stated) !== body) return say('has no canonical text');
  if (stated['chain'] !== place.chain || stated['n'] !== place.n) say('stands in another place');
  if ((stated['detail'] === undefined) !== (detail === null))
    return say('lacks its detail, or has one too many');
  if (detail === null || 'erased' in detail) return;
  const digest = digestWith(Buffer.from(detail.salt, 'hex'), detail.value);
  if (digest !== stated['detail']) say('has a detail that does not match its digest');
}

function checkpointOf(
  { head, entries, checkpoint }: Form,
  last: string,
  key: KeyObject | null,
  say: (problem: string) => void,
): void {
  const { body, leaf, proof, signature } = checkpoint;
  if (key && !verify(null, Buffer.from(body), key, Buffer.from(signature, 'base64'))) {
    say('is not signed by the key');
  }
  const stated = parse(body);
  if (stated?.['root'] !== rootOf(leaf, proof)) say('does not cover its leaf');
  if (stated?.['at'] !== head.at) say('was made for another export');
  if (leaf.chain !== head.chain) say('covers another chain');
  if (leaf.count !== entries.length) say('covers another number of entries: the tail was cut');
  if (leaf.head !== last) say('covers another history');
}

function signatureOf(
  lines: readonly string[],
  { over, signature }: LineOf<'signature'>,
  key: KeyObject | null,
  say: (problem: string) => void,
): void {
  if (over !== sha256Hex(lines.slice(0, -1).join('\n'))) say('was made over other lines');
  const signed = Buffer.from(`vouch/export/1|${over}`);
  if (key && !verify(null, signed, key, Buffer.from(signature, 'base64'))) say('is not by the key');
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
