import { createWriteStream, renameSync } from 'node:fs';

/** A server's log: a file of this run; that of the run before is kept beside it as `.1`. */
export function openLog(path: string): { write: (line: string) => void } {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // The first run.
  }
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.on('error', () => undefined);
  return { write: (line) => stream.write(`${line}\n`) };
}
