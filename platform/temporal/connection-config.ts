import { accessSync, constants } from 'node:fs';
import type { z } from 'zod';
import type { TEMPORAL_FIELDS } from '../config/config.ts';

type TemporalValues = z.output<z.ZodObject<typeof TEMPORAL_FIELDS>>;

const CERT = 'temporalTlsClientCertPath';
const KEY = 'temporalTlsClientKeyPath';
const FILES = [CERT, KEY, 'temporalTlsServerCaCertPath'] as const;
/** Settings that need TLS: without it a connection would ignore them, or send them unencrypted. */
const NEEDS_TLS = [...FILES, 'temporalTlsServerName', 'temporalApiKey'] as const;

/**
 * Adds the rules between Temporal's settings to a schema, so that they are reported with all other problems.
 * `@temporalio/envconfig` itself silently drops half a pair, and everything that needs TLS if that is off.
 */
export function withTemporalRules<S extends z.ZodObject>(schema: S): S {
  const rule = (name: string, message: string, holds: (values: TemporalValues) => boolean) => ({
    holds,
    told: { path: [name], message, when: () => true },
  });
  const readable = FILES.map((name) =>
    rule(name, 'the file cannot be read', ({ [name]: path }) => !path || isReadable(path)),
  );
  return [
    rule(
      KEY,
      'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH come together or not at all',
      (values) => !values[CERT] === !values[KEY],
    ),
    rule(
      'temporalTls',
      'is off, yet a TEMPORAL_TLS_… setting or TEMPORAL_API_KEY needs it',
      (values) =>
        !['0', 'false'].includes(values.temporalTls ?? '1') ||
        NEEDS_TLS.every((name) => !values[name]),
    ),
    ...readable,
  ].reduce(
    (all, { holds, told }) => all.refine((values) => holds(values as TemporalValues), told),
    schema,
  );
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
