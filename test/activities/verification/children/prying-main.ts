import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../../../activities/verification/child/serve.ts';

/** A child that an attacker holds: tells what it may do, in place of an engine's answer. */
export interface Pried {
  cwd: string;
  temporary: string | undefined;
  home: string | undefined;
  measures: Record<string, string>;
  lines: never[];
  faces: never[];
  turn: 0;
  found: null;
  /** The same, where an answer is a reading among others. */
  reading?: Pried;
}

await serve<object, Pried, null>(
  async () => await Promise.resolve(null),
  async () => {
    const { TMPDIR: temporary, HOME: home } = process.env;
    const there = temporary ?? '/tmp';
    const measures = {
      read: triedTo(() => readFileSync('/etc/passwd')),
      list: triedTo(() => readdirSync('/')),
      look: triedTo(() => lstatSync(join(there, '..'))),
      write: triedTo(() => writeFileSync('/tmp/vouch-pried', '')),
      make: triedTo(() => mkdirSync('/tmp/vouch-pried')),
      run: triedTo(() => execFileSync('/bin/true')),
      code: triedTo(() => readFileSync(new URL(import.meta.url))),
    };
    const empty = { lines: [], faces: [], turn: 0 as const, found: null };
    const pried = { ...empty, cwd: process.cwd(), temporary, home, measures };
    return await Promise.resolve({ ...pried, reading: pried });
  },
);

function triedTo(act: () => unknown): string {
  try {
    act();
    return 'done';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  }
}
