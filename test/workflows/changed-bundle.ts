import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const ROOT = new URL('../../', import.meta.url).pathname;

/** The workflows bundled from a copy in which one text was replaced: what a careless change would ship. */
export async function changedBundle(change: { file: string; from: string; to: string }) {
  const copy = await mkdtemp(join(ROOT, '.vouch-changed-'));
  try {
    for (const room of ['domain', 'workflows', 'package.json']) {
      await cp(join(ROOT, room), join(copy, room), { recursive: true });
    }
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const path = join(copy, change.file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(change.from)) throw new Error(`${change.file} no longer has that text`);
    await writeFile(path, text.replace(change.from, change.to));
    return await bundleWorkflowCode({
      workflowsPath: join(copy, 'workflows/index.ts'),
      failureConverterPath: join(copy, 'workflows/failure-converter.ts'),
      workflowInterceptorModules: ['received', 'carry-trace'].map((name) =>
        join(copy, `workflows/${name}.ts`),
      ),
      logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
