import { fileURLToPath } from 'node:url';
import { type Running, startProgram } from '../../worker/embedded/processes/program.ts';

/** Starts a main of this folder, and resolves when it reports that it listens. */
export async function startListening(
  name: string,
  env: Record<string, string>,
  nodeOptions: readonly string[] = [],
): Promise<Running> {
  const lines: string[] = [];
  let ready = () => {};
  const listening = new Promise<void>((resolve) => (ready = resolve));
  const running = await startProgram({
    command: process.execPath,
    args: [...nodeOptions, fileURLToPath(new URL(`${name}-main.ts`, import.meta.url))],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stopSignal: 'SIGTERM',
    graceMs: 2000,
    stage: 0,
    onLine: (line) => {
      lines.push(line);
      if (line === 'listening') ready();
    },
  });
  const end = await Promise.race([running.exited, listening]);
  if (end !== undefined) throw new Error([`${name} ${end}`, ...lines].join('\n'));
  return running;
}
