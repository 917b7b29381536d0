import { readFileSync } from 'node:fs';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Refusal } from '../../domain/refusal.ts';
import type { Secret } from '../../domain/secret.ts';
import { storageFull } from './storage-watch.ts';

/** Tries of one call, the first included. */
export const S3_TRIES = 3;
const CONNECT_MS = 2000;
const SILENCE_MS = 5000;
/** One call with all its tries. */
const CALL_MS = 20_000;

/** The address of the bucket, and our credentials. */
export interface S3Settings {
  bucket: string;
  region: string;
  /** The URL of a server other than Amazon's. */
  endpoint?: string | undefined;
  pathStyle: boolean;
  /** The prefix of every object's key, without a slash at its end. */
  prefix: string;
  /** If unset, the SDK looks for credentials (environment, shared files, web identity, instance metadata). */
  credentials?: {
    accessKeyId: Secret<string>;
    secretAccessKey: Secret<string>;
    sessionToken?: Secret<string> | undefined;
  };
  /** PEM file with the certificate authority of the server. */
  caPath?: string | undefined;
  /** Longest silence of a connection, while a request waits for its answer or within one; 5 s. */
  silenceMs?: number;
}

/** What S3 or the way to it said no with; holds neither request nor answer. */
export interface S3Failure {
  /** S3's word or the system's: `AccessDenied`, `SlowDown`, `ECONNREFUSED`, `TimeoutError`. */
  code: string;
  /** HTTP status; 0 where there was no answer. */
  status: number;
}

/** The SDK's client, with bounds on tries, connects and silences. */
export function createS3Client(settings: S3Settings): S3Client {
  const { region, endpoint, pathStyle, credentials, caPath, silenceMs = SILENCE_MS } = settings;
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials ? { credentials: revealed(credentials) } : {}),
    maxAttempts: S3_TRIES,
    responseChecksumValidation: 'WHEN_REQUIRED', // each chunk proves itself when it is opened
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: silenceMs,
      ...(caPath === undefined ? {} : { httpsAgent: { ca: readFileSync(caPath) } }),
    },
  });
}

/** One call within its time. Refuses `store_unavailable`, or what `known` makes of a failure. */
export async function callS3<T>(
  call: (options: { abortSignal: AbortSignal }) => Promise<T>,
  known: (failure: S3Failure) => Refusal | undefined = () => undefined,
): Promise<T> {
  try {
    return await call({ abortSignal: AbortSignal.timeout(CALL_MS) });
  } catch (error) {
    const failure = failureOf(error);
    throw known(failure) ?? s3Away(failure);
  }
}

/** Of Ceph, MinIO and their like, whose buckets have a quota or a disk that is full. */
const FULL = /Quota|StorageFull|InsufficientStorage|NoSpace|EntityTooLarge/;

/** The refusal for a bucket that has no room, cannot be reached or says no to us. */
export function s3Away({ code, status }: S3Failure): Refusal {
  // Not the SDK's own error: it carries the request, with who we are in it.
  const cause = Object.assign(new Error(`S3: ${code} ${status}`), { code });
  if (status === 507 || FULL.test(code)) return storageFull(cause);
  return new Refusal('store_unavailable', 'Send this again later.', { cause });
}

export function failureOf(error: unknown): S3Failure {
  if (!(error instanceof Error)) return { code: 'unknown', status: 0 };
  const { code } = error as { code?: unknown };
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const word = typeof code === 'string' ? code : error.name;
  return { code: word, status: $metadata?.httpStatusCode ?? 0 };
}

function revealed({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return {
    accessKeyId: accessKeyId.reveal(),
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken ? { sessionToken: sessionToken.reveal() } : {}),
  } satisfies S3ClientConfig['credentials'];
}

type Credentials = NonNullable<S3Settings['credentials']>;
