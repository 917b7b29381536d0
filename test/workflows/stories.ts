import { readdirSync } from 'node:fs';
import type { Worker } from '@temporalio/worker';
import type { CaseState } from '../../domain/case/state.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import { MANUAL_1, STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import { shiftMs } from '../../domain/time.ts';
import type { RowAhead } from '../../domain/work.ts';
import { close, lock, submitDocuments } from '../../workflows/messages.ts';
import { allPass, APP, type CaseKit, openCaseKit, submission, until } from './case-kit.ts';

/** One folder a release, and a generation of rules within it; a landed history is never written again. */
export const RELEASE = '0.1.0-rules-3';
export const HISTORIES = new URL('../histories/', import.meta.url);

/** The recorded histories, as `release/story.json`. */
export const RECORDED: readonly string[] = readdirSync(HISTORIES).flatMap((release) =>
  readdirSync(new URL(`${release}/`, HISTORIES)).map((name) => `${release}/${name}`),
);

/** Each state a case can rest in, and each thing it can wait for. */
export const STORIES = [
  'collecting',
  'resubmission',
  'review',
  'active',
  'locked',
  'closed',
  'expired',
  'fallen_back',
  'taken_over',
] as const;
export type Story = (typeof STORIES)[number];

type Opened = Awaited<ReturnType<CaseKit['open']>>;

/** What the fakes do next. */
interface Stage {
  bill: 'pass' | 'old';
  /** So many recordings fail. */
  away: number;
  /** What the next recording is told that its row has. */
  ahead: RowAhead | undefined;
}

/** A worker whose fakes act the stories, and a function for each that lets one happen. */
export async function openStories() {
  const stage: Stage = { bill: 'pass', away: 0, ahead: undefined };
  const kit = await openCaseKit({
    recordEvents: () => {
      if (stage.away-- > 0) return Promise.reject(new Error('away'));
      const answer = stage.ahead;
      stage.ahead = undefined;
      return Promise.resolve(answer);
    },
    runChecks: (round) => (stage.bill === 'old' ? tooOld(round) : allPass(round)),
  });
  const worker: Worker = await kit.createWorker();
  const running = worker.run();
  return {
    stories: storiesOf(kit, stage),
    close: async () => {
      worker.shutdown();
      await running;
      await kit.close();
    },
  };
}

function storiesOf(kit: CaseKit, stage: Stage): Record<Story, () => Promise<Opened>> {
  return { ...restingStories(kit, stage), ...endingStories(kit, stage) };
}

const reasonOf = (word: string) => (state: CaseState) => state.status === word;
const send = (one: Opened, type: 'passport' | 'utility_bill') =>
  one.handle.executeUpdate(submitDocuments, { args: [submission(type)] });
const reacherOf = (kit: CaseKit) => (one: Opened, test: (state: CaseState) => boolean) =>
  until(() => {
    const state = kit.rows.get(one.customer)?.state;
    return state && test(state);
  });

function restingStories(kit: CaseKit, stage: Stage) {
  const reaches = reacherOf(kit);
  return {
    collecting: async () => {
      const one = await kit.open();
      await reaches(one, ({ version }) => version === 1);
      return one;
    },
    resubmission: async () => {
      const one = await kit.open();
      await send(one, 'passport');
      await reaches(one, ({ version }) => version === 3);
      stage.bill = 'old';
      await send(one, 'utility_bill');
      await reaches(one, reasonOf('restricted'));
      stage.bill = 'pass';
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
  };
}

function endingStories(kit: CaseKit, stage: Stage) {
  const reaches = reacherOf(kit);
  return {
    locked: async () => {
      const one = await kit.open();
      await one.handle.executeUpdate(lock, {
        args: [{ kind: 'locked', actor: APP, reason: null }],
      });
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
      stage.away = 4;
      await send(one, 'passport');
      await reaches(one, ({ version }) => version === 3);
      return one;
    },
    taken_over: async () => {
      const one = await kit.open();
      const opened = await until(() => kit.rows.get(one.customer)?.state);
      const at = shiftMs(opened.openedAt, 100);
      stage.ahead = {
        changes: [{ version: 2, at, command: 'upd-lost', event: submission('passport') }],
      };
      await one.handle.executeUpdate(lock, {
        args: [{ kind: 'locked', actor: APP, reason: null }],
      });
      await reaches(one, ({ version }) => version === 4);
      return one;
    },
  };
}

async function tooOld(round: RunChecks) {
  return (await allPass(round)).map((one) =>
    one.kind === 'address_recency'
      ? { ...one, outcome: 'fail' as const, reasons: ['address_document_too_old' as const] }
      : one,
  );
}
