import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Guards } from './facts.ts';

/** `nobody` on every common system: owns no file. */
const NOBODY = 65_534;

/**
 * Gives up root for good, if there is any. `holdDecoders` runs before that where their files could
 * not be read after it, as below a directory of mode 0700. Says which guards hold.
 */
export async function takeOwnUser(holdDecoders: () => Promise<void>): Promise<Guards> {
  const permissions = process.permission !== undefined && !process.permission.has('fs.write');
  if (process.getuid?.() !== 0) return { ownUser: false, permissions };
  process.setgroups?.([]);
  if (!readableByNobody()) await holdDecoders();
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
  return { ownUser: process.getuid() === NOBODY, permissions };
}

/** By opening, for which the effective user counts; `access` asks for the real one, still root. */
function readableByNobody(): boolean {
  const modules = [
    'sharp',
    'heic-decode',
    'pdfjs-dist',
    '@napi-rs/canvas',
    'file-type',
    '@litko/yara-x',
  ];
  const urls = [...modules.map((name) => import.meta.resolve(name)), import.meta.url];
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    for (const url of urls) closeSync(openSync(fileURLToPath(url), 'r'));
    return true;
  } catch {
    return false;
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
