import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import { createClient, type Upload, until } from '../journey/client.ts';

/** What is known of a customer of the former release: what the present one has to tell of them too. */
export interface Kept {
  id: string;
  standing: string;
  /** The types of all events, in order. */
  events: string[];
}

/** Beside the data: who is in them, and how to ask for them. */
export interface Corpus {
  release: string;
  key: string;
  reviewerKey: string;
  customers: Record<string, Kept>;
  /** A request whose answer was kept under its Idempotency-Key, and that answer's body. */
  kept: { at: string; once: string; body: unknown; answer: unknown };
}

interface Read {
  status: string;
  status_reason: string;
}

/** A client that takes each answer as it is: another release's has other fields. */
export function plainly(url: string, key: string) {
  const { ask } = createClient(url, key);
  const asked = async (method: string, path: string, more: Parameters<typeof ask>[2] = {}) => {
    const answer = await ask(method, path, more);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const read = async (id: string) => (await asked('GET', `/v1/customers/${id}`)) as Read;
  return {
    asked,
    reach: (id: string, standing: string) =>
      until(
        () => read(id),
        (one) => `${one.status}/${one.status_reason}` === standing,
      ),
    keep: async (id: string): Promise<Kept> => {
      const one = await read(id);
      const events = (await asked('GET', `/v1/customers/${id}/events?limit=100`)) as {
        data: { type: string }[];
      };
      const standing = `${one.status}/${one.status_reason}`;
      return { id, standing, events: events.data.map(({ type }) => type) };
    },
  };
}

/** A file whose name asks for this outcome; no engine looks at it. */
export async function paper(type: string, asks: string): Promise<Upload> {
  const background = { r: randomInt(256), g: randomInt(256), b: randomInt(256) };
  const size = { width: 64 + randomInt(64), height: 64 + randomInt(64), channels: 3 } as const;
  const bytes = await sharp({ create: { ...size, background } })
    .png()
    .toBuffer();
  return { type, country: 'SE', name: `${asks}.png`, bytes };
}
