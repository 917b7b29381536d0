import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftMs } from '../../../domain/time.ts';
import { createLink } from '../../../store/links/create-link.ts';
import { findLinkByToken, type HeldLink } from '../../../store/links/held-link.ts';
import { listDrafts } from '../../../store/links/list-drafts.ts';
import { revokeLink } from '../../../store/links/revoke-link.ts';
import { stagePage } from '../../../store/links/stage-page.ts';
import { startSession } from '../../../store/links/start-session.ts';
import { completeLink } from '../../../store/links/submit-link.ts';
import { newId } from '../../../platform/new-id.ts';
import { sweep } from '../../../store/sweep.ts';
import { APP, freshStore, makeCase, T0, TEST, type TestStore } from '../kit/make.ts';

const HOUR = 3_600_000;
let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const transact = <T>(
  work: Parameters<ReturnType<typeof store.database.transaction>['execute']>[0],
) => store.database.transaction().execute(work) as Promise<T>;

interface Staged {
  link: HeldLink;
  blob: string;
}

/** A link of two days with one page, whose file is as old as itself. */
async function staged(): Promise<Staged> {
  const { customer } = await makeCase(store);
  const [id, blob] = [newId('link'), newId('blob')];
  const content = Buffer.from('a page');
  await store.blobs.put({ customer, id: blob, bytes: content });
  await utimes(join(store.directory, 'blobs', blob.slice(4, 6), blob), new Date(T0), new Date(T0));
  const expiresAt = shiftMs(T0, 48 * HOUR);
  const link = await transact<HeldLink>(async (trx) => {
    const token = await createLink(trx, APP, TEST, { id, customer, expiresAt, at: T0 });
    const found = await findLinkByToken(trx, { token: token.reveal(), now: T0 });
    if (!found) throw new Error('the link is not there');
    await startSession(trx, found, { at: T0 });
    const page = { type: 'passport', place: 'front', blob, mediaType: 'image/jpeg' } as const;
    const more = { content, magic: [], step: null, begunAt: T0, bytesMax: 1000, at: T0 };
    await stagePage(trx, store.keys, found, { ...page, ...more });
    return found;
  });
  return { link, blob };
}

async function left({ link, blob }: Staged) {
  const { database, blobs } = store;
  const sessions = database.selectFrom('link_session').selectAll().where('link_id', '=', link.id);
  const opened = await Promise.allSettled([blobs.open({ customer: link.customer, id: blob })]);
  return {
    drafts: (await listDrafts(database, link.id)).length,
    sessions: (await sessions.execute()).length,
    hasBlob: opened[0].status === 'fulfilled',
  };
}
const ALL = { drafts: 1, sessions: 1, hasBlob: true };
const NOTHING = { drafts: 0, sessions: 0, hasBlob: false };
const sweepAt = (hours: number) =>
  sweep(store.database, store.blobs, { now: shiftMs(T0, hours * HOUR) });

test('what an open link has staged stays, however old; an hour after its end it is gone', async () => {
  const one = await staged();
  await sweepAt(49);
  expect(await left(one)).toEqual(ALL);
  const swept = await sweep(store.database, store.blobs, { now: shiftMs(T0, 49 * HOUR + 1) });
  expect(swept.drafts).toBe(1);
  expect(await left(one)).toEqual(NOTHING);
});

test('a revoked link’s pages go with it', async () => {
  const one = await staged();
  const { id, customer } = one.link;
  await transact((trx) => revokeLink(trx, APP, { id, customer, at: shiftMs(T0, HOUR) }));
  await sweepAt(26);
  expect(await left(one)).toEqual(NOTHING);
});

test('the files of a completed link are the case’s: no sweep takes what an upload names', async () => {
  const one = await staged();
  const { customer } = one.link;
  const [draft] = await listDrafts(store.database, one.link.id);
  const upload = {
    document_id: draft?.document ?? '',
    page: 0,
    customer_id: customer,
    side: 'front' as const,
    blob_id: one.blob,
    media_type: 'image/jpeg' as const,
    bytes: 6,
    digest: 'sha256:0',
    salt: Buffer.alloc(40) as never,
    sha256: Buffer.alloc(40) as never,
    test_values: null,
    created_at: shiftMs(T0, 2 * HOUR),
    created_by: JSON.stringify(APP),
  };
  await store.database.insertInto('upload').values(upload).execute();
  const at = shiftMs(T0, 2 * HOUR);
  await transact((trx) => completeLink(trx, one.link, { documents: [upload.document_id], at }));
  await sweepAt(26);
  expect(await left(one)).toEqual({ drafts: 0, sessions: 0, hasBlob: true });
});
