import { existsSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isPrivateKek } from './kek-file.ts';

/** 32 random bytes have some thirty different values. Fewer than this occur in one of 10^20 keys. */
const DIFFERENT_MIN = 16;
const OF_NPM_START = ['postgres.password', 'workflow-bundle.js', 'temporal.db'];

/**
 * Whether one path is the same as the other or lies inside it, also through a link or a second mount of the
 * same folder.
 */
export function sameOrInside(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  return isInside(a, b) || isInside(b, a) || isSameFolder(a, b);
}

/** What is wrong with the content or the place of the file of the key-encryption key. */
export function kekProblem(path: string): string | undefined {
  const file = placeOf(path);
  const stats = statOf(file);
  if (!stats) return 'the file cannot be read';
  if (!isPrivateKek(stats)) return 'others may read the file: it must have mode 0400';
  if (OF_NPM_START.some((name) => existsSync(join(dirname(file), name)))) {
    return 'is the one that npm start made, beside its data: make one for production';
  }
  return isSample(file) ? 'is no 32 random bytes: a sample, or a text' : undefined;
}

function isSample(file: string): boolean {
  try {
    const bytes = readFileSync(file);
    const isText = bytes.every((byte) => byte >= 0x09 && byte < 0x7f);
    return bytes.length !== 32 || isText || new Set(bytes).size < DIFFERENT_MIN;
  } catch {
    return false; // reported when it is opened
  }
}

/** The path with its links resolved; a path that does not exist yet stays as it is written. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith('../'));
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [statOf(one), statOf(other)];
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
