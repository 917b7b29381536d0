import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { BLOB_FIELDS, withBlobRules } from '../store/blobs/blob-config.ts';
import {
  API_FIELDS,
  type Env,
  isLoopback,
  PROCESS_FIELDS,
  readConfig,
  STORE_FIELDS,
  TEMPORAL_FIELDS,
  temporalEnv,
  WEBHOOK_FIELDS,
} from '../platform/config/config.ts';
import { isAddressRange } from './http/client-address.ts';
import { isVerifyAddress } from './verify/address.ts';
import { withTemporalRules } from '../platform/temporal/connection-config.ts';
import { CALLBACK_FIELDS, VENDOR_FIELDS } from '../platform/config/vendor-config.ts';

export const API_CONFIG = z
  .object({
    ...STORE_FIELDS,
    ...BLOB_FIELDS,
    ...PROCESS_FIELDS,
    ...TEMPORAL_FIELDS,
    ...API_FIELDS,
    apiBehindTls: z
      .enum(['off', 'on'])
      .default('off')
      .describe('on: a proxy in front ends TLS, and nothing else reaches the API’s port'),
    ...WEBHOOK_FIELDS,
    ...VENDOR_FIELDS,
    ...CALLBACK_FIELDS,
    rateReadsPerSecond: rate('Reads a key may make in a second', 200),
    rateWritesPerSecond: rate('Writes a key may make in a second', 50),
    rateUploadsPerSecond: rate('Uploads a key may make in a second', 10),
    apiProcesses: z.coerce
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('API processes that serve at once: each grants its share of the rates'),
    apiDrainSeconds: z.coerce
      .number()
      .min(0)
      .max(300)
      .default(0)
      .describe(
        'Seconds after SIGTERM in which the API says that it is not ready and still takes requests',
      ),
    bodyMemoryMib: z.coerce
      .number()
      .int()
      .min(192)
      .default(256)
      .describe(
        'MiB of request bodies at once in the API, half of it for one key, a sixteenth for one customer with links; what would be more is answered 429. The process takes some 300 MiB beside',
      ),
    codecEndpoint: z
      .enum(['off', 'on'])
      .default('off')
      .describe('Lets the Temporal UI read payloads, without sign-in: on a loopback API_HOST only'),
    temporalUiOrigin: z
      .url()
      .default('http://127.0.0.1:8233')
      .describe('Origin of the Temporal UI that may ask the codec endpoint'),
    verifyUrl: z
      .url()
      .transform((text) => new URL(text))
      .refine(isVerifyAddress, 'https and an origin alone; plain http for a loopback address only')
      .optional()
      .describe(
        'Address of this API for customers with a link, https://verify.example.com; unset, links work on a loopback API_HOST only',
      ),
    trustedProxies: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
      .refine((all) => all.every(isAddressRange), 'addresses or ranges such as 10.0.0.0/8')
      .describe(
        'Proxies whose X-Forwarded-For is believed, addresses or ranges with commas between',
      ),
    defaultLocale: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language tag such as en or pt-BR')
      .default('en')
      .describe('Language of texts for customers whose own is not known'),
  })
  .refine((values) => values.codecEndpoint !== 'on' || isLoopback(values.apiHost), {
    path: ['codecEndpoint'],
    message: 'may be on only while API_HOST is a loopback address',
    when: () => true,
  });

/** The API's settings; `temporal` holds the connection options of its client. Throws on any problem. */
export function readApiConfig(env: Env) {
  const values = readConfig(withTemporalRules(withBlobRules(API_CONFIG)), env);
  const overrideEnvVars = temporalEnv(values);
  const { connectionOptions } = loadClientConnectConfig({ disableFile: true, overrideEnvVars });
  const temporal = { connectionOptions, namespace: values.temporalNamespace };
  return Object.freeze({ ...values, temporal });
}

export type ApiConfig = ReturnType<typeof readApiConfig>;

function rate(description: string, standard: number) {
  return z.coerce.number().positive().default(standard).describe(description);
}
