import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CaseState } from '../../domain/case/state.ts';
import { MANUAL_1, STANDARD_1 } from '../../domain/shipped.ts';
import type { RunChecks } from '../../domain/work.ts';
import { close, lock, submitDocuments } from '../../workflows/messages.ts';
import { allPass, APP, CONVERTER, openCaseKit, submission, until } from './case-kit.ts';
import type { CaseKit } from './case-kit.ts';

/** One folder a release; a landed history is never written again. */
const RELEASE = '0.1.0';
const ROOT = new URL('../histories/', import.meta.url);

type Opened = Awaited<ReturnType<CaseKit['open']>>;
let kit: CaseKit;
let worker: Worker;
let running: Promise<void>;
let bill: 'pass' | 'old' = 'pass';
let away = 0;

beforeAll(async () => {
  kit = await openCaseKit({
    recordEvents: () => (away-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve()),
    runChecks: (round) => (bill === 'old' ? tooOld(round) : allPass(round)),
  });
  worker = await kit.createWorker();
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await kit.close();
});

async function tooOld(round: RunChecks) {
  return (await allPass(round)).map((one) =>
    one.kind === 'address_recency'
      ? { ...one, outcome: 'fail' as const, reasons: ['address_document_too_old' as const] }
      : one,
  );
}

const send = (one: Opened, type: 'passport' | 'utility_bill') =>
  one.handle.executeUpdate(submitDocuments, { args: [submission(type)] });
const reaches = (one: Opened, test: (state: CaseState) => boolean) =>
  until(() => {
    const state = kit.rows.get(one.customer)?.state;
    return state && test(state);
  });
const reasonOf = (word: string) => (state: CaseState) => state.status === word;

/** Each state a case can rest in, and each thing it can wait for. */
const STORIES = {
  collecting: async () => {
    const one = await kit.open();
    await reaches(one, ({ version }) => version === 1);
    return one;
  },
  resubmission: async () => {
    const one = await kit.open();
    await send(one, 'passport');
    await reaches(one, ({ version }) => version === 3);
    bill = 'old';
    await send(one, 'utility_bill');
    await reaches(one, reasonOf('restricted'));
    bill = 'pass';
    return one;
  },
  review: async () => {
    const one = await kit.open({ policy: MANUAL_1 });
    await send(one, 'passport');
    await reaches(one, ({ review }) => review !== null);
    return one;
  },
  active: async () => {
    const one = await kit.open();
    await send(one, 'passport');
    await send(one, 'utility_bill');
    await reaches(one, reasonOf('active'));
    return one;
  },
  locked: async () => {
    const one = await kit.open();
    await one.handle.executeUpdate(lock, { args: [{ kind: 'locked', actor: APP, reason: null }] });
    return one;
  },
  closed: async () => {
    const one = await kit.open();
    const end = { kind: 'closed', actor: APP, withdrawn: true, reason: null } as const;
    await one.handle.executeUpdate(close, { args: [end] });
    return one;
  },
  expired: async () => {
    const onboarding = { seconds: 0.3 };
    const deadlines = { ...STANDARD_1.deadlines, onboarding };
    const one = await kit.open({ policy: { ...STANDARD_1, reminders: [], deadlines } });
    await reaches(one, ({ expiredAt }) => expiredAt !== null);
    return one;
  },
  fallen_back: async () => {
    const one = await kit.open();
    await reaches(one, ({ version }) => version === 1);
    away = 4;
    await send(one, 'passport');
    await reaches(one, ({ version }) => version === 3);
    return one;
  },
} satisfies Record<string, () => Promise<Opened>>;

describe(`the histories of ${RELEASE}`, () => {
  it.each(Object.keys(STORIES) as (keyof typeof STORIES)[])('has one of %s', async (story) => {
    const path = new URL(`${RELEASE}/${story}.json`, ROOT);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (!isThere) {
      const { handle } = await STORIES[story]();
      await writeFile(path, historyToJSON(await handle.fetchHistory()));
    }
    expect((await readFile(path)).length).toBeGreaterThan(1000);
  });

  it('all replay, and those of every release before', async () => {
    const replayed: string[] = [];
    for (const release of await readdir(ROOT)) {
      for (const name of await readdir(new URL(`${release}/`, ROOT))) {
        const history: unknown = JSON.parse(
          await readFile(new URL(`${release}/${name}`, ROOT), 'utf8'),
        );
        await Worker.runReplayHistory(
          { workflowBundle: { codePath: inject('bundlePath') }, dataConverter: CONVERTER },
          history,
          idOf(history),
        );
        replayed.push(`${release}/${name}`);
      }
    }
    expect(replayed.length).toBeGreaterThanOrEqual(Object.keys(STORIES).length);
  });
});

/** Payloads are sealed per workflow id, and the first event carries it. */
function idOf(history: unknown): string {
  const { events } = history as {
    events: { workflowExecutionStartedEventAttributes: { workflowId: string } }[];
  };
  return events[0]?.workflowExecutionStartedEventAttributes.workflowId ?? 'case/unknown';
}
