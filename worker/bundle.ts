import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/** The workflows and what they import as one script; rejects when they do not build. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const extension = extname(import.meta.url);
  const pathOf = (name: string) =>
    fileURLToPath(new URL(`../workflows/${name}${extension}`, import.meta.url));
  return bundleWorkflowCode({
    workflowsPath: pathOf('index'),
    failureConverterPath: pathOf('failure-converter'),
    preloadModules: [pathOf('stack-depth')], // into the sandbox, before its globals are frozen
  });
}

if (import.meta.main) {
  const path = process.argv[2];
  if (!path) throw new Error('usage: bundle FILE');
  const { code } = await bundleWorkflows();
  await writeFile(path, code);
}
