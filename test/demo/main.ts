import { existsSync } from 'node:fs';
import { automaticCase } from './automatic.ts';
import { enhancedCase } from './enhanced.ts';
import { manualCase } from './manual.ts';
import { movedCase } from './moved.ts';
import { openProduct } from './product.ts';
import { createScreen } from './screen.ts';
import { createTeller, saidOf } from './teller.ts';

/**
 * The acceptance story (README.md) through the public API of the running
 * product, which is started for the while if none answers. Exits with 1 when a step differs. With
 * `enhanced` the story of that level instead, which a test policy ends with no person.
 */
const screen = createScreen({
  write: (line) => process.stdout.write(`${line}\n`),
  isColoured: process.stdout.isTTY && !process.env['NO_COLOR'],
});
if (existsSync('.env')) process.loadEnvFile('.env');
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
}
const startedAt = performance.now();
let stop = async () => {};
try {
  const product = await openProduct(process.env, {
    say: screen.remark,
    signal: interrupted.signal,
  });
  stop = product.stop;
  const { app, reviewer } = product.keys;
  const teller = createTeller(screen, product, interrupted.signal);
  const [story = 'acceptance'] = process.argv.slice(2);
  if (story === 'enhanced') {
    await enhancedCase(teller, app);
    screen.good(`level enhanced came out as told, in ${seconds()}`);
  } else {
    const anna = await automaticCase(teller, app);
    await manualCase(teller, { app, reviewer });
    await movedCase(teller, app, anna);
    screen.good(`all six steps came out as told, in ${seconds()}`);
  }
} catch (error) {
  screen.bad(saidOf(error));
  process.exitCode = 1;
} finally {
  await stop();
}

function seconds(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
