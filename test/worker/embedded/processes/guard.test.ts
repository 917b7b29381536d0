import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commandOf } from '../../../../worker/embedded/processes/process-list.ts';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'vouch-guard-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a kill -9 leaves neither processes nor temporary files behind', async () => {
  const data = join(folder, 'data');
  await mkdir(data);
  const module = (name: string) =>
    new URL(`../../../../worker/embedded/processes/${name}.ts`, import.meta.url);
  const main = join(folder, 'main.mjs');
  await writeFile(
    main,
    `import { startProgram } from '${module('program').href}';
     import { tellGuard } from '${module('guard').href}';
     tellGuard({ do: 'remove', path: ${JSON.stringify(data)} });
     const args = ['-e', 'setInterval(() => {}, 1000)'];
     const common = { command: process.execPath, args, graceMs: 1000, onLine: () => {} };
     const server = await startProgram({ ...common, stopSignal: 'SIGINT', stage: 0 });
     const child = await startProgram({ ...common, stopSignal: 'SIGTERM', stage: 1 });
     console.log(JSON.stringify([server.pid, child.pid]));
     setInterval(() => {}, 1000);`,
  );
  const parent = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await new Promise<string>((resolve) => {
    createInterface({ input: parent.stdout }).once('line', resolve);
  });
  const ids = JSON.parse(text) as number[];
  expect(await running(ids)).toBe(2);
  await access(data);
  parent.kill('SIGKILL');
  await vi.waitFor(async () => expect(await running(ids)).toBe(0), { timeout: 8_000 });
  await vi.waitFor(() => expect(access(data)).rejects.toThrow('ENOENT'), { timeout: 8_000 });
});

async function running(ids: readonly number[]): Promise<number> {
  const commands = await Promise.all(ids.map((id) => commandOf(id)));
  return commands.filter(Boolean).length;
}
