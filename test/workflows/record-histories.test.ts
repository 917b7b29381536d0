import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HISTORIES, openStories, RECORDED, RELEASE, STORIES } from './stories.ts';

/** `npm run histories`: what a run of all tests compares with is never written by it. */
const isAsked = process.env['HISTORIES'] === 'record';

describe.skipIf(!isAsked)(`recording the histories of ${RELEASE} that are missing`, () => {
  const missing = STORIES.filter((story) => !RECORDED.includes(`${RELEASE}/${story}.json`));
  let told: Awaited<ReturnType<typeof openStories>>;
  beforeAll(async () => {
    told = await openStories();
    await mkdir(new URL(`${RELEASE}/`, HISTORIES), { recursive: true });
  });
  afterAll(() => told.close());

  it('leaves those that are there as they are', () => {
    expect(missing.length + RECORDED.length).toBeGreaterThanOrEqual(STORIES.length);
  });

  it.each(missing)('%s', async (story) => {
    const { handle } = await told.stories[story]();
    const history = historyToJSON(await handle.fetchHistory());
    await writeFile(new URL(`${RELEASE}/${story}.json`, HISTORIES), history, { flag: 'wx' });
  });
});
