import { Refusal } from '../../domain/refusal.ts';

const ID = /^blb_[0-9A-Za-z]{16,}$/;

/**
 * The path of a blob below a directory or a prefix: `ab/blb_ab…`. It is the same on disk and in a bucket, so
 * that one can be copied to the other. Ids may come from outside; those of another form are refused as
 * `not_found`.
 */
export function blobPath(id: string): string {
  if (!ID.test(id)) throw new Refusal('not_found');
  return `${id.slice(4, 6)}/${id}`;
}

/** The id of the blob at a path; null for a file that is not ours. */
export function blobAt(path: string): string | null {
  const [folder, id, ...more] = path.split('/');
  if (id === undefined || more.length > 0 || !ID.test(id)) return null;
  return id.slice(4, 6) === folder ? id : null;
}
