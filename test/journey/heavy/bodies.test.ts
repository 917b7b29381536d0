import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pidsOf } from '../../bench/processes.ts';
import { compose, workloads } from '../../house/manifests.ts';
import type { Client } from '../client.ts';
import { bodyOf, newPerson } from '../people.ts';
import { type Product, startProduct } from '../product.ts';
import { documentBodies, type LimitBody, plainBodies } from './limit-bodies.ts';

/**
 * Sends every body at its size limit to the real process, which must stay within the memory of the manifests.
 */
let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct({ processes: ['api', 'worker'] });
  app = await product.client();
});
afterAll(() => product.stop());

/**
 * The share of the memory limit that may be used; the rest is for the kernel, bursts and other allocators.
 */
const MARGIN = 0.8;

/** The API's peak memory in MiB, as the kernel counts it. */
async function peakMib(): Promise<number> {
  const [pid] = (await pidsOf('api/main')) ?? [];
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

function limitMib(): number {
  const api = workloads().find(({ metadata }) => metadata.name === 'api');
  const [container] = api?.spec.template.spec.containers ?? [];
  const [, gib] = /^(\d+)Gi$/.exec(container?.resources.limits['memory'] ?? '') ?? [];
  expect(compose().services['api']?.['mem_limit']).toBe(`${gib}g`);
  return Number(gib) * 1024;
}

async function sendAll(path: string, { type, bytes, times }: LimitBody): Promise<number[]> {
  const send = async (n: number) => {
    const isChunked = n % 2 === 1;
    const answer = await fetch(`${product.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.key}`,
        'content-type': type,
        'idempotency-key': randomUUID(),
      },
      ...(isChunked ? { body: chunks(bytes), duplex: 'half' } : { body: new Uint8Array(bytes) }),
    } as RequestInit);
    await answer.text();
    return answer.status;
  };
  return Promise.all(Array.from({ length: times }, (_, n) => send(n)));
}

function chunks(bytes: Buffer): ReadableStream {
  let at = 0;
  return new ReadableStream({
    pull: (stream) => {
      if (at >= bytes.length) return stream.close();
      stream.enqueue(new Uint8Array(bytes.subarray(at, (at += 1024 * 1024))));
    },
  });
}

test.skipIf(process.platform !== 'linux')(
  'bodies at their limits are answered within the memory of the manifests',
  async () => {
    const { id } = await app.create(bodyOf(newPerson(), { level: 'enhanced' }));
    const seen: string[] = [];
    for (const [path, bodies] of [
      ['/v1/customers', plainBodies()],
      [`/v1/customers/${id}/documents`, documentBodies()],
    ] as const) {
      for (const body of bodies) {
        const statuses = await sendAll(path, body);
        const peak = Math.round(await peakMib());
        seen.push(`${body.what}: ${[...new Set(statuses)].join(' ')}, ${peak} MiB`);
        expect(statuses.filter((one) => !body.answers.includes(one))).toEqual([]);
      }
    }
    expect(await peakMib(), seen.join('\n')).toBeLessThan(limitMib() * MARGIN);
    expect((await app.ask('GET', `/v1/customers/${id}`)).status).toBe(200);
  },
  240_000,
);
