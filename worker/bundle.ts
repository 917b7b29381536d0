import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/**
 * The workflows and what they import as one script; rejects when they do not build. With `stacks`
 * their errors and promises keep where they came from, which costs a tenth of the worker's CPU.
 */
export async function bundleWorkflows(
  options: { stacks?: boolean } = {},
): Promise<{ code: string }> {
  const extension = extname(import.meta.url);
  const pathOf = (name: string) =>
    fileURLToPath(new URL(`../workflows/${name}${extension}`, import.meta.url));
  return bundleWorkflowCode({
    workflowsPath: pathOf('index'),
    failureConverterPath: pathOf('failure-converter'),
    workflowInterceptorModules: [pathOf('carry-trace')],
    // Into the sandbox, before its globals are frozen.
    preloadModules: options.stacks ? [] : [pathOf('stack-depth')],
  });
}

if (import.meta.main) {
  const [path, option] = process.argv.slice(2);
  if (!path || (option && option !== '--stacks')) throw new Error('usage: bundle FILE [--stacks]');
  const { code } = await bundleWorkflows({ stacks: option === '--stacks' });
  await writeFile(path, code);
}
