import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Refusal } from '../../domain/refusal.ts';
import type { BlobSource } from './blob-chunks.ts';
import { callS3, failureOf, S3_TRIES, s3Away } from './s3-client.ts';

interface Answer {
  body: Readable;
  pieces: AsyncIterator<Buffer>;
  size: number;
  etag: string | undefined;
}

/**
 * An object that is read as it arrives and never buffered ahead. If the connection breaks, reading continues
 * at the same byte, at most three times in all. Refuses `not_found`, `store_unavailable`.
 */
export async function s3Source(
  client: S3Client,
  at: { bucket: string; key: string },
): Promise<BlobSource & { close: () => void }> {
  let answer = await get(client, at);
  const { size, etag } = answer;
  let [arrived, tries] = [0, 1];
  let held: Buffer = Buffer.alloc(0);

  async function piece(): Promise<Buffer> {
    for (;;) {
      try {
        const next = await answer.pieces.next();
        if (next.done === true) throw new Error('the answer ended too early');
        arrived += next.value.length;
        return next.value;
      } catch (error) {
        answer.body.destroy();
        if (tries === S3_TRIES) throw s3Away(failureOf(error));
        tries += 1;
        answer = await get(client, at, { from: arrived, etag });
      }
    }
  }
  async function read(length: number): Promise<Buffer> {
    const pieces = [held];
    let count = held.length;
    while (count < length) {
      const more = await piece();
      pieces.push(more);
      count += more.length;
    }
    const all = Buffer.concat(pieces, count);
    held = all.subarray(length);
    return all.subarray(0, length);
  }
  return { size, read, close: () => void answer.body.destroy() };
}

/** Gets the object from a byte on. Throws if another object has replaced it in the meantime. */
async function get(
  client: S3Client,
  { bucket, key }: { bucket: string; key: string },
  rest?: { from: number; etag: string | undefined },
): Promise<Answer> {
  const part = rest ? { Range: `bytes=${rest.from}-`, IfMatch: rest.etag } : {};
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...part });
  const { Body, ContentLength, ETag } = await callS3(
    (options) => client.send(command, options),
    ({ code, status }) =>
      status === 404 && code !== 'NoSuchBucket' ? new Refusal('not_found') : undefined,
  );
  if (!(Body instanceof Readable) || ContentLength === undefined)
    throw s3Away({ code: 'NoContentLength', status: 200 });
  Body.on('error', () => undefined); // the reader gets the error from its read
  return { body: Body, pieces: Body[Symbol.asyncIterator](), size: ContentLength, etag: ETag };
}
