import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { createFaceReader } from '../../../../activities/verification/engines/faces.ts';
import { humanPath } from '../../../../activities/verification/engines/faces/human.ts';
import { specimenFace } from '../../../../activities/verification/engines/faces-specimen.ts';
import { cosine } from '../../../../domain/faces/faces.ts';
import { selfieOf } from '../../../specimens/animated-still.ts';
import { stillFiles, STILLS } from '../../../specimens/stills.ts';

const reader = createFaceReader({ timeoutMs: 60_000 });
afterAll(() => reader.close());
const signal = AbortSignal.timeout(240_000);
const read = (png: Buffer, turns = false) => reader.read({ png }, { turns, signal });

describe('the faces of a picture', { timeout: 120_000 }, () => {
  test('are found, the largest first, with where they are and where they look', async () => {
    const [, , file = ''] = stillFiles();
    const { faces, measures } = await read(await readFile(file));
    expect(faces).toHaveLength(3);
    const widths = faces.map(({ box }) => box[2]);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    const { x, y } = STILLS.one;
    const around = faces.find(({ box: [left, top, wide, high] }) => {
      return left < x && x < left + wide && top < y && y < top + high;
    });
    expect(around?.yaw).toBeCloseTo(0.17, 1);
    expect(measures['faces']).toBe(3);
  });

  test('of one still, degraded, stay near; those of two people do not', async () => {
    const [one, other] = [await selfieOf(STILLS.one), await selfieOf(STILLS.other)];
    const poor = await sharp(one).resize({ width: 260 }).blur(1.2).jpeg({ quality: 45 }).toBuffer();
    const [a, b, c] = (await Promise.all([one, poor, other].map((png) => read(png)))).map(
      ({ faces }) => faces[0]?.embedding ?? [],
    );
    expect(cosine(a ?? [], b ?? [])).toBeGreaterThanOrEqual(0.7);
    expect(cosine(a ?? [], c ?? [])).toBeLessThan(0.7);
  });

  test('are found on a page that lies on its side, at the turn that it needs', async () => {
    const lying = await sharp(await selfieOf())
      .rotate(90)
      .png()
      .toBuffer();
    const { turn, faces } = await read(lying, true);
    expect(faces).toHaveLength(1);
    expect(turn).toBe(270);
  });

  test('nothing of one picture answers for the next', async () => {
    await read(await selfieOf());
    const grey = { create: { width: 640, height: 480, channels: 3, background: '#888' } } as const;
    expect((await read(await sharp(grey).png().toBuffer())).faces).toEqual([]);
  });
});

describe('the engine', { timeout: 120_000 }, () => {
  test('finds the face of its specimen, and says what it is', async () => {
    expect(await reader.probe(signal)).toBe(true);
    expect(reader.version).toMatch(/^faces@1 human@\d+\.\d+\.\d+ tfjs-core@4\.\d/);
    expect((await sharp(specimenFace()).metadata()).width).toBe(160);
  });

  test('lies where the adapter looks for it, with its models beside', async () => {
    const models = ['blazeface', 'facemesh', 'faceres'].map((name) => `../models/${name}.bin`);
    for (const file of [
      humanPath(),
      ...models.map((name) => new URL(name, `file://${humanPath()}`)),
    ]) {
      expect((await readFile(file)).length).toBeGreaterThan(100_000);
    }
  });

  test('has a child for each page at once: one that hangs holds up no other', async () => {
    const main = new URL('../../../journey/faults/children/hanging-main.ts', import.meta.url);
    const [timeoutMs, ends] = [900, [] as number[]];
    const pool = createFaceReader({ main, timeoutMs, atOnce: 2 });
    const hung = [1, 2].map(async () => {
      await pool.read({ png: Buffer.from('page') }, { turns: false, signal }).catch(() => null);
      ends.push(performance.now());
    });
    await Promise.all(hung);
    await pool.close();
    const [first = 0, second = 0] = ends;
    expect(second - first).toBeLessThan(timeoutMs);
  });

  test('that is missing or hangs is the machine’s fault, and is told of', async () => {
    const faults: string[] = [];
    const onFault = ({ child, cause }: { child: string; cause: string }) =>
      faults.push(`${child} ${cause}`);
    const main = new URL('file:///nowhere/faces-main.ts');
    const missing = createFaceReader({ main, onFault });
    await expect(missing.probe(signal)).rejects.toMatchObject({ code: 'ChildNotStarted' });
    await missing.close();
    const hanging = createFaceReader({ timeoutMs: 1, onFault });
    await expect(hanging.probe(signal)).rejects.toMatchObject({ code: 'ChildTimedOut' });
    await hanging.close();
    expect(faults).toEqual(['faces not_started', 'faces late']);
  });
});
