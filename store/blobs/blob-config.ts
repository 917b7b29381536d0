import { z } from 'zod';
import { isLoopback, optionalSecretText } from '../../platform/config/config.ts';
import type { S3Settings } from './s3-client.ts';

/** Where files are stored: in a directory or in a bucket. */
export const BLOB_FIELDS = {
  blobDir: z
    .string()
    .optional()
    .describe('Directory of encrypted document files; either this or S3_BUCKET'),
  s3Bucket: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,62}$/, 'expected the name of a bucket')
    .optional()
    .describe('Bucket of encrypted document files; either this or BLOB_DIR'),
  s3Region: z.string().default('us-east-1').describe('Region of the bucket'),
  s3Endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('URL of another S3 server than Amazon’s; plain http to a loopback address only'),
  s3PathStyle: z
    .enum(['off', 'on'])
    .default('off')
    .describe('Names the bucket in the path, not in the host; most servers of one’s own need it'),
  s3Prefix: z
    .string()
    .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'expected names parted by slashes')
    .optional()
    .describe('What the keys of all objects begin with, without a slash at its end'),
  s3AccessKeyId: optionalSecretText('Key of the bucket; unset, what the AWS SDK finds by itself'),
  s3SecretAccessKey: optionalSecretText('Comes together with S3_ACCESS_KEY_ID'),
  s3SessionToken: optionalSecretText('Of a key for a limited time'),
  s3CaPath: z
    .string()
    .optional()
    .describe('File of the authority of the S3 server’s certificate, if not a public one'),
};

type BlobValues = z.output<z.ZodObject<typeof BLOB_FIELDS>>;

/** Adds the rules between the fields, so that they are reported with all other problems. */
export function withBlobRules<S extends z.ZodObject>(schema: S): S {
  const rule = (name: string, message: string, holds: (values: BlobValues) => boolean) => ({
    holds,
    told: { path: [name], message, when: () => true },
  });
  return [
    rule('blobDir', 'set either BLOB_DIR or S3_BUCKET', ({ blobDir, s3Bucket }) =>
      [blobDir, s3Bucket].some(Boolean),
    ),
    rule('s3Bucket', 'BLOB_DIR is set too, keep one of them', ({ blobDir, s3Bucket }) =>
      [blobDir, s3Bucket].some((one) => !one),
    ),
    rule('s3Endpoint', 'plain http is for loopback addresses only', isSafe),
    rule(
      's3SecretAccessKey',
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY come together or not at all',
      (values) => !values.s3AccessKeyId === !values.s3SecretAccessKey,
    ),
    rule(
      's3SessionToken',
      'comes with S3_ACCESS_KEY_ID',
      (values) => !values.s3SessionToken || Boolean(values.s3AccessKeyId),
    ),
  ].reduce(
    (all, { holds, told }) => all.refine((values) => holds(values as BlobValues), told),
    schema,
  );
}

/** Where files are stored, in the form that `openStore` takes. */
export function blobPlace(values: BlobValues): BlobPlace {
  return { blobDir: values.blobDir, s3: s3Settings(values) };
}

/** Exactly one of the two is set. */
export interface BlobPlace {
  blobDir?: string | undefined;
  s3?: S3Settings | undefined;
}

function s3Settings(values: BlobValues): S3Settings | undefined {
  const { s3Bucket, s3AccessKeyId, s3SecretAccessKey, s3SessionToken } = values;
  if (s3Bucket === undefined) return undefined;
  return {
    bucket: s3Bucket,
    region: values.s3Region,
    endpoint: values.s3Endpoint,
    pathStyle: values.s3PathStyle === 'on',
    prefix: values.s3Prefix ?? '',
    caPath: values.s3CaPath,
    ...(s3AccessKeyId && s3SecretAccessKey
      ? {
          credentials: {
            accessKeyId: s3AccessKeyId,
            secretAccessKey: s3SecretAccessKey,
            sessionToken: s3SessionToken,
          },
        }
      : {}),
  };
}

function isSafe({ s3Endpoint }: BlobValues): boolean {
  // Another rule reports this.
  if (typeof s3Endpoint !== 'string' || !URL.canParse(s3Endpoint)) return true;
  const { protocol, hostname } = new URL(s3Endpoint);
  return protocol !== 'http:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}
