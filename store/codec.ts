import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import { Refusal } from '../domain/refusal.ts';
import type { Keys } from './keys.ts';
import type { OpenKey } from './open-key.ts';
import { asItIs, pack, unpack } from './pack.ts';

const ENCODING = Buffer.from('binary/encrypted');
const NOTHING = Buffer.from('binary/null');
type Openers = Pick<Keys, 'open' | 'openVersion'>;

const IV = 12;
const TAG = 16;
const TOMBSTONE: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('{"erased":true}'),
};

/**
 * Seals every payload of a case with its customer's key, so that erasing the key erases the
 * history. `encode` takes the owner from the workflow id, `decode` from the payload's metadata:
 * resets and the UI give no context. A destroyed key gives a tombstone.
 */
export class CustomerCodec implements PayloadCodec {
  readonly #keys: Openers;

  constructor(keys: Openers) {
    this.#keys = keys;
  }

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    if (payloads.length === 0) return [];
    const key = await this.#keys.open(ownerOf(context?.workflowId));
    // What goes to a local activity never leaves the process: sealed, but not worth packing.
    const isLocal = context?.type === 'activity' && context.isLocal;
    return payloads.map((payload) => sealPayload(key, payload, isLocal ? asItIs : pack));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.all(payloads.map((payload) => openPayload(this.#keys, payload)));
  }
}

/** `case/<customer>` and what begins so belongs to the customer, `sys/…` to the system. */
function ownerOf(workflowId: string | undefined): string {
  const customer = /^case\/(cus_[^/]+)(\/|$)/.exec(workflowId ?? '')?.[1];
  if (customer) return customer;
  if (workflowId?.startsWith('sys/')) return 'system';
  throw new Error('a payload of no known owner is never encoded');
}

function sealPayload(
  key: OpenKey,
  payload: Payload,
  packed: (bytes: Uint8Array) => Uint8Array,
): Payload {
  if (isNothing(payload)) return payload;
  const id = Buffer.from(`${key.owner}/${key.version}`);
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key.payload, iv, { authTagLength: TAG });
  cipher.setAAD(id);
  const plain = packed(proto.temporal.api.common.v1.Payload.encode(payload).finish());
  const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { encoding: ENCODING, 'vouch-key': id }, data };
}

/** The answer of an activity that answers nothing. */
function isNothing({ metadata, data }: Payload): boolean {
  return !data?.length && NOTHING.equals(metadata?.['encoding'] ?? Buffer.alloc(0));
}

async function openPayload(keys: Openers, payload: Payload): Promise<Payload> {
  const { metadata, data } = payload;
  const id = metadata?.['vouch-key'];
  if (!id || !data || !ENCODING.equals(metadata['encoding'] ?? Buffer.alloc(0))) return payload;
  const [owner = '', version = ''] = Buffer.from(id).toString().split('/');
  try {
    return decrypt(await keys.openVersion(owner, Number(version)), id, Buffer.from(data));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key_destroyed') return TOMBSTONE;
    throw error;
  }
}

function decrypt(key: OpenKey, id: Uint8Array, data: Buffer): Payload {
  const iv = data.subarray(0, IV);
  const decipher = createDecipheriv('aes-256-gcm', key.payload, iv, { authTagLength: TAG });
  decipher.setAAD(id);
  decipher.setAuthTag(data.subarray(data.length - TAG));
  const content = data.subarray(IV, data.length - TAG);
  const plain = Buffer.concat([decipher.update(content), decipher.final()]);
  return proto.temporal.api.common.v1.Payload.decode(unpack(plain));
}
