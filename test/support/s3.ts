import { fileURLToPath } from 'node:url';
import { Secret } from '../../domain/secret.ts';
import type { S3Settings } from '../../store/s3-client.ts';
import { freePort } from '../../worker/embedded/ports.ts';
import { type Running, startProgram } from '../../worker/embedded/program.ts';
import type { Certificate } from './certificates.ts';

const BUCKET = 'vouch-documents';
const KEY = 'S3RVER';

/** An S3 server of one's own, as a process with its objects below `directory`. */
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
  const lines: string[] = [];
  const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  let ready = () => {};
  const listening = new Promise<void>((resolve) => (ready = resolve));
  const running = await startProgram({
    command: process.execPath,
    // s3rver seals the marks of its pages with DES
    args: [
      '--openssl-legacy-provider',
      '--no-deprecation',
      fileURLToPath(new URL('s3-main.ts', import.meta.url)),
    ],
    env: {
      PATH: process.env['PATH'] ?? '',
      S3_PORT: String(port),
      S3_DIRECTORY: directory,
      S3_BUCKET: BUCKET,
      S3_CONDITIONS: conditions,
      ...(certificate ? { S3_KEY: certificate.key, S3_CERT: certificate.cert } : {}),
    },
    stopSignal: 'SIGTERM',
    graceMs: 2000,
    stage: 0,
    onLine: (line) => {
      lines.push(line);
      if (line === 'listening') ready();
    },
  });
  const end = await Promise.race([running.exited, listening]);
  if (end !== undefined) throw new Error([`S3 ${end}`, ...lines].join('\n'));
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
