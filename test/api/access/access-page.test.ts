import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { OPERATIONS } from '../../../api/operations.ts';
import { SEEN_BY } from '../../../api/http/objects.ts';
import { can, ROLES, SCOPES } from '../../../domain/access/access.ts';
import { accessPage } from '../kit/access-page.ts';

const SNAPSHOT = fileURLToPath(new URL('../../../docs/access.md', import.meta.url));
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

test('what it says of whoever may not is what the rules say, for each role with any two scopes', () => {
  const lines = accessPage(declarations).split('\n');
  const held = SCOPES.flatMap((one) => SCOPES.map((other) => [one, other]));
  for (const { method, path, action, object } of declarations) {
    if (object === null) continue;
    const line = lines.find((one) => one.startsWith(`| \`${method.toUpperCase()} ${path}\``));
    const told = line?.split('|').at(-2)?.trim() ?? '';
    const named = [...told.matchAll(/`(\w+)`/g)].map(([, role]) => role);
    for (const role of ROLES.filter((one) => one !== 'system')) {
      const answers = held
        .filter((scopes) => !can(role, scopes, action))
        .map((scopes) => (can(role, scopes, SEEN_BY[object]) ? 403 : 404));
      const says403 = told.startsWith('403') && (named.length === 0 || named.includes(role));
      expect({ path, role, says403 }).toEqual({ path, role, says403: answers.includes(403) });
    }
  }
});
