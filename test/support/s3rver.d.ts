/** What we use of s3rver, which ships no types. */
declare module 's3rver' {
  import type { Readable } from 'node:stream';

  interface StoredObject {
    bucket: string;
    key: string;
    content: Buffer | Readable;
    metadata: object;
  }
  interface Context {
    req: Readable;
    method: string;
    path: string;
    headers: Record<string, string | undefined>;
    status: number;
    type: string;
    body: string;
  }
  export default class S3rver {
    constructor(options: {
      port: number;
      address: string;
      directory: string;
      silent: boolean;
      vhostBuckets: boolean;
      configureBuckets: { name: string }[];
      key?: string;
      cert?: string;
    });
    store: {
      existsObject: (bucket: string, key: string) => Promise<boolean>;
      putObject: (object: StoredObject) => Promise<{ size: number; md5: string }>;
      putMetadata: (bucket: string, key: string, metadata: object, md5: string) => Promise<void>;
      getResourcePath: (bucket: string, key: string, kind: string) => string;
    };
    middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
    run: () => Promise<unknown>;
  }
}
