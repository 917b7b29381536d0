import { readFileSync } from 'node:fs';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Refusal } from '../../domain/refusal.ts';
import type { Secret } from '../../domain/secret.ts';
import { storageFull } from './storage-watch.ts';

/** Attempts of one call, including the first. */
export const S3_TRIES = 3;
const CONNECT_MS = 2000;
const SILENCE_MS = 5000;
/** Time limit of one call with all its attempts. */
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
  /** Longest silence of a connection, before an answer or within it; 5 s by default. */
  silenceMs?: number;
}

/** How S3 or the network failed, without the request and the answer. */
export interface S3Failure {
  /** The error code of S3 or of the system: `AccessDenied`, `SlowDown`, `ECONNREFUSED`, `TimeoutError`. */
  code: string;
  /** HTTP status; 0 if there was no answer. */
  status: number;
}

/** The SDK's client, with limits on attempts, connection times and silences. */
export function createS3Client(settings: S3Settings): S3Client {
  const { region, endpoint, pathStyle, credentials, caPath, silenceMs = SILENCE_MS } = settings;
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials ? { credentials: revealed(credentials) } : {}),
    maxAttempts: S3_TRIES,
    responseChecksumValidation: 'WHEN_REQUIRED', // opening a chunk verifies it
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: silenceMs,
      ...(caPath === undefined ? {} : { httpsAgent: { ca: readFileSync(caPath) } }),
    },
  });
}

/**
 * Makes one call within its time limit. Refuses `store_unavailable`, or what `known` returns for a failure.
 */
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

/** Error codes of Ceph, MinIO and the like for a bucket whose quota is used up or whose disk is full. */
const FULL = /Quota|StorageFull|InsufficientStorage|NoSpace|EntityTooLarge/;

/** The refusal for a bucket that is full, cannot be reached, or refuses us. */
export function s3Away({ code, status }: S3Failure): Refusal {
  // A new error, because the SDK's own carries the request with our credentials.
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
