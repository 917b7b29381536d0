import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';

/**
 * An S3 server on files, by the program s3rver. What that lacks is added here: an object appears only when it
 * is complete, and with S3_CONDITIONS=on, `If-None-Match: *` is honoured.
 */
const { S3_PORT, S3_DIRECTORY = '', S3_BUCKET = '', S3_CONDITIONS, S3_KEY, S3_CERT } = process.env;
const server = new S3rver({
  port: Number(S3_PORT),
  address: '127.0.0.1',
  directory: S3_DIRECTORY,
  silent: true,
  vhostBuckets: false,
  configureBuckets: [{ name: S3_BUCKET }],
  ...(S3_KEY && S3_CERT ? { key: S3_KEY, cert: S3_CERT } : {}),
});
const { store } = server;
store.putObject = async ({ bucket, key, content, metadata }) => {
  const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
  const md5 = createHash('md5').update(bytes).digest('hex');
  const path = store.getResourcePath(bucket, key, 'object');
  await mkdir(dirname(path), { recursive: true });
  const arriving = `${path}.${randomUUID()}`;
  await writeFile(arriving, bytes);
  await store.putMetadata(bucket, key, metadata, md5);
  await rename(arriving, path);
  return { size: bytes.length, md5 };
};

/** The server's quota, if a file of this name in its directory sets one. */
const quota = () =>
  readFile(join(S3_DIRECTORY, 'quota.json'), 'utf8').then(
    (text) => JSON.parse(text) as { bytes: number; status: number; code: string },
    () => null,
  );
let stored = 0;
server.middleware.unshift(async (context, goOn) => {
  const bound = context.method === 'PUT' ? await quota() : null;
  stored += context.method === 'PUT' ? Number(context.headers['content-length'] ?? 0) : 0;
  if (bound === null || stored <= bound.bytes) return goOn();
  await buffer(context.req);
  context.status = bound.status;
  context.type = 'application/xml';
  context.body = `<Error><Code>${bound.code}</Code></Error>`;
  return undefined;
});

const turns = new Map<string, Promise<unknown>>();
if (S3_CONDITIONS === 'on') {
  server.middleware.unshift(async (context, goOn) => {
    if (context.method !== 'PUT' || context.headers['if-none-match'] !== '*') return goOn();
    const before = turns.get(context.path);
    const turn = Promise.resolve(before).then(async () => {
      const [, bucket = '', ...key] = context.path.split('/');
      if (!(await store.existsObject(bucket, key.join('/')))) return goOn();
      context.status = 412;
      context.type = 'application/xml';
      context.body = '<Error><Code>PreconditionFailed</Code></Error>';
      return undefined;
    });
    const settled = turn.catch(() => undefined);
    turns.set(context.path, settled);
    return turn;
  });
}
await server.run();
console.log('listening');
