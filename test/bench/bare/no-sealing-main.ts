import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded before a process of ours: its ciphers hand on what they get. The product has no such
 * switch; what sealing costs is what is left out here.
 */
const TAG = Buffer.alloc(16);

function plainCipher() {
  return {
    setAAD: () => undefined,
    setAuthTag: () => undefined,
    getAuthTag: () => TAG,
    update: (bytes: Uint8Array) => Buffer.from(bytes),
    final: () => Buffer.alloc(0),
  };
}

Object.assign(crypto, { createCipheriv: plainCipher, createDecipheriv: plainCipher });
syncBuiltinESMExports();
