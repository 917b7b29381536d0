import type { Answered, Caller } from './caller.ts';

/** A request body that creates a new person, with what the test changes. */
export function newCustomer(
  more: Record<string, unknown> = {},
  details: Record<string, unknown> = {},
) {
  return {
    level: 'standard',
    details: {
      given_names: 'Anna Maria',
      family_name: 'Eriksson',
      birth_date: '1974-08-12',
      nationality: 'SE',
      email: 'anna@example.com',
      phone: '+46701234567',
      address: { line1: 'Storgatan 1', city: 'Uppsala', postal_code: '753 20', country: 'SE' },
      ...details,
    },
    ...more,
  };
}

/** Opens a case and returns its customer's id. */
export async function createdBy(
  api: Caller,
  key: string,
  more?: Record<string, unknown>,
): Promise<string> {
  const made = await api.ask('POST', '/v1/customers', { key, body: newCustomer(more) });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.text('/id');
}

export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]);

/** A new picture: no two files of a test are the same. */
export function picture(): File {
  const bytes = Buffer.concat([JPEG, Buffer.from(crypto.randomUUID())]);
  return new File([bytes], 'page.jpg', { type: 'image/jpeg' });
}

export function form(fields: Record<string, string | File>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
}

/** Submits documents of these types in one call. */
export async function submittedBy(
  api: Caller,
  key: string,
  to: { customer: string; types: string[] },
): Promise<Answered> {
  const fields = to.types.flatMap((type, n): [string, string | File][] => [
    [`documents[${n}][type]`, type],
    [`documents[${n}][front]`, picture()],
  ]);
  const path = `/v1/customers/${to.customer}/documents`;
  return api.ask('POST', path, { key, form: form(Object.fromEntries(fields)) });
}

/**
 * Asks until the customer has this status reason and nothing is being verified any more, and returns the
 * customer. A review opens with the first requirement that needs a person, while other checks still run and
 * change the evidence.
 */
export async function reaches(
  api: Caller,
  key: string,
  wish: { customer: string; reason: string },
): Promise<Answered> {
  for (let tries = 0; ; tries += 1) {
    const read = await api.ask('GET', `/v1/customers/${wish.customer}`, { key });
    const reason = read.text('/status_reason');
    const { requirements } = read.body as { requirements: { pending: string[] } };
    if (reason === wish.reason && requirements.pending.length === 0) return read;
    if (tries > 150) {
      throw new Error(`still ${reason} and ${requirements.pending.join()}, not ${wish.reason}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}
