import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { loadYara } from '../../../../activities/verification/child/sanitiser/scan-rules.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import type { SanitiserAnswer } from '../../../../activities/verification/engines/engines.ts';
import type { MediaType } from '../../../../domain/documents/documents.ts';

const FILES = new URL('../../../specimens/files/', import.meta.url);
const specimen = (name: string) => readFileSync(new URL(name, FILES));
const PHOTO = specimen('passport.jpg');
const signal = new AbortController().signal;

const real = createSanitiser();
const faulty = createSanitiser({
  main: new URL('../child/faulty-gate-main.ts', import.meta.url),
  timeoutMs: 4000, // of a busy machine; what hangs is asked twice
});
const dying = createSanitiser({ main: new URL('../child/dying-gate-main.ts', import.meta.url) });
const gates = [real, faulty, dying];
const clean = (gate: typeof real, bytes: Buffer, mediaType: MediaType = 'image/jpeg') =>
  gate.clean({ bytes, mediaType, side: 'front', firstPage: 3 }, { signal });

const before = new Set(readdirSync(tmpdir()));
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.close()));
});

describe('a clean file', () => {
  it('a photo comes back upright, flattened, without metadata, measured', async () => {
    const { safety, pages } = await clean(real, PHOTO);
    expect(safety).toMatchObject({ outcome: 'pass', measures: { malware: 'not_scanned' } });
    const [page] = pages;
    expect(page).toMatchObject({ index: 3, side: 'front', width: 1280, height: 960, text: null });
    expect(page?.png.includes('Exif')).toBe(false);
    expect(page?.measures['sharpness']).toBeGreaterThan(500);
  });

  it('a PDF comes back as drawn pages and lines of text with boxes on them', async () => {
    const { pages, quality } = await clean(real, specimen('bill-german.pdf'), 'application/pdf');
    const [page] = pages;
    expect(quality).toMatchObject({ outcome: 'pass', measures: { picture: 'drawn' } });
    expect([page?.width, page?.height]).toEqual([1241, 1754]); // A4 at 150 dpi
    expect(page?.png.subarray(1, 4).toString()).toBe('PNG');
    const line = page?.text?.lines.find(({ text }) => text.includes('Lindenstraße 12'));
    const [left = 0, top = 0] = line?.box ?? []; // printed at 56, 144 points: 117, 300 px
    expect(Math.abs(left - 117)).toBeLessThan(5);
    expect(Math.abs(top - 300)).toBeLessThan(12);
  });

  it('the child has given up root, may not write, and leaves nothing behind', async () => {
    const guards = await real.guards();
    expect(guards).toMatchObject({ ownUser: process.getuid?.() === 0, permissions: true });
    expect(guards.rules).toBe((await loadYara()) !== null);
    const left = readdirSync(tmpdir()).filter((name) => !before.has(name));
    expect(left.filter((name) => /vips|sharp|gate|pdf/i.test(name))).toEqual([]);
  });
});

describe('a child that breaks a limit', () => {
  const withFault = (word: string) => Buffer.concat([PHOTO, Buffer.from(`FAULT:${word}`)]);
  const notProcessable = {
    safety: { outcome: 'inconclusive', reasons: ['file_not_processable'] },
    pages: [],
  };
  const stillWorks = async () => expect((await clean(faulty, PHOTO)).safety.outcome).toBe('pass');

  it.each(['die', 'hang', 'hog'])('%s: the file is at fault, the next task works', async (word) => {
    expect(await clean(faulty, withFault(word))).toMatchObject(notProcessable);
    await stillWorks();
    await expect.poll(() => childrenOf('faulty-gate-main')).toEqual([]);
  });

  it('the machine is at fault where the specimen dies too: thrown, never a finding', async () => {
    await expect(clean(dying, PHOTO)).rejects.toMatchObject({ code: 'ChildDied' });
  });

  it('a call that is called off kills the child', async () => {
    const off = new AbortController();
    const file = { bytes: withFault('hang'), mediaType: 'image/jpeg' as const };
    const asked = faulty.clean({ ...file, side: 'front', firstPage: 0 }, { signal: off.signal });
    setTimeout(() => off.abort(new Error('called off')), 500);
    await expect(asked).rejects.toThrow('called off');
    await expect.poll(() => childrenOf('faulty-gate-main')).toEqual([]);
  });

  it('several files at once each have a child of their own', async () => {
    const jobs = [PHOTO, withFault('die'), PHOTO].map((bytes) => clean(faulty, bytes));
    const answers: SanitiserAnswer[] = await Promise.all(jobs);
    const outcomes = answers.map((answer) => answer.safety.outcome);
    expect(outcomes).toEqual(['pass', 'inconclusive', 'pass']);
  });
});

/** Ids of this process's children whose command line holds `name`; none where there is no `/proc`. */
function childrenOf(name: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      return parent === String(process.pid) && command.includes(name);
    } catch {
      return false; // it ended meanwhile
    }
  });
}
