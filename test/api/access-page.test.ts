import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { OPERATIONS } from '../../api/operations.ts';
import { accessPage } from './access-page.ts';

const SNAPSHOT = fileURLToPath(new URL('../../docs/access.md', import.meta.url));
const declarations = OPERATIONS.map(({ declaration }) => declaration);

test('docs/access.md is what the routes and the rules say (npm test -- -u writes it)', async () => {
  await expect(accessPage(declarations)).toMatchFileSnapshot(SNAPSHOT);
});

test('it names every route once', () => {
  const page = accessPage(declarations);
  for (const { method, path } of declarations) {
    expect(page.split(`| \`${method.toUpperCase()} ${path}\``)).toHaveLength(2);
  }
});
