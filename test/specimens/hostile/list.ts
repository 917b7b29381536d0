import { bombs } from './bombs.ts';
import { broken } from './broken.ts';
import type { HostileCase } from './case.ts';
import { foreign } from './foreign.ts';
import { activePdfs } from './pdf-active.ts';
import { heavyPdfs } from './pdf-heavy.ts';

/** All hostile files, the same on every run; `manifest.json` says what each must get. */
export function hostileCases(): HostileCase[] {
  return [...bombs(), ...broken(), ...foreign(), ...activePdfs(), ...heavyPdfs()];
}
