import { afterAll, expect, it } from 'vitest';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import { loadYara } from '../../../../activities/verification/child/sanitiser/scan-rules.ts';
import { BASES } from '../../../specimens/hostile/bases.ts';
import type { HostileCase } from '../../../specimens/hostile/case.ts';
import { doorOf } from '../../../specimens/hostile/door.ts';
import { hostileCases } from '../../../specimens/hostile/list.ts';
import { manifest, sha256Of } from '../../../specimens/hostile/manifest.ts';

const CASES = hostileCases();
const EXPECTED = new Map(manifest().map((line) => [line.name, line]));
const signal = new AbortController().signal;
const gate = createSanitiser({ timeoutMs: 20_000 }); // of a busy machine: what is late is another test's
afterAll(() => gate.close());

it('three hundred files and more are told, each in its line', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(300);
  expect(CASES.map(({ name }) => name)).toEqual([...EXPECTED.keys()]);
});

/** Deflate packs by other instructions, and other bytes, on other processors. */
it.skipIf(process.arch !== 'x64')('each is the same, byte for byte', () => {
  const made = CASES.map((one) => ({ name: one.name, sha256: sha256Of(one.make()) }));
  expect(made).toEqual([...EXPECTED.values()].map(({ name, sha256 }) => ({ name, sha256 })));
});

it('the door refuses what its first bytes give away, and takes the rest', () => {
  const found = CASES.map((one) => [one.name, doorOf(one, one.make())]);
  expect(found).toEqual(CASES.map(({ name }) => [name, EXPECTED.get(name)?.door]));
});

/** The first and the middle one of each category; `npm run bench -- verification hostile` sends all of them. */
const FEW = [...new Set(CASES.map(({ category }) => category))].flatMap((category) => {
  const all: HostileCase[] = CASES.filter((one) => one.category === category);
  const [first, middle] = [all[0], all[Math.floor(all.length / 2)]];
  return [...new Set([first, middle])].filter((one) => one !== undefined);
});

it('some of each kind get from the gate what their line says, and the process lives on', async () => {
  const hasYara = (await loadYara()) !== null; // no build for Linux on ARM64
  const asked = FEW.filter(({ category }) => hasYara || !category.startsWith('infected'));
  const found: unknown[] = [];
  const left = [...asked];
  const lane = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const file = { bytes: one.make(), mediaType: one.mediaType, side: 'front', firstPage: 0 };
      const { safety, pages } = await gate.clean({ ...file, side: 'front' }, { signal });
      const [reason = null] = safety.reasons;
      found.push({ name: one.name, outcome: safety.outcome, reason });
      if (safety.outcome !== 'pass') expect(pages).toEqual([]);
    }
  };
  await Promise.all([lane(), lane()]);
  const lines = asked.map(({ name }) => {
    const { outcome, reason } = EXPECTED.get(name) ?? {};
    return { name, outcome, reason };
  });
  expect(found.toSorted(byName)).toEqual(lines.toSorted(byName));
  const good = { bytes: BASES['image/jpeg'], mediaType: 'image/jpeg', firstPage: 0 } as const;
  const { safety } = await gate.clean({ ...good, side: 'front' }, { signal });
  expect(safety.outcome).toBe('pass');
}, 180_000);

function byName(a: unknown, b: unknown): number {
  const name = (one: unknown) => (one as { name: string }).name;
  return name(a) < name(b) ? -1 : 1;
}
