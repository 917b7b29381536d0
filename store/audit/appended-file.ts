import { open, readFile } from 'node:fs/promises';

const NEWLINE = 0x0a;

/** Appends whole lines and syncs them to the disk. If a crash cut off the last line, it is ended first. */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1, NEWLINE);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const text = lines.map((line) => `${line}\n`).join('');
    if (text === '') return;
    await file.appendFile(last[0] === NEWLINE ? text : `\n${text}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The JSON objects of a file with one per line. Lines that are cut off or are not objects are skipped. */
export async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [{ ...value }] : [];
    } catch {
      return [];
    }
  });
}
