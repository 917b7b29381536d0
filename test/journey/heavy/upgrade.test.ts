import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Corpus, plainly } from '../../corpus/customers.ts';
import { approve, submit } from '../../corpus/live.ts';
import { CORPUS, RELEASE, unpackData } from '../../corpus/places.ts';
import { createClient } from '../client.ts';
import { startWhole, type Whole } from '../faults/whole.ts';

const DAY_MS = 24 * 3_600_000;
const isThere = existsSync(CORPUS);
const title = `the data of ${RELEASE.name} under this version`;

describe.skipIf(!isThere)(isThere ? title : `${title}: skipped, npm run corpus makes them`, () => {
  let whole: Whole;
  let corpus: Corpus;
  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'vouch-upgrade-'));
    await unpackData(CORPUS, directory);
    corpus = JSON.parse(await readFile(join(directory, 'corpus.json'), 'utf8')) as Corpus;
    whole = await startWhole({}, { directory });
    await whole.untilReady();
  }, 300_000);
  afterAll(() => whole.stop(), 60_000);

  const asApp = () => plainly(whole.url, corpus.key);
  const idOf = (name: string) => corpus.customers[name]?.id ?? '';

  test('everybody stands as they stood, with the events that they had', async () => {
    for (const [name, known] of Object.entries(corpus.customers)) {
      const { standing, events } = await asApp().keep(known.id);
      expect([name, standing]).toEqual([name, known.standing]);
      expect(events.slice(0, known.events.length)).toEqual(known.events);
    }
  });

  test('whoever was under way comes to the end', async () => {
    const app = asApp();
    await submit(app, idOf('collecting'), 'passport', 'pass_all');
    await submit(app, idOf('collecting'), 'utility_bill', 'pass_all');
    await submit(app, idOf('asked_again'), 'utility_bill', 'pass_all');
    await approve(plainly(whole.url, corpus.reviewerKey), idOf('in_review'));
    await app.asked('POST', `/v1/customers/${idOf('locked')}/unlock`, { body: {} });
    for (const name of ['collecting', 'asked_again', 'in_review', 'locked']) {
      await app.reach(idOf(name), 'active/verified');
    }
  }, 120_000);

  test('a request whose answer was kept is answered by it again, for a day', async ({ skip }) => {
    const { at, once, body, answer } = corpus.kept;
    if (Date.now() - Date.parse(at) > DAY_MS - 600_000) skip('the answer was kept for a day');
    const again = await createClient(whole.url, corpus.key).ask('POST', '/v1/customers', {
      body,
      once,
    });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(answer);
  });
});
