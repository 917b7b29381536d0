import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the key-encryption key, 32 random bytes in a file of mode 0400, unless the file exists. */
export async function makeKek(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, randomBytes(32), { flag: 'wx', mode: 0o400, flush: true });
  await chmod(path, 0o400); // whatever the umask
}
