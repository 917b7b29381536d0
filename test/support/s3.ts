import { Secret } from '../../domain/secret.ts';
import type { S3Settings } from '../../store/blobs/s3-client.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import type { Running } from '../../worker/embedded/processes/program.ts';
import type { Certificate } from './certificates.ts';
import { startListening } from './listening.ts';

const BUCKET = 'vouch-documents';
const KEY = 'S3RVER';

/** An S3 server for one test, as a process with its objects below `directory`. */
export interface S3Server extends Running {
  port: number;
  url: string;
  settings: S3Settings;
}

export async function startS3(options: {
  directory: string;
  port?: number;
  /** Whether it knows `If-None-Match: *` on writes. */
  conditions?: 'on' | 'off';
  certificate?: Certificate & { caPath: string };
}): Promise<S3Server> {
  const { directory, conditions = 'on', certificate } = options;
  const port = options.port ?? (await freePort());
  const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  const env = {
    S3_PORT: String(port),
    S3_DIRECTORY: directory,
    S3_BUCKET: BUCKET,
    S3_CONDITIONS: conditions,
    ...(certificate ? { S3_KEY: certificate.key, S3_CERT: certificate.cert } : {}),
  };
  // s3rver encrypts its page tokens with DES.
  const nodeOptions = ['--openssl-legacy-provider', '--no-deprecation'];
  const running = await startListening('s3', env, nodeOptions);
  return { ...running, port, url, settings: settingsOf(url, certificate?.caPath) };
}

function settingsOf(endpoint: string, caPath: string | undefined): S3Settings {
  const key = new Secret(KEY);
  return {
    bucket: BUCKET,
    region: 'us-east-1',
    endpoint,
    pathStyle: true,
    prefix: 'kyc/files',
    caPath,
    credentials: { accessKeyId: key, secretAccessKey: key },
  };
}
