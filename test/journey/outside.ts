import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority } from '../support/certificates.ts';
import { startS3 } from '../support/s3.ts';
import { mutualTlsFront } from '../support/temporal-front.ts';

/** Whether every product of this run is set up as on an operator's own servers. */
export const IS_OUTSIDE = process.env['JOURNEY'] === 'outside';

/**
 * Stores files in a bucket over TLS, whose objects are below `blobs`, and puts mutual TLS in front of
 * Temporal. Returns the settings with which a process uses them.
 */
export async function startOutside(
  at: { directory: string; blobs: string; temporalAddress: string },
  undo: (() => Promise<unknown>)[],
): Promise<Record<string, string>> {
  const authority = createAuthority();
  const caPath = join(at.directory, 's3-ca.pem');
  await writeFile(caPath, authority.cert);
  const certificate = { ...authority.issue('s3'), caPath };
  const bucket = await startS3({ directory: at.blobs, certificate });
  undo.push(bucket.stop);
  const front = await mutualTlsFront(at.directory, at.temporalAddress);
  undo.push(front.close);
  const { settings } = bucket;
  return {
    ...front.env,
    S3_BUCKET: settings.bucket,
    S3_ENDPOINT: bucket.url,
    S3_PATH_STYLE: 'on',
    S3_PREFIX: settings.prefix,
    S3_CA_PATH: caPath,
    S3_ACCESS_KEY_ID: settings.credentials?.accessKeyId.reveal() ?? '',
    S3_SECRET_ACCESS_KEY: settings.credentials?.secretAccessKey.reveal() ?? '',
  };
}
