import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './tree.ts';

/**
 * Compiles small rooms under the checkout's own configuration, each file of one room importing from
 * another; gives the files, as `room/to-other.ts`, that the compiler refuses.
 */
export function closedDoors(rooms: readonly string[]): Set<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vouch-doors-')));
  try {
    cpSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const room of rooms) {
      mkdirSync(join(folder, room));
      cpSync(join(ROOT, room, 'tsconfig.json'), join(folder, room, 'tsconfig.json'));
      writeFileSync(join(folder, room, 'word.ts'), `export type Word = '${room}';\n`);
      for (const other of rooms.filter((one) => one !== room)) {
        const text = `import type { Word } from '../${other}/word.ts';\nexport type Theirs = Word;\n`;
        writeFileSync(join(folder, room, `to-${other}.ts`), text);
      }
    }
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout } = spawnSync(tsc, ['-b', '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const refused = stdout.matchAll(/^(\w+\/to-\w+\.ts)\(\d+,\d+\): error TS(?:6059|6307)\b/gm);
    return new Set([...refused].map(([, path = '']) => path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
