import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import { foreignMark, type ForeignReason } from '../../domain/foreign.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Keys } from '../keys/keys.ts';
import type { OpenKey } from '../keys/open-key.ts';
import { asItIs, pack, unpack } from './pack.ts';

const ENCODING = Buffer.from('binary/encrypted');
const NOTHING = Buffer.from('binary/null');
type Openers = Pick<Keys, 'open' | 'openVersion'>;

const IV = 12;
const TAG = 16;
const TOMBSTONE = plain({ erased: true });
const WITHHELD = plain({ withheld: true });
const KEY_ID = /^(system|cus_[\w-]{1,100})\/(\d{1,9})$/;

export interface CodecOptions {
  /**
   * True for workers: a payload without a key is replaced by a marker; a client refuses to send it instead.
   * Anybody who reaches Temporal can start workflows under any id, and the SDK ends a worker that cannot seal
   * the failure of such a workflow.
   */
  withholds?: boolean;
}

/**
 * Seals every payload of a case with its customer's key, so that destroying the key erases the history.
 * `encode` finds the owner by the workflow id. `decode` opens what that owner's key sealed, and marks
 * everything else as foreign, because anybody who reaches Temporal can write to it. Without a context, as in
 * resets, the payload itself names its owner. A destroyed key gives a tombstone.
 */
export class CustomerCodec implements PayloadCodec {
  readonly #keys: Openers;
  readonly #withholds: boolean;

  constructor(keys: Openers, { withholds = false }: CodecOptions = {}) {
    this.#keys = keys;
    this.#withholds = withholds;
  }

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    if (payloads.length === 0) return [];
    // Payloads of local activities never leave the process, so they are sealed but not compressed.
    const isLocal = context?.type === 'activity' && context.isLocal;
    const key = await this.#sealingKey(context?.workflowId, isLocal);
    if (!key) return payloads.map(() => WITHHELD);
    return payloads.map((payload) => sealPayload(key, payload, isLocal ? asItIs : pack));
  }

  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const owner = context ? ownerOf(context.workflowId) : undefined;
    return Promise.all(payloads.map((payload) => openPayload(this.#keys, payload, owner)));
  }

  /**
   * Undefined if a worker has no key for the payload, and nothing of a living case is lost by leaving it out.
   */
  async #sealingKey(
    workflowId: string | undefined,
    isLocal: boolean | undefined,
  ): Promise<OpenKey | undefined> {
    const owner = ownerOf(workflowId);
    if (!owner) {
      if (this.#withholds) return undefined;
      throw new Error('a payload of no known owner is never encoded');
    }
    try {
      return await this.#keys.open(owner);
    } catch (error) {
      // Only an accepted case runs local activities. Its task fails, and is given out again.
      if (this.#withholds && !isLocal && isDestroyed(error)) return undefined;
      throw error;
    }
  }
}

/**
 * The owner of a workflow's payloads: `case/<customer>` and ids that begin so belong to the customer, `sys/…`
 * to the system; null: to nobody.
 */
function ownerOf(workflowId: string | undefined): string | null {
  const customer = /^case\/(cus_[^/]+)(\/|$)/.exec(workflowId ?? '')?.[1];
  if (customer) return customer;
  return workflowId?.startsWith('sys/') ? 'system' : null;
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
  const bytes = packed(proto.temporal.api.common.v1.Payload.encode(payload).finish());
  const data = Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { encoding: ENCODING, 'vouch-key': id }, data };
}

/** True for the result of an activity that returns nothing. */
function isNothing({ metadata, data }: Payload): boolean {
  return !data?.length && NOTHING.equals(metadata?.['encoding'] ?? Buffer.alloc(0));
}

/**
 * `owner`: the only owner whose key may have sealed the payload; null: nobody's, undefined: that of the owner
 * it names.
 */
async function openPayload(
  keys: Openers,
  payload: Payload,
  owner: string | null | undefined,
): Promise<Payload> {
  if (isNothing(payload)) return payload;
  const { metadata, data } = payload;
  const id = metadata?.['vouch-key'];
  if (!id || !data || !ENCODING.equals(metadata['encoding'] ?? Buffer.alloc(0))) {
    return foreign('unsealed');
  }
  const [, sealer, version] = KEY_ID.exec(Buffer.from(id).toString()) ?? [];
  if (!sealer) return foreign('damaged');
  if (owner !== undefined && owner !== sealer) return foreign('other_key');
  try {
    const key = await keys.openVersion(sealer, Number(version));
    return decrypt(key, id, Buffer.from(data)) ?? foreign('damaged');
  } catch (error) {
    if (!isDestroyed(error)) throw error;
    return (await hasKey(keys, sealer)) ? foreign('damaged') : TOMBSTONE;
  }
}

/** False if all versions of the key are destroyed. True means that only the asked version never existed. */
async function hasKey(keys: Openers, owner: string): Promise<boolean> {
  try {
    return Boolean(await keys.open(owner));
  } catch (error) {
    if (isDestroyed(error)) return false;
    throw error;
  }
}

/**
 * Opens a payload for display only: a payload that no key of ours sealed is shown as it is. Code that acts on
 * what it reads must not use this.
 */
export async function openForReading(keys: Openers, payload: Payload): Promise<Payload> {
  const isSealed = ENCODING.equals(payload.metadata?.['encoding'] ?? Buffer.alloc(0));
  return isSealed ? openPayload(keys, payload, undefined) : payload;
}

function isDestroyed(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'key_destroyed';
}

function plain(value: object): Payload {
  return {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(JSON.stringify(value)),
  };
}

function foreign(reason: ForeignReason): Payload {
  return plain(foreignMark(reason));
}

/** Undefined if this key did not seal it. */
function decrypt(key: OpenKey, id: Uint8Array, data: Buffer): Payload | undefined {
  try {
    const iv = data.subarray(0, IV);
    const decipher = createDecipheriv('aes-256-gcm', key.payload, iv, { authTagLength: TAG });
    decipher.setAAD(id);
    decipher.setAuthTag(data.subarray(data.length - TAG));
    const content = data.subarray(IV, data.length - TAG);
    const opened = Buffer.concat([decipher.update(content), decipher.final()]);
    return proto.temporal.api.common.v1.Payload.decode(unpack(opened));
  } catch {
    return undefined;
  }
}
