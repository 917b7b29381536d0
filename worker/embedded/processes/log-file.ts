import { createWriteStream, renameSync } from 'node:fs';

/** A server's log file of this run; the log of the previous run is kept beside it as `.1`. */
export function openLog(path: string): { write: (line: string) => void } {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // There is no log of a previous run.
  }
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.on('error', () => undefined);
  return { write: (line) => stream.write(`${line}\n`) };
}
