import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/**
 * The workflows and what they import as one script; rejects if they do not build. With `stacks` their errors
 * and promises keep their stack traces, which costs a tenth of the worker's CPU. With `tap` each recording is
 * also passed to a sink, for the replays of a restore.
 */
export async function bundleWorkflows(
  options: { stacks?: boolean; tap?: boolean } = {},
): Promise<{ code: string }> {
  const extension = extname(import.meta.url);
  const pathOf = (name: string) =>
    fileURLToPath(new URL(`../workflows/${name}${extension}`, import.meta.url));
  return bundleWorkflowCode({
    workflowsPath: pathOf('index'),
    failureConverterPath: pathOf('failure-converter'),
    // Otherwise it logs every module.
    ...(options.tap ? { logger: new DefaultLogger('ERROR') } : {}),
    workflowInterceptorModules: [
      pathOf('received'), // first of all: the others see only accepted messages
      pathOf('carry-trace'),
      ...(options.tap ? [pathOf('recording-tap')] : []),
    ],
    // Loaded into the sandbox once for all workflows, before its globals are frozen.
    preloadModules: [pathOf('shared-modules'), ...(options.stacks ? [] : [pathOf('stack-depth')])],
  });
}

if (import.meta.main) {
  const [path, option] = process.argv.slice(2);
  if (!path || (option && option !== '--stacks')) throw new Error('usage: bundle FILE [--stacks]');
  const { code } = await bundleWorkflows({ stacks: option === '--stacks' });
  await writeFile(path, code);
}
