import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childService } from './child.ts';
import type { StartConfig } from '../config.ts';
import { runProgram } from './program.ts';
import type { Service } from './supervisor.ts';

export type ChildrenOptions = {
  config: StartConfig;
  env: NodeJS.ProcessEnv;
  /** Restart a child whenever a source that it loaded changes. */
  watch: boolean;
  print: (line: string) => void;
};

/** By default glibc gives each thread a heap of its own, and no thread can use what another has freed. */
const MALLOC_ARENA_MAX = '2';

/** With a small heap, V8 marks all of it several times a second. */
const LARGE_FROM_THE_START = ['--initial-old-space-size=256'];

/**
 * The worker has two heaps, its own and that of the workflows. Both start at about the size of what lives in
 * them, and are collected when they have grown by half; by V8's own choice they would grow to four times
 * that. V8 derives this from the limit of 1 GiB, which is not meant to be reached
 * (docs/decisions/0020-the-worker-keeps-few-workflows.md).
 */
export const HEAP_OF_WORKER = [
  '--max-semi-space-size=8',
  '--initial-old-space-size=64',
  '--max-old-space-size=1024',
];

/** The processes of Vouch. A new process is a line here and a port in the settings. */
export function childServices({ config, env, watch, print }: ChildrenOptions): Service[] {
  const mains = [
    { name: 'api', main: 'api/main', port: config.apiOpsPort },
    { name: 'worker', main: 'worker/main', port: config.workerOpsPort },
    { name: 'verification', main: 'worker/verification', port: config.verificationOpsPort },
    { name: 'sender', main: 'worker/sender', port: config.senderOpsPort },
  ];
  return mains.map(({ name, main, port }) =>
    childService({
      name,
      main: pathOf(main),
      nodeOptions: [
        '--enable-source-maps',
        ...(name === 'worker' ? HEAP_OF_WORKER : LARGE_FROM_THE_START),
        ...(watch ? ['--watch', '--watch-preserve-output'] : []),
      ],
      env: { MALLOC_ARENA_MAX, ...env },
      opsUrl: `http://${hostOf(config.opsHost)}:${port}`,
      ...(watch ? { silentMs: null } : {}), // under `--watch` Node waits for a source to be mended
      print,
    }),
  );
}

/** Runs one of our mains to its end; rejects with its last lines if it fails. */
export async function runMain(
  main: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  await runProgram(main, {
    command: process.execPath,
    args: ['--enable-source-maps', pathOf(main), ...args],
    env,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    stage: 1,
    onLine,
  });
}

/** The host to connect to: a host that means "all addresses" is reached on the loopback address. */
export function hostOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function pathOf(main: string): string {
  return fileURLToPath(new URL(`../../../${main}${extname(import.meta.url)}`, import.meta.url));
}
