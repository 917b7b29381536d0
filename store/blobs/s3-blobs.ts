import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { openBlob, sealBlob, sealedSize } from './blob-chunks.ts';
import { blobAt, blobPath } from './blob-path.ts';
import type { Blobs } from './blobs.ts';
import type { CrashPoints } from '../../platform/crash.ts';
import { limitConcurrency } from '../../platform/concurrency-limit.ts';
import type { Keys } from '../keys/keys.ts';
import {
  callS3,
  createS3Client,
  failureOf,
  S3_TRIES,
  type S3Failure,
  s3Away,
  type S3Settings,
} from './s3-client.ts';
import { createStorageWatch } from './storage-watch.ts';
import { s3Source } from './s3-source.ts';

/**
 * Blobs as objects of a bucket, in the same form and under the same names as on disk. Throws if the bucket
 * refuses us; a bucket that is away for the moment does not stop a process from starting.
 */
export async function s3Blobs(
  settings: S3Settings,
  keys: Keys,
  crash: CrashPoints['crash'] = () => undefined,
): Promise<Blobs> {
  const { bucket } = settings;
  const prefix = settings.prefix === '' ? '' : `${settings.prefix}/`;
  const client = createS3Client(settings);
  const room = createStorageWatch();
  const inTurn = limitConcurrency(PUTS_MAX);
  const write = createWriter(client, bucket);
  const at = (id: string) => ({ bucket, key: `${prefix}${blobPath(id)}` });
  const head = () => client.send(new HeadBucketCommand({ Bucket: bucket }));

  async function* stream(blob: { customer: string; id: string }): AsyncGenerator<Buffer> {
    const source = await s3Source(client, at(blob.id));
    try {
      yield* openBlob(source, blob, keys);
    } finally {
      source.close();
    }
  }
  await head().catch((error: unknown) => refuseStart(failureOf(error), bucket));
  return {
    put: ({ customer, id, bytes }) =>
      room.watch(() =>
        inTurn('put', async () => {
          const { key: path } = at(id);
          const key = await keys.open(customer);
          const body = joined(sealBlob(key, id, bytes), sealedSize(bytes.length));
          crash('blob.written');
          await write(path, body);
          crash('blob.renamed');
        }),
      ),
    stream,
    open: async (blob) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream(blob)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    delete: async (id) => {
      const { key } = at(id);
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await callS3((options) => client.send(command, options));
    },
    list: () => listObjects(client, { bucket, prefix }),
    tidy: () => Promise.resolve(0), // an object is always whole
    ready: async () => {
      room.require();
      await callS3((options) => client.send(new HeadBucketCommand({ Bucket: bucket }), options));
    },
    close: () => client.destroy(),
  };
}

/** Most uploads at a time. Each holds a sealed copy of its file until the bucket has it. */
const PUTS_MAX = 6;

function joined(parts: Iterable<Buffer>, size: number): Buffer {
  const whole = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const part of parts) at += part.copy(whole, at);
  return whole;
}

/**
 * Writes an object unless it exists. Servers that do not know this condition replace the object, which also
 * leaves one whole object: S3 shows an object only when all of it has arrived.
 */
function createWriter(client: S3Client, bucket: string) {
  let condition: { IfNoneMatch?: '*' } = { IfNoneMatch: '*' };
  return async (key: string, body: Buffer): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const input = { Bucket: bucket, Key: key, Body: body, ...condition };
      let failed: S3Failure | undefined;
      await callS3(
        (options) => client.send(new PutObjectCommand(input), options),
        (failure) => {
          failed = failure;
          return undefined;
        },
      ).catch((error: unknown) => {
        if (!failed) throw error;
      });
      if (!failed || failed.status === 412) return; // it exists already, with the same content
      if (failed.status === 501 && condition.IfNoneMatch) condition = {};
      else if (failed.status !== 409 || tries >= S3_TRIES) throw s3Away(failed);
      else await wait(100 * tries); // somebody else is writing the same object
    }
  };
}

async function* listObjects(
  client: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
): AsyncGenerator<{ id: string; changedAt: string }> {
  let after: string | undefined;
  for (;;) {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after });
    const page = await callS3((options) => client.send(command, options));
    for (const { Key = '', LastModified } of page.Contents ?? []) {
      const id = blobAt(Key.slice(prefix.length));
      if (id !== null && LastModified) yield { id, changedAt: LastModified.toISOString() };
    }
    const last = page.Contents?.at(-1)?.Key;
    if (page.IsTruncated !== true || last === undefined || last === after) return;
    after = last;
  }
}

/** Throws for a wrong name, region or right, which waiting does not cure; an outage passes. */
function refuseStart({ code, status }: S3Failure, bucket: string): void {
  if (status < 300 || status === 408 || status === 429 || status >= 500) return;
  throw new Error(`S3_BUCKET: ${bucket} cannot be used, S3 answers ${status} ${code}`);
}
