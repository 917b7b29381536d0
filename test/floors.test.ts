import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The oldest versions without known holes: reviewed monthly. Several majors of one package have a floor each. */
const FLOORS: Record<string, string[]> = {
  hono: ['4.12.25'],
  '@hono/node-server': ['1.19.13'],
  kysely: ['0.28.17'],
  undici: ['7.28.0', '8.5.0'],
  sharp: ['0.35.0'],
  'pdfjs-dist': ['6.2.108'],
  protobufjs: ['7.5.5', '8.0.1'],
  tar: ['7.5.19'],
  ws: ['8.21.0'],
  fflate: ['0.8.3'],
};
/** Two copies of these end the process or bring an older, unsafe one. */
const SINGLE = ['sharp', '@napi-rs/canvas', 'onnxruntime-node'];

interface Lock {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const locked = (name: string) =>
  Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));

describe('the lockfile holds no version below its floor', () => {
  it.each(Object.entries(FLOORS))('%s %j', (name, floors) => {
    for (const [path, { version = '0' }] of locked(name)) {
      const floor = floors.find((of) => majorOf(of) >= majorOf(version)) ?? floors.at(-1) ?? '';
      expect(compare(version, floor), `${path} ${version}`).toBeGreaterThanOrEqual(0);
    }
  });

  it('the direct dependencies among them are in the lockfile at all', () => {
    const direct = ['hono', '@hono/node-server', 'kysely', 'sharp', 'pdfjs-dist', 'protobufjs'];
    expect(direct.filter((name) => locked(name).length === 0)).toEqual([]);
  });

  it('every optional package has its entry, those of other platforms too: npm ci refuses less', () => {
    const wanted = Object.values(lock.packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    );
    expect(wanted.filter((name) => locked(name).length === 0)).toEqual([]);
  });

  it('the pinned Node is 24', () => {
    const pinned = Object.entries(lock.packages).filter(([path]) =>
      /\/node-(linux|darwin|win)-\w+$/.test(path),
    );
    expect(pinned.length).toBeGreaterThan(0);
    for (const [, { version = '0' }] of pinned) expect(majorOf(version)).toBe(24);
  });
});

describe('one copy', () => {
  it.each(SINGLE)('%s, in the lockfile and on the disk', (name) => {
    expect(locked(name)).toHaveLength(1);
    expect(foundIn('node_modules', name)).toEqual([`node_modules/${name}`]);
  });
});

/** Every folder `node_modules/<name>` below `folder`, nested ones too. */
function foundIn(folder: string, name: string): string[] {
  const own = entriesOf(folder).flatMap((entry) =>
    entry.startsWith('@') ? entriesOf(`${folder}/${entry}`).map((of) => `${entry}/${of}`) : [entry],
  );
  const nested = own.flatMap((entry) => foundIn(`${folder}/${entry}/node_modules`, name));
  return own.includes(name) ? [`${folder}/${name}`, ...nested] : nested;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // most packages have no folder of their own dependencies
  }
}

function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}

/** Compares `x.y.z`; a pre-release counts as its release. */
function compare(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map((version) => version.split(/[.-]/).slice(0, 3));
  for (const at of [0, 1, 2]) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}
