import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleWorkflows } from '../worker/bundle.ts';
import { BAD_SAMPLES, GOOD_SAMPLES } from './house/bad-samples.ts';
import { citedPaths } from './house/cited-paths.ts';
import { closedDoors } from './house/closed-doors.ts';
import { lateConstants } from './house/late-constants.ts';
import { lintSamples } from './house/lint-samples.ts';
import { digestsOf } from './house/migration-digests.ts';
import { silentMutations } from './house/silent-mutations.ts';
import { filesIn, linesOf, ROOMS, ROOT, textOf } from './house/tree.ts';

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
      workflows: ['domain'],
      store: ['domain'],
      activities: ['domain', 'store'],
      api: ['domain', 'store', 'workflows'],
      worker: ['domain', 'store', 'activities'],
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
      const names = filesIn(`store/migrations/${folder}`).map((path) => basename(path));
      expect(names.filter((name) => !/^20\d\d-\d\d-\d\d-[a-z0-9-]+\.ts$/.test(name))).toEqual([]);
      expect(names.length).toBeGreaterThan(0);
    },
  );

  // By digest, not by git: a shallow clone and a release's archive know no history.
  test('a landed migration is as it landed; a new one is entered with its digest', () => {
    const paths = filesIn('store/migrations');
    const now = digestsOf(Object.fromEntries(paths.map((path) => [path, textOf(path)])));
    expect(now).toEqual(JSON.parse(textOf('test/house/landed-migrations.json')));
  });
});

describe('texts', () => {
  test('every path a document cites exists', () => {
    const documents = FILES.filter((path) => path.endsWith('.md'));
    const lost = documents.flatMap((path) =>
      citedPaths(path, textOf(path), FOLDERS)
        .filter(
          (cited) => ![ROOT, join(ROOT, dirname(path))].some((at) => existsSync(join(at, cited))),
        )
        .map((cited) => `${path}: ${cited}`),
    );
    expect(documents).toContain('ARCHITECTURE.md');
    expect(lost).toEqual([]);
  });

  test('a cited path is recognised in code, links and shell', () => {
    const text = 'See `store/seal.ts`, [this](decisions/0001-a.md), `npm test`, `/v1/me`, `a/b`.';
    const shell =
      '```sh\ncurl -F file=@test/a.jpg http://127.0.0.1:3000/v1/x\n```\n`dist/api/main.js`';
    expect(citedPaths('docs/a.md', `${text}\n${shell}`, FOLDERS)).toEqual([
      'docs/decisions/0001-a.md',
      'store/seal.ts',
      'test/a.jpg',
    ]);
  });

  test('nothing is left for later', () => {
    const later = new RegExp(`\\b(${['FIX', 'TO'].join('|')})(ME|DO)\\b`);
    const texts = FILES.filter((path) => /\.(ts|md|json|ya?ml)$/.test(path));
    expect(texts.filter((path) => later.test(textOf(path)))).toEqual([]);
  });
});
