import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../domain/checks/checks.ts';
import { bundleWorkflows } from '../worker/bundle.ts';
import { BAD_SAMPLES, GOOD_SAMPLES } from './house/bad-samples.ts';
import { closedDoors } from './house/closed-doors.ts';
import { importCircles } from './house/import-circles.ts';
import { lateConstants } from './house/late-constants.ts';
import { lintSamples } from './house/lint-samples.ts';
import { digestsOf } from './house/migration-digests.ts';
import { silentMutations } from './house/silent-mutations.ts';
import { filesIn, linesOf, ROOMS, textOf } from './house/tree.ts';

const FILES = filesIn('');
const SOURCES = ROOMS.flatMap((room) => filesIn(room)).filter((path) => path.endsWith('.ts'));
const FOLDERS = ['.ci', ...ROOMS, 'test', 'docs'];

/** Writes that change nothing anybody decided: the keeping of books about requests, keys and the trail. */
const NO_MUTATIONS = [
  'beginChange', // that one is under way: its own entries tell what it did
  'advanceMove', // how far a move came: each case it counts has an entry of its own
  'applyReplays', // asked for, and audited, by askReplay
  'beginIdempotent',
  'checkpointOf',
  'claimChallenges', // who sends what: what comes of it is audited
  'claimDue',
  'cleanWebhooks',
  'createKeyVerifier', // when a key was last used
  'fanOut',
  'finishIdempotent',
  'forgetIdempotent',
  'giveFilesBack', // the day's count of files
  'releaseIdempotent',
  'takePage', // the cases that a move is about to ask
  'rememberEffect',
  'undoChange',
  'claimCallbacks', // who looks after what: what comes of it is audited
  'leaseVendorCheck', // who asks just now
  'releaseVendorCheck',
  'settleCallback',
  'forgetCallbacks',
  'writeCheckpoint',
  'takeChangedUnscoped', // which cases are compared just now
  'noteComparedUnscoped',
];

describe('the plan', () => {
  test('there are the rooms and nothing beside them', () => {
    const folders = FILES.filter((path) => path.includes('/')).map(
      (path) => path.split('/')[0] ?? '',
    );
    expect([...new Set(folders)].toSorted()).toEqual([...FOLDERS].toSorted());
  });

  test('an index.ts is the bundle’s alone', () => {
    const found = FILES.filter((path) => basename(path) === 'index.ts');
    expect(found).toEqual(['workflows/index.ts']);
  });

  test('folders and files are named in kebab-case', () => {
    const odd = [...SOURCES, ...filesIn('test').filter((path) => path.endsWith('.ts'))].filter(
      (path) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.test|\.d)?\.ts$/.test(path),
    );
    expect(odd).toEqual([]);
  });

  test('no room is called after what it is not', () => {
    const names = SOURCES.flatMap((path) => path.replace(/\.ts$/, '').split('/'));
    expect(
      names.filter((name) => /^(utils?|helpers?|common|shared|types|lib)$/.test(name)),
    ).toEqual([]);
  });
});

describe('rooms', () => {
  const folders = new Map<string, string[]>();
  for (const path of SOURCES.filter((one) => !one.includes('/migrations/'))) {
    folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path]);
  }

  test('no folder has more than 25 files directly in it', () => {
    const full = [...folders].filter(([, paths]) => paths.length > 25).map(([folder]) => folder);
    expect(full).toEqual([]);
  });

  test.each(['domain', 'store', 'api', 'activities/verification', 'worker'])(
    '%s has at most 12 files at its top',
    (room) => {
      expect(folders.get(room)?.length ?? 0).toBeLessThanOrEqual(12);
    },
  );

  test('each kind of check that an engine answers is one file, called after it', () => {
    const kinds = CHECKS.filter((kind) => kind !== 'manual' && kind !== 'screening');
    const files = folders.get('activities/verification/checks') ?? [];
    expect(files.map((path) => basename(path, '.ts')).toSorted()).toEqual(
      kinds.map((kind) => kind.replaceAll('_', '-')).toSorted(),
    );
  });
});

describe('sizes', () => {
  test('no file has more than 300 lines', () => {
    const texts = [...SOURCES, ...filesIn('test')].filter((path) => path.endsWith('.ts'));
    expect(texts.filter((path) => linesOf(path) > 300)).toEqual([]);
  });

  test('the median source file has 25 to 70 lines', () => {
    const sizes = SOURCES.map(linesOf).toSorted((a, b) => a - b);
    const median = sizes[Math.floor(sizes.length / 2)];
    expect(median).toBeGreaterThanOrEqual(25);
    expect(median).toBeLessThanOrEqual(70);
  });
});

describe('doors', () => {
  test('the compiler opens those of the plan and no other', () => {
    const open: Record<(typeof ROOMS)[number], readonly string[]> = {
      domain: [],
      platform: ['domain'],
      store: ['domain', 'platform'],
      workflows: ['domain'],
      activities: ['domain', 'platform', 'store'],
      api: ['domain', 'platform', 'store', 'workflows'],
      worker: ['domain', 'platform', 'store', 'activities'],
    };
    const closed = ROOMS.flatMap((room) =>
      [...ROOMS, 'test']
        .filter((other) => other !== room && !open[room].includes(other))
        .map((other) => `${room}/to-${other}.ts`),
    );
    expect([...closedDoors([...ROOMS, 'test'])].toSorted()).toEqual(closed.toSorted());
  });

  test('every lint rule refuses its bad sample, and passes a good one', () => {
    const bad = BAD_SAMPLES.map(([, path, text]) => [path, text] as const);
    const refused = lintSamples([...GOOD_SAMPLES, ...bad]);
    const missed = BAD_SAMPLES.filter(([rule, path]) => !refused.get(path)?.includes(rule));
    expect(missed.map(([rule, path]) => `${rule} ${path}`)).toEqual([]);
    expect(GOOD_SAMPLES.flatMap(([path]) => refused.get(path) ?? [])).toEqual([]);
  });

  test('no files import each other in a circle, not even types', () => {
    const texts = Object.fromEntries(SOURCES.map((path) => [path, textOf(path)]));
    expect(importCircles(texts)).toEqual([]);
    const circle = {
      'a/one.ts': "import type { Two } from './two.ts';",
      'a/two.ts': "import {\n  type Three,\n} from '../b/three.ts';",
      'b/three.ts': "export { one } from '../a/one.ts';",
      'b/four.ts': "import { three } from './three.ts';",
    };
    expect(importCircles(circle)).toEqual([['a/one.ts', 'a/two.ts', 'b/three.ts']]);
  });

  test('a main has its constants before it first waits', () => {
    expect(SOURCES.filter((path) => lateConstants(textOf(path)).length > 0)).toEqual([]);
    const late = "await run();\n\nconst CHILDREN = ['gate'];\n";
    expect(lateConstants(late)).toEqual(['CHILDREN']);
    expect(lateConstants(late.replace('await ', ''))).toEqual([]);
  });
});

describe('the workflow bundle', () => {
  test('holds the domain, the workflows and the SDK, and stays small', async () => {
    const { code } = await bundleWorkflows();
    const [script = '', map = ''] = code.split(/\/\/# sourceMappingURL=data:[^,]*,/);
    const { sources } = JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] };
    const ours = sources.filter((path) => !path.includes('node_modules/'));
    const foreign = ours.filter((path) => !/(^webpack\/|\/(domain|workflows)\/[^]*$)/.test(path));
    expect(foreign).toEqual([]);
    expect(ours.some((path) => path.endsWith('/workflows/case.ts'))).toBe(true);
    const packages = sources.flatMap(
      (path) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    expect([...new Set(packages)].toSorted()).toEqual([
      '@temporalio/common',
      '@temporalio/workflow',
      'long',
      'ms',
      'nexus-rpc',
    ]);
    // Without its source map; the SDK alone is some 0.6 MB of it. A cached workflow holds it all.
    expect(script.length).toBeLessThan(900_000);
  });
});

describe('the store', () => {
  test('a function of the store that changes something appends an audit entry', () => {
    const texts = filesIn('store').filter(
      (path) => path.endsWith('.ts') && !path.includes('migrations/'),
    );
    // A checkpoint signs the trail itself: an entry for it would have to be covered by another one.
    // What a run did is remembered beside its key; the effect itself has its entry.
    expect(silentMutations(texts.map(textOf)).toSorted()).toEqual(NO_MUTATIONS.toSorted());
  });

  test('a change without an entry would be noticed, also through what it calls', () => {
    const revoke = textOf('store/api-keys/revoke-api-key.ts');
    expect(silentMutations([revoke])).toEqual([]);
    expect(silentMutations([revoke.replaceAll('appendAudit(', 'forget(')])).toEqual([
      'revokeApiKey',
    ]);
    const silent = `export async function drop(trx: Transaction<Database>): Promise<void> {
  await remove(trx);
}

async function remove(trx: Transaction<Database>): Promise<void> {
  await trx.deleteFrom('customer').execute();
}
`;
    expect(silentMutations([silent])).toEqual(['drop']);
    expect(
      silentMutations([silent.replace('await remove(trx)', '$&;\n  await appendAudit(trx)')]),
    ).toEqual([]);
    expect(silentMutations([silent.replaceAll('deleteFrom', 'selectFrom')])).toEqual([]);
  });

  test.each(['main', 'keys'])(
    'migrations of %s carry their day and stand in its order',
    (folder) => {
      const names = filesIn(`store/db/migrations/${folder}`).map((path) => basename(path));
      expect(names.filter((name) => !/^20\d\d-\d\d-\d\d-[a-z0-9-]+\.ts$/.test(name))).toEqual([]);
      expect(names.length).toBeGreaterThan(0);
    },
  );

  // By digest, not by git: a shallow clone and a release's archive know no history.
  test('a landed migration is as it landed; a new one is entered with its digest', () => {
    const paths = filesIn('store/db/migrations');
    const now = digestsOf(Object.fromEntries(paths.map((path) => [path, textOf(path)])));
    expect(now).toEqual(JSON.parse(textOf('test/house/landed-migrations.json')));
  });
});

// What a new version is compared with must not change with it: npm run histories records what is missing.
describe('the recorded histories', () => {
  const paths = filesIn('test/histories');
  const landed = () => JSON.parse(textOf('test/house/landed-histories.json')) as object;

  test('are as they landed, none is missing; a new one is entered with its digest', () => {
    const now = digestsOf(Object.fromEntries(paths.map((path) => [path, textOf(path)])));
    expect(now).toEqual(landed());
  });

  test('one that was deleted or recorded anew would be noticed', () => {
    const [first = '', ...others] = paths;
    const texts = Object.fromEntries(others.map((path) => [path, textOf(path)]));
    expect(digestsOf(texts)).not.toEqual(landed());
    expect(digestsOf({ ...texts, [first]: `${textOf(first)}\n` })).not.toEqual(landed());
  });
});
