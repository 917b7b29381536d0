import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobPath } from '../../../store/blobs/blob-path.ts';
import type { Blobs } from '../../../store/blobs/blobs.ts';
import { s3Blobs } from '../../../store/blobs/s3-blobs.ts';
import { startS3 } from '../../support/s3.ts';
import type { TestStore } from '../kit/make.ts';

/** Blobs with a back door to where they lie. */
export interface Place {
  blobs: Blobs;
  /** The bytes at rest. */
  read: (id: string) => Promise<Buffer>;
  write: (id: string, bytes: Buffer) => Promise<void>;
  /** Puts something that is no blob of ours, at a path like those of blobs. */
  litter: (path: string) => Promise<void>;
  age: (id: string, at: Date) => Promise<void>;
  /** All files at rest. */
  files: () => Promise<Buffer[]>;
  /** Whether the first content of an id stays when it is written again. */
  keepsFirst: boolean;
  close: () => Promise<void>;
}

export type PlaceName = 'a disk' | 'a bucket' | 'a bucket without conditions';

export async function openPlace(name: PlaceName, store: TestStore): Promise<Place> {
  if (name === 'a disk') {
    const root = join(store.directory, 'blobs');
    const close = () => Promise.resolve();
    return { ...doors(root, ''), blobs: store.blobs, keepsFirst: false, close };
  }
  const directory = join(store.directory, name.replaceAll(' ', '-'));
  const conditions = name === 'a bucket' ? 'on' : 'off';
  const server = await startS3({ directory, conditions });
  const { bucket, prefix } = server.settings;
  const blobs = await s3Blobs(server.settings, store.keys);
  const close = async () => {
    blobs.close();
    await server.stop();
  };
  const root = join(directory, bucket, prefix);
  return { ...doors(root, '._S3rver_object'), blobs, keepsFirst: conditions === 'on', close };
}

function doors(root: string, suffix: string) {
  const pathOf = (path: string) => `${join(root, path)}${suffix}`;
  return {
    read: (id: string) => readFile(pathOf(blobPath(id))),
    write: (id: string, bytes: Buffer) => writeFile(pathOf(blobPath(id)), bytes),
    litter: async (path: string) => {
      await mkdir(dirname(pathOf(path)), { recursive: true });
      await writeFile(pathOf(path), 'x');
    },
    age: (id: string, at: Date) => utimes(pathOf(blobPath(id)), at, at),
    files: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
    },
  };
}
