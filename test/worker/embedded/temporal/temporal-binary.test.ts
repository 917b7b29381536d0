import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTemporal } from '../../../../worker/embedded/temporal/temporal-binary.ts';
import {
  downloadArchive,
  TEMPORAL_VERSION,
} from '../../../../worker/embedded/temporal/temporal-download.ts';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'vouch-temporal-'))));
afterEach(() => rm(folder, { recursive: true }));

const refusing = (reason: string) => ({
  name: reason,
  get: () => Promise.reject(new Error(`because ${reason}`)),
});

test('a program on PATH comes first, then one in the cache', async () => {
  const env = { PATH: `/nowhere:${join(folder, 'bin')}`, HOME: join(folder, 'home') };
  const options = { directory: folder, env, sources: [] };
  const cached = await program(join(folder, 'home/.cache/vouch', `temporal-${TEMPORAL_VERSION}`));
  expect(await findTemporal(options)).toBe(cached);
  const onPath = await program(join(folder, 'bin'));
  expect(await findTemporal(options)).toBe(onPath);
});

test('sources are tried in order and their result is kept', async () => {
  const get = (path: string) => writeFile(path, 'program', { mode: 0o755 });
  const sources = [refusing('offline'), { name: 'other', get }, refusing('late')];
  const options = { directory: folder, env: { HOME: folder }, sources };
  const found = await findTemporal(options);
  expect(await readFile(found, 'utf8')).toBe('program');
  expect(await findTemporal({ ...options, sources: [] })).toBe(found);
});

test('without a home that can be written the project keeps the program', async () => {
  const get = (path: string) => writeFile(path, 'program', { mode: 0o755 });
  await writeFile(join(folder, 'file'), '');
  const env = { HOME: join(folder, 'file') };
  const found = await findTemporal({ directory: folder, env, sources: [{ name: 'x', get }] });
  expect(found).toBe(join(folder, 'cache', `temporal-${TEMPORAL_VERSION}`, 'temporal'));
});

test('when all fail the error tells why, and what to do', async () => {
  const sources = [refusing('offline'), refusing('no python')];
  const finding = findTemporal({ directory: folder, env: { HOME: folder }, sources });
  await expect(finding).rejects.toThrow(
    /because offline\n.*because no python\nInstall the Temporal CLI.*TEMPORAL_ADDRESS/,
  );
});

test('an archive is fetched, unpacked and made executable; nothing else stays', async () => {
  await program(join(folder, 'in'));
  execFileSync('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', join(folder, 'in'), 'temporal']);
  const archive = await readFile(join(folder, 'a.tar.gz'));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const archiveUrl = `http://${request.headers.host}/a.tar.gz`;
    const info = JSON.stringify({ archiveUrl, fileToExtract: 'temporal' });
    response.end(request.url?.startsWith('/cli/') ? info : archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = join(folder, 'out', 'temporal');
  await mkdir(join(folder, 'out'));
  await downloadArchive(target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => server.close(resolve));
  expect(asked[0]).toMatch(new RegExp(`^/cli/v${TEMPORAL_VERSION}\\?platform=`));
  expect((await stat(target)).mode & 0o111).toBe(0o111);
  expect(execFileSync('ls', ['-A', join(folder, 'out')], { encoding: 'utf8' })).toBe('temporal\n');
});

test('a download server that does not answer is given up within seconds', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const before = performance.now();
  await expect(downloadArchive(join(folder, 'temporal'), origin)).rejects.toThrow('timeout');
  expect(performance.now() - before).toBeLessThan(6_000);
  server.closeAllConnections();
  server.close();
});

async function program(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'temporal');
  await writeFile(path, '#!/bin/sh\necho temporal\n');
  await chmod(path, 0o755);
  return path;
}
