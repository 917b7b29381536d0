import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startWhole } from '../journey/faults/whole.ts';
import type { Corpus } from './customers.ts';
import { liveThrough } from './live.ts';
import { CORPUS, packData, RELEASE, ROOT } from './places.ts';

/**
 * Makes the data folder from which upgrades are tested: checks the former release out of git, installs and
 * starts it as its users do, lets customers live in it, stops it and packs its data. Where the release is
 * checked out and installed already, `npm run corpus -- PATH` takes it from there.
 */
const run = promisify(execFile);
const { commit, name } = RELEASE;
const work = await mkdtemp(join(tmpdir(), 'vouch-corpus-'));
const directory = join(work, 'data');
try {
  const root = process.argv[2] ?? (await checkOut(join(work, 'release')));
  const whole = await startWhole({}, { root, directory });
  try {
    await whole.untilReady();
    const [key = '', reviewerKey = ''] = whole.text().match(/vk_test_\w+/g) ?? [];
    const lived = await liveThrough(whole.url, { key, reviewerKey });
    await whole.halt();
    const corpus: Corpus = { release: name, key, reviewerKey, ...lived };
    await writeFile(join(directory, 'corpus.json'), `${JSON.stringify(corpus, null, 2)}\n`);
    await packData(directory, CORPUS);
    process.stdout.write(`${CORPUS}\n`);
  } finally {
    await whole.stop();
  }
} finally {
  await rm(work, { recursive: true, force: true });
}

async function checkOut(root: string): Promise<string> {
  await run('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: ROOT }).catch(() => {
    throw new Error(`git has no commit ${commit} here: fetch the whole history`);
  });
  await run('git', ['clone', '--quiet', '--no-checkout', '--shared', ROOT, root]);
  await run('git', ['checkout', '--quiet', commit], { cwd: root });
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, env, stdio: 'inherit' });
  const [code] = (await once(npm, 'close')) as [number | null];
  if (code !== 0) throw new Error(`npm ci of ${name} failed`);
  return root;
}
