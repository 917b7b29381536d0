import type { Answered, Asked, Caller } from './caller.ts';
import { form, picture } from './people.ts';

export const ORIGIN = 'https://verify.example';
export const COOKIE = '__Host-vouch-verify';

/** A customer with a started link, who sends requests as our own page would. */
export interface Holder {
  /** The id of the link. */
  link: string;
  token: string;
  cookie: string;
  csrf: string;
  ask: (method: string, path: string, asked?: Asked) => Promise<Answered>;
  /** Uploads a page into its place; by default a new picture. */
  stage: (type: string, place?: string, file?: File) => Promise<Answered>;
  submit: () => Promise<Answered>;
}

/** Makes a link for a customer, with an app’s key. */
export async function linkFor(
  api: Caller,
  key: string,
  to: { customer: string; expires_at?: string },
): Promise<{ link: string; token: string }> {
  const { customer, ...body } = to;
  const made = await api.ask('POST', `/v1/customers/${customer}/links`, { key, body });
  const token = made.text('/url').split('/').at(-1) ?? '';
  return { link: made.text('/id'), token };
}

/** Starts a link, as its button does. */
export async function startedBy(
  api: Caller,
  { link, token }: { link: string; token: string },
): Promise<Holder> {
  const headers = { origin: ORIGIN };
  const started = await api.ask('POST', `/verify/${token}/start`, { headers, once: null });
  if (started.status !== 201) throw new Error(JSON.stringify(started.body));
  const cookie = /^[^;]+/.exec(started.headers.get('set-cookie') ?? '')?.[0] ?? '';
  const csrf = started.text('/csrf_token');
  const ask: Holder['ask'] = (method, path, asked = {}) => {
    const own = method === 'GET' ? { cookie } : { cookie, origin: ORIGIN, 'x-csrf-token': csrf };
    return api.ask(method, path, { once: null, ...asked, headers: { ...own, ...asked.headers } });
  };
  return {
    link,
    token,
    cookie,
    csrf,
    ask,
    stage: (type, place = 'front', file = picture()) => {
      const path = `/verify/session/documents/${type}/pages/${place}`;
      return ask('PUT', path, { form: form({ file }) });
    },
    submit: () => ask('POST', '/verify/session/submit'),
  };
}
