import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from '../../domain/secret.ts';
import type { Env } from './env.ts';
import { productionProblems } from './production.ts';
import { unknownSettings } from './unknown-settings.ts';
import { readAllowedRanges } from '../network/allowed-ranges.ts';
import type { AddressRules } from '../network/read-address.ts';

const DATABASE_URL = 'Postgres database of customers, cases and documents';
const KEYS_DATABASE_URL = 'Postgres database of the customers’ keys, with a backup of its own';

export type { Env } from './env.ts';
export { isLoopback } from './loopback.ts';

/**
 * Reads a process's settings from `env`. The variable `API_PORT` sets the field `apiPort`; an empty variable
 * counts as unset; a secret may be given as a path in `NAME_FILE` instead. The result is frozen. Throws one
 * error that names every problem and never repeats a value: invalid values, values that are unsafe in
 * production, and variables that look like settings but are none.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: Env): Readonly<z.output<S>> {
  const problems: string[] = [];
  const input: Record<string, string | undefined> = {};
  for (const key of Object.keys(schema.shape)) {
    const read = isSecret(schema, key) ? readSecret(variableName(key), env) : {};
    if (read.problem) problems.push(read.problem);
    input[key] = read.value ?? (env[variableName(key)] || undefined);
  }
  const parsed = schema.safeParse(input);
  for (const issue of parsed.error?.issues ?? []) {
    const name = variableName(issue.path.map(String).join('_'));
    if (!problems.some((problem) => problem.startsWith(`${name}_FILE:`))) {
      problems.push(`${name}: ${issue.message}`);
    }
  }
  problems.push(...productionProblems({ raw: input, env }, variableName));
  problems.push(...unknownSettings(env, Object.keys(schema.shape).map(variableName)));
  if (!parsed.success || problems.length > 0) {
    throw new Error(['the configuration is wrong:', ...problems].join('\n  '));
  }
  return Object.freeze(parsed.data);
}

/** The variable that sets a field: `apiOpsPort` is `API_OPS_PORT`. */
export function variableName(key: string): string {
  return key.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

/** A schema for a secret: a string that is wrapped at once and may be read from a file. */
export function secretText(description: string) {
  return z
    .string()
    .transform((value) => new Secret(value))
    .meta({ description, secret: true });
}

/** The same for an optional secret. */
export function optionalSecretText(description: string) {
  return secretText(description).optional().meta({ description, secret: true });
}

/** A schema for a TCP port. */
export function port(description: string, standard: number) {
  return z.coerce.number().int().min(1).max(65_535).default(standard).describe(description);
}

/** Settings of every process that opens the store. */
export const STORE_FIELDS = {
  databaseUrl: secretText(DATABASE_URL),
  keysDatabaseUrl: secretText(KEYS_DATABASE_URL),
  kekFile: z.string().describe('File of 32 random bytes, mode 0400: the key that wraps all keys'),
};

/** Which customers a process may serve, and over which networks. */
export const MODE_FIELDS = {
  vouchMode: z
    .enum(['development', 'production'])
    .default('development')
    .describe('production: refuses at start what is unsafe with real people'),
  liveOutsideProduction: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('Whether live customers and keys are served though VOUCH_MODE is not production'),
  plainHosts: z
    .string()
    .optional()
    .describe(
      'Production: hosts reached without TLS, over a network that nobody else enters, with commas between',
    ),
};

/** Settings of every long-running process. */
export const PROCESS_FIELDS = {
  ...MODE_FIELDS,
  opsHost: z
    .string()
    .default('127.0.0.1')
    .describe('Address on which /livez, /readyz, /startupz and /metrics listen'),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least level that is logged'),
  vouchCrash: z
    .string()
    .regex(/^[a-z0-9_.-]+:[1-9]\d*$/, 'expected name:count')
    .optional()
    .describe('Tests only: the process kills itself at this pass of this crash point, name:count'),
  otelExporterOtlpEndpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OpenTelemetry collector, OTLP/HTTP without /v1/traces; unset, nothing is traced'),
  otelExporterOtlpHeaders: optionalSecretText('Headers for the collector, name=value,name=value'),
  otelTracesSamplerArg: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('Share of reads that are traced, 0 to 1; writes always are'),
};

/** The address and port on which the API listens. */
export const API_FIELDS = {
  apiHost: z.string().default('127.0.0.1').describe('Address on which the API listens'),
  apiPort: port('Port of the API', 3000),
  apiOpsPort: port('Port of the API’s health and metrics', 3001),
};

/** How to reach Temporal. `@temporalio/envconfig` sets up the client itself from the same names. */
export const TEMPORAL_FIELDS = {
  temporalAddress: z
    .string()
    .default('127.0.0.1:7233')
    .describe('host:port of the Temporal server'),
  temporalNamespace: z.string().default('default').describe('Temporal namespace of the cases'),
  temporalApiKey: optionalSecretText('Key for Temporal Cloud, sent over TLS only'),
  temporalTls: z
    .enum(['1', '0', 'true', 'false'])
    .optional()
    .describe('Connect by TLS; on by itself with a key or any other TEMPORAL_TLS_ setting'),
  temporalTlsClientCertPath: z.string().optional().describe('File of the client’s certificate'),
  temporalTlsClientKeyPath: z.string().optional().describe('File of the client’s private key'),
  temporalTlsServerCaCertPath: z.string().optional().describe('File of the server’s authority'),
  temporalTlsServerName: z
    .string()
    .optional()
    .describe('Name in the server’s certificate, if it is reached by another'),
};

/**
 * Which addresses webhooks may call. The API refuses to register others, and the sender refuses to call them.
 */
export const WEBHOOK_FIELDS = {
  webhookLoopback: z
    .enum(['off', 'on'])
    .default('off')
    .describe('Development only: webhooks may go to this machine itself, also by plain http'),
  webhookRefusedHosts: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
    .describe(
      'Names that webhooks never call, sub-domains included, with commas between: your own',
    ),
  webhookAllowRanges: z
    .string()
    .default('')
    .transform((text, ctx) => {
      try {
        return readAllowedRanges(text);
      } catch {
        ctx.addIssue('expected ranges such as 10.1.0.0/16, with commas between');
        return z.NEVER;
      }
    })
    .describe(
      'Private ranges of receivers of your own, as 10.1.0.0/16, with commas between: whoever registers webhooks can then call what is in them',
    ),
};

type Temporal = z.output<z.ZodObject<typeof TEMPORAL_FIELDS>>;

/** The address rules that follow from these settings. */
export function addressRules(values: z.output<z.ZodObject<typeof WEBHOOK_FIELDS>>): AddressRules {
  return {
    loopback: values.webhookLoopback === 'on',
    refusedHosts: values.webhookRefusedHosts,
    ...(values.webhookAllowRanges ? { allowed: values.webhookAllowRanges } : {}),
  };
}

/** The settings under the names of `@temporalio/envconfig`, including secrets from files. */
export function temporalEnv(values: Temporal): Record<string, string> {
  const env = Object.keys(TEMPORAL_FIELDS).map((key) => {
    const value = values[key as keyof Temporal];
    return [variableName(key), value instanceof Secret ? value.reveal() : value];
  });
  return Object.fromEntries(env.filter(([, value]) => value !== undefined));
}

function isSecret(schema: z.ZodObject, key: string): boolean {
  const field = schema.shape[key];
  return field instanceof z.ZodType && field.meta()?.['secret'] === true;
}

function readSecret(name: string, env: Env): { value?: string; problem?: string } {
  const path = env[`${name}_FILE`];
  if (!path) return {};
  if (env[name]) return { problem: `${name}_FILE: ${name} is set too, keep one of them` };
  try {
    return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, '') };
  } catch {
    return { problem: `${name}_FILE: the file cannot be read` };
  }
}
