import type { Keys } from '../keys/keys.ts';
import type { OpenKey } from '../keys/open-key.ts';
import { type SealedAad, seal, unseal, versionOf } from './seal.ts';
import type { Sealed } from '../db/tables/columns.ts';

/** Seals a JSON value for its row and column. */
export function sealJson<Column extends string>(
  key: OpenKey,
  place: SealedAad<Column>,
  value: unknown,
): Sealed<Column> {
  return seal(key, place, JSON.stringify(value));
}

/** Opens a sealed value with the version of its owner's key that sealed it. */
export async function openSealed<Column extends string>(
  keys: Keys,
  owner: string,
  place: SealedAad<Column>,
  sealed: Sealed<Column>,
): Promise<Buffer> {
  return unseal(await keys.openVersion(owner, versionOf(sealed)), place, sealed);
}

/** Opens a sealed JSON value. Its type must be that of the function that sealed it. */
export async function openJson<T, Column extends string = string>(
  keys: Keys,
  owner: string,
  place: SealedAad<Column>,
  sealed: Sealed<Column>,
): Promise<T> {
  return JSON.parse((await openSealed(keys, owner, place, sealed)).toString()) as T;
}
