import { readdirSync, readFileSync } from 'node:fs';

/** What pdf.js asks for: the name of the option that holds the folder, and a file in it. */
interface Asked {
  kind: string;
  filename: string;
}

/**
 * A `BinaryDataFactory` for pdf.js that holds every file of `folders` (by the name of their option,
 * each ending in a slash; some 4 MB) and never reads the disk again.
 */
export function filesInMemory(folders: Record<string, string>): new () => MemoryFiles {
  const held = new Map<string, Uint8Array>();
  for (const [kind, folder] of Object.entries(folders)) {
    for (const name of readdirSync(folder)) {
      held.set(`${kind}/${name}`, new Uint8Array(readFileSync(folder + name)));
    }
  }
  const fetch = async ({ kind, filename }: Asked) => {
    const bytes = held.get(`${kind}/${filename}`);
    if (bytes === undefined) throw new Error('pdf.js has no such file');
    return bytes;
  };
  return function MemoryFiles() {
    return { fetch };
  } as unknown as new () => MemoryFiles;
}

interface MemoryFiles {
  fetch: (asked: Asked) => Promise<Uint8Array>;
}
