import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PayloadCodec } from '@temporalio/common';
import { type CodecOptions, CustomerCodec } from './codec.ts';
import type { Keys } from '../keys/keys.ts';

/** The data converter of all our processes: it seals payloads, and also the texts of failures. */
export function dataConverter(
  keys: Pick<Keys, 'open' | 'openVersion'>,
  options: CodecOptions = {},
): {
  failureConverterPath: string;
  payloadCodecs: PayloadCodec[];
} {
  const path = `../../workflows/failure-converter${extname(import.meta.url)}`;
  return {
    failureConverterPath: fileURLToPath(new URL(path, import.meta.url)),
    payloadCodecs: [new CustomerCodec(keys, options)],
  };
}
