import { createChild } from '../../../../activities/verification/child/child-process.ts';
import type { Mood, Said } from './moody-main.ts';

/** A parent with one child, until it is killed: says when the child works. */
const child = createChild<Mood, Said>({
  main: new URL('moody-main.ts', import.meta.url),
  name: 'gate',
  timeoutMs: 30_000,
  rssLimitMb: 400,
  recycleAfter: 50,
});
await child.run({ do: 'echo' }, { signal: new AbortController().signal });
console.log('ready');
setInterval(() => undefined, 1000);
