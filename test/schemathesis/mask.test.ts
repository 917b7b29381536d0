import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newKeyId, newKeyText } from '../../store/api-keys/key-text.ts';

const MASK = fileURLToPath(new URL('mask', import.meta.url));

async function masked(text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'vouch-mask-'));
  try {
    await writeFile(join(directory, 'report'), text);
    const run = spawnSync(MASK, [join(directory, 'report')], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    return run.stdout;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('nothing of a key or a webhook secret is left in what a failed run prints', async () => {
  const keys = (['live', 'test'] as const).map((mode) => newKeyText(mode, newKeyId()).text);
  const random = Array.from({ length: 50 }, () => randomBytes(32));
  const secrets = [
    ...random.map((bytes) => `whsec_${bytes.toString('base64')}`),
    ...random.map((bytes) => `whsec_${bytes.toString('base64url')}`),
    ...random.map((bytes) => `whsec_${bytes.toString('base64').replaceAll('/', '\\/')}`),
    `whsec_${'a\\u002b'.repeat(7)}`,
  ];
  const shown = await masked([...keys, ...secrets].map((one) => `{"secret": "${one}"}\n`).join(''));
  const lines = [...keys.map(() => 'vk_...'), ...secrets.map(() => 'whsec_...')];
  expect(shown).toBe(lines.map((one) => `{"secret": "${one}"}\n`).join(''));
});

test('nor of a link, its session or the token of its writes', async () => {
  const token = 'a1B2'.repeat(10) + 'xyz';
  const told = (secret: string) =>
    `{"url": "https://verify.example/verify/${secret}", "csrf_token": "${secret}"}\n` +
    `Cookie: __Host-vouch-verify=${secret}; X-CSRF-Token: ${secret}\n`;
  expect(await masked(told(token))).toBe(told('...'));
});

test('all other text is left as it is', async () => {
  const text = 'vk_ whsec_ "status": 500, "id": "we_4TfY/q0+="\n';
  expect(await masked(text)).toBe(text);
});
