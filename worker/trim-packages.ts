import { readdir, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The platform on which the image's packages run. */
export interface Target {
  /** The values of `process.platform` and `process.arch`. */
  platform: string;
  arch: string;
}

/** Files that only compilers and debuggers read: type declarations and source maps. */
const FOR_TOOLS = /\.(map|d\.[cm]?ts|tsbuildinfo)$/;
/** The names that the Temporal SDK gives to folders of `core-bridge/releases` (its `common.js`). */
const CPUS: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64' };
const SYSTEMS: Record<string, string> = {
  linux: 'unknown-linux-gnu',
  darwin: 'apple-darwin',
  win32: 'pc-windows-msvc',
};

/**
 * True for a file of `node_modules` that no process on this target loads: files for tools, the Node that npm
 * brings for itself, and libraries for other systems in the two packages that contain those of all systems.
 * Every other package leaves the choice to npm, which installs for one system. `path` begins below
 * `node_modules`.
 */
export function isLeftOut(path: string, { platform, arch }: Target): boolean {
  const parts = path.split(/[\\/]/);
  if (FOR_TOOLS.test(path) || /^node-(linux|darwin|win)-/.test(parts[0] ?? '')) return true;
  if (path === join('.bin', 'node')) return true;
  const at = (names: string) => parts.slice(0, names.split('/').length).join('/') === names;
  if (at('@temporalio/core-bridge/releases')) {
    return parts[3] !== `${CPUS[arch]}-${SYSTEMS[platform]}`;
  }
  if (at('onnxruntime-node/bin')) return parts[3] !== platform || parts[4] !== arch;
  return false;
}

/** Removes the files for which `isLeftOut` is true from a `node_modules`; returns the bytes that stay. */
export async function trimPackages(folder: string, target: Target): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    if (isLeftOut(path.slice(folder.length + sep.length), target)) await rm(path);
    else if (entry.isFile()) bytes += (await stat(path)).size;
  }
  return bytes;
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('usage: trim-packages NODE_MODULES');
  const { platform, arch } = process;
  const bytes = await trimPackages(folder, { platform, arch });
  console.log(`${folder}: ${Math.round(bytes / 1_048_576)} MiB`);
}
