import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Guards } from './facts.ts';

/** `nobody` on every common system: owns no file. */
const NOBODY = 65_534;

/**
 * Gives up root for good, if there is any and the decoders' files stay readable without it (they
 * are not below a directory of mode 0700). Says which guards hold.
 */
export function takeOwnUser(): Guards {
  const permissions = process.permission !== undefined && !process.permission.has('fs.write');
  return { ownUser: process.getuid?.() === 0 && giveUpRoot(), permissions };
}

function giveUpRoot(): boolean {
  if (!readableByNobody()) return false;
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
  return process.getuid?.() === NOBODY;
}

function readableByNobody(): boolean {
  process.seteuid?.(NOBODY);
  try {
    for (const name of ['sharp', 'pdfjs-dist', '@napi-rs/canvas', 'file-type']) {
      accessSync(fileURLToPath(import.meta.resolve(name)), constants.R_OK);
    }
    accessSync(fileURLToPath(import.meta.url), constants.R_OK);
    return true;
  } catch {
    return false;
  } finally {
    process.seteuid?.(0);
  }
}
