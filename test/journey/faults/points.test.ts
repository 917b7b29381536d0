import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  API_POINTS,
  MOVE_POINTS,
  SENDER_POINTS,
  VENDOR_POINTS,
  VERIFICATION_POINTS,
  WORKER_POINTS,
} from './points.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('every crash point of the sources is one at which a test kills', () => {
  const sources = globSync('{api,store,activities,worker}/**/*.ts', { cwd: root });
  const named = sources.flatMap((path) =>
    [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/\bcrash\('([a-z._]+)'\)/g)].map(
      ([, name = '']) => name,
    ),
  );
  const killed = [
    ...API_POINTS,
    ...WORKER_POINTS,
    ...VERIFICATION_POINTS,
    ...MOVE_POINTS,
    ...SENDER_POINTS,
    ...VENDOR_POINTS,
  ];
  expect([...new Set(named)].toSorted()).toEqual(killed.toSorted());
});
