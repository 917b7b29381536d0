import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The rooms whose text is the product. */
export const ROOMS = [
  'domain',
  'platform',
  'store',
  'workflows',
  'activities',
  'api',
  'worker',
] as const;
const SKIPPED = ['.git', '.vouch', 'dist', 'node_modules'];

/** Every file below a folder of the checkout, as paths from the root; output and packages left out. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.includes(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function linesOf(path: string): number {
  return textOf(path).replace(/\n$/, '').split('\n').length;
}
