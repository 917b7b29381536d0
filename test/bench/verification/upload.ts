import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Api, send } from '../client.ts';

const WITHIN_MS = 300_000;

export interface Upload {
  type: string;
  bytes: Buffer;
  mediaType: string;
  fileName: string;
}

export interface Answered {
  outcome: string | null;
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

/** What `file_safety` said of a customer's only document, once it has; asked each `everyMs`. */
export async function safetyOf(api: Api, customer: string, everyMs = 100): Promise<Answered> {
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
    if (performance.now() > until) return { outcome: null, reasons: [] };
    await wait(everyMs);
  }
}
