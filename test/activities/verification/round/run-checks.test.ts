import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childError } from '../../../../activities/verification/child/child-error.ts';
import type {
  BarcodeReader,
  FaceReader,
  FileSanitiser,
  TextReader,
  TextRecognizer,
} from '../../../../activities/verification/engines/engines.ts';
import {
  type Evidence,
  storeEvidence,
} from '../../../../activities/verification/round/evidence.ts';
import { runChecks } from '../../../../activities/verification/round/run-checks.ts';
import type { CheckAnswer } from '../../../../domain/checks/checks.ts';
import type { RunChecks } from '../../../../domain/case/round.ts';
import { connect } from '../../../../store/db/database.ts';
import { createMeters, type Meters } from '../../../../platform/metrics/meters.ts';
import { newId } from '../../../../platform/new-id.ts';
import type { Store } from '../../../../store/open-store.ts';
import {
  freshStore,
  happens,
  makeCase,
  saveCase,
  submission,
  T0,
  type TestStore,
} from '../../../store/kit/make.ts';

const TRIES = 3;
let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

/** The round of a passport that was just submitted, its page in the store. */
async function submitted(): Promise<RunChecks> {
  const one = happens(await makeCase(store), submission());
  await saveCase(store, one);
  const round = one.effects
    .flatMap((effect) => (effect.kind === 'run_checks' ? [effect.round] : []))
    .find(({ document }) => document !== null);
  const page = round?.documents[0]?.pages[0];
  if (!round || !page) throw new Error('no round');
  const bytes = Buffer.from('a passport scan');
  await store.blobs.put({ customer: one.customer, id: page.blob, bytes });
  return round;
}

const died: FileSanitiser['clean'] = async () => {
  throw childError('ChildNotStarted', 'gate', 'exit');
};
const hangs: FileSanitiser['clean'] = async (_, { signal }) => {
  await sleep(60_000, undefined, { signal }).catch(() => signal.throwIfAborted());
  throw new Error('the signal never came');
};
const recognizer: TextRecognizer = {
  version: 'none@1',
  read: async () => {
    throw childError('ChildNotStarted', 'ocr', 'exit');
  },
  probe: async () => false,
  close: async () => undefined,
};

const barcodes: BarcodeReader = {
  ...recognizer,
  read: async () => {
    throw childError('ChildNotStarted', 'barcode', 'exit');
  },
};

const letters: TextReader = {
  ...recognizer,
  read: async () => {
    throw childError('ChildNotStarted', 'letters', 'exit');
  },
  readAt: async () => {
    throw childError('ChildNotStarted', 'letters', 'exit');
  },
};
const faces: FaceReader = {
  ...recognizer,
  read: async () => {
    throw childError('ChildNotStarted', 'faces', 'exit');
  },
};

interface Try {
  attempt?: number;
  clean?: FileSanitiser['clean'];
  evidence?: Evidence;
  meters?: Meters;
}

/** One try of the activity, with an engine that is broken in this way. */
function run(
  round: RunChecks,
  { attempt = 1, clean = died, evidence = evidenceOf(), meters }: Try,
): Promise<CheckAnswer[]> {
  const info = { attempt, startToCloseTimeoutMs: 2000 };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  const deps = {
    evidence,
    gate: { version: 'gate@1', clean, close: async () => undefined },
    recognizer,
    barcodes,
    letters,
    faces,
    now: () => T0,
    triesMax: TRIES,
    crash: () => undefined,
    log: { error: () => undefined },
    ...(meters ? { meters } : {}),
  };
  return environment.run(runChecks(deps), round);
}

const evidenceOf = (more: Partial<Store> = {}) => storeEvidence({ ...store, ...more }, () => T0);
const outcomes = (found: CheckAnswer[]) => [...new Set(found.map(({ outcome }) => outcome))];
const opened = async ({ customer }: RunChecks) => {
  const rows = store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer);
  return (await rows.execute()).filter(({ body }) => body.includes('"round.opened"')).length;
};

test('an engine that is dead is thrown to be tried again, and unavailable at the last try', async () => {
  const round = await submitted();
  for (const attempt of [1, TRIES - 1]) {
    await expect(run(round, { attempt })).rejects.toMatchObject({ type: 'ChildNotStarted' });
  }
  const found = await run(round, { attempt: TRIES });
  expect(found).toHaveLength(round.checks.length);
  expect(outcomes(found)).toEqual(['unavailable']);
});

test('an engine that never answers is cut off before Temporal does it, and counts', async () => {
  const round = await submitted();
  await expect(run(round, { clean: hangs })).rejects.toMatchObject({ type: 'TimeoutError' });
  expect(outcomes(await run(round, { clean: hangs, attempt: TRIES }))).toEqual(['unavailable']);
});

test('Postgres away for a moment is thrown however many tries there were', async () => {
  const round = await submitted();
  const database: Store['database'] = connect('postgresql://nobody@127.0.0.1:1/none');
  const attempt = 100 * TRIES;
  try {
    const { details } = evidenceOf({ database });
    const lost = run(round, { attempt, evidence: { ...evidenceOf(), details } });
    await expect(lost).rejects.toMatchObject({ type: 'ECONNREFUSED', nonRetryable: false });
  } finally {
    await database.destroy();
  }
  expect(await evidenceOf().stored(round)).toEqual([]);
});

test('blobs away are thrown however many tries there were, and nothing is answered', async () => {
  const round = await submitted();
  const [blobs, away] = [join(store.directory, 'blobs'), join(store.directory, 'away')];
  await rename(blobs, away);
  await mkdir(blobs);
  try {
    const lost = run(round, { attempt: 100 * TRIES });
    await expect(lost).rejects.toMatchObject({ type: 'not_found', nonRetryable: false });
    expect(await evidenceOf().stored(round)).toEqual([]);
  } finally {
    await rm(blobs, { recursive: true });
    await rename(away, blobs);
  }
});

test('the audit entry stands before a page is opened, also where the engine then dies', async () => {
  const round = await submitted();
  const plain = evidenceOf();
  const before: number[] = [];
  const files: Evidence['files'] = async (asked) => {
    before.push(await opened(asked));
    return plain.files(asked);
  };
  await expect(run(round, { evidence: { ...plain, files } })).rejects.toThrow();
  expect(before).toEqual([1]);
  expect(await opened(round)).toBe(1);
});

test('one number of one country is one, by whichever of its codes the documents name it', async () => {
  const [first, second, third] = [await submitted(), await submitted(), await submitted()];
  const { othersWith } = evidenceOf();
  const documentNumber = `AA${newId('document').slice(-8)}`;
  const number = { documentNumber, isCertain: true };
  expect(await othersWith(first, { ...number, issuer: 'GBR' })).toEqual({ others: 0, alike: 0 });
  expect(await othersWith(second, { ...number, issuer: 'GBD' })).toEqual({ others: 1, alike: 0 });
  expect(await othersWith(third, { ...number, issuer: 'UTO' })).toEqual({ others: 0, alike: 0 });
});

test('tries, checks and engines are counted', async () => {
  const round = await submitted();
  const meters = createMeters('verification');
  await expect(run(round, { meters })).rejects.toThrow();
  await expect(run(round, { meters, attempt: 2 })).rejects.toThrow();
  await run(round, { meters, attempt: TRIES });
  const text = await meters.text();
  expect(text).toContain('vouch_rounds_total{result="failed"} 2');
  expect(text).toContain('vouch_rounds_total{result="unavailable"} 1');
  expect(text).toContain('vouch_round_retries_total 2');
  expect(text).toContain('vouch_round_duration_seconds_count 3');
  for (const { kind } of round.checks) {
    const labels = `kind="${kind}",outcome="unavailable",engine="none"`;
    expect(text).toContain(`vouch_checks_total{${labels}} 1`);
  }
});
