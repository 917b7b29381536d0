import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Api, send } from '../client.ts';

const WITHIN_MS = 900_000;

export interface Upload {
  type: string;
  bytes: Buffer;
  mediaType: string;
  fileName: string;
}

export interface Said {
  outcome: string;
  reasons: string[];
}

/** Sends one file as a browser's form does; the code of the answer that refuses it, or null. */
export async function upload(api: Api, customer: string, sent: Upload): Promise<string | null> {
  const form = new FormData();
  form.append('type', sent.type);
  const file = new File([new Uint8Array(sent.bytes)], sent.fileName, { type: sent.mediaType });
  form.append('front', file);
  const headers = { authorization: `Bearer ${api.key}`, 'idempotency-key': randomUUID() };
  const path = `/v1/customers/${customer}/documents`;
  const response = await fetch(api.url + path, { method: 'POST', headers, body: form });
  const body = (await response.json()) as { code?: string };
  return response.status === 201 ? null : (body.code ?? String(response.status));
}

/** What `file_safety` said of a customer's only document; asked each `everyMs`. Throws if it says nothing. */
export async function safetyOf(api: Api, customer: string, everyMs = 100): Promise<Said> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const path = `/v1/customers/${customer}/checks`;
    const { data } = (await send(api, path, { method: 'GET' })) as {
      data: { kind: string; outcome: string | null; reasons?: { code: string }[] }[];
    };
    const check = data.find(({ kind }) => kind === 'file_safety');
    if (check?.outcome) {
      return { outcome: check.outcome, reasons: (check.reasons ?? []).map(({ code }) => code) };
    }
    if (performance.now() > until) throw new Error(`no answer to the file of ${customer}`);
    await wait(everyMs);
  }
}
