import { copyFile, cp, link, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isLeftOut } from '../../worker/trim-packages.ts';
import { ROOMS, ROOT, textOf } from '../house/tree.ts';

/** The program that asks every engine for an answer. It also runs in the image's tree. */
export const ENGINES_MAIN = 'test/support/image-engines-main.ts';

/** The packages of the lock file, by folder, and whether only development needs them. */
type Locked = Record<string, { dev?: boolean }>;

export interface ImageFile {
  /** The path below `node_modules`. */
  path: string;
  bytes: number;
}

/**
 * The files of `node_modules` that the image gets: those that `npm prune --omit=dev` and the trimming leave.
 */
export async function imagePackages(): Promise<ImageFile[]> {
  const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Locked };
  const wanted = Object.entries(packages).filter(([at, { dev }]) => at !== '' && !dev);
  const found = await Promise.all(wanted.map(([at]) => filesOf(at.slice('node_modules/'.length))));
  return found.flat();
}

async function filesOf(folder: string): Promise<ImageFile[]> {
  const modules = join(ROOT, 'node_modules');
  const entries = await readdir(join(modules, folder), { withFileTypes: true }).catch(() => []);
  const each = entries.map(async (entry): Promise<ImageFile[]> => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return []; // the lock file lists nested packages separately
    if (entry.isDirectory()) return filesOf(path);
    if (isLeftOut(path, process)) return [];
    return [{ path, bytes: (await stat(join(modules, path))).size }];
  });
  return (await Promise.all(each)).flat();
}

/**
 * Copies the image's packages and the sources of the rooms into a folder from which nothing else is found.
 */
export async function makeImageTree(root: string): Promise<void> {
  const files = await imagePackages();
  const folders = new Set(files.map(({ path }) => dirname(join(root, 'node_modules', path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  for (const { path } of files) {
    const [from, to] = [join(ROOT, 'node_modules', path), join(root, 'node_modules', path)];
    await link(from, to).catch(() => copyFile(from, to));
  }
  for (const room of ROOMS) await cp(join(ROOT, room), join(root, room), { recursive: true });
  for (const file of ['package.json', ENGINES_MAIN]) await cp(join(ROOT, file), join(root, file));
}
