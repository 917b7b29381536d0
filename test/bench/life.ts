import { type Api, create, papers, submit, untilActive } from './client.ts';

/** A lifecycle over HTTP: create, three documents in three calls, to `active`; its workflow's id. */
export async function life(api: Api): Promise<string> {
  const customer = await create(api, { policy: 'three', level: 'three' });
  for (const paper of papers()) await submit(api, customer, [paper]);
  await untilActive(api, customer);
  return `case/${customer}`;
}
