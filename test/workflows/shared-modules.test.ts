import { expect, test } from 'vitest';
import { filesIn, textOf } from '../house/tree.ts';

const SHARED = 'workflows/shared-modules.ts';
/** Imports of values: types leave nothing to load. */
const IMPORTED = /^(?:import|export) (?!type )[^;]*?'(\.\.?\/[^']+)';/gm;
const importsOf = (path: string) => [...textOf(path).matchAll(IMPORTED)].map(([, to = '']) => to);

test('every part of the law that workflows import is loaded once for all of them', () => {
  const files = filesIn('workflows').filter((path) => path !== SHARED);
  const imported = files.flatMap(importsOf).filter((to) => to.startsWith('../domain/'));
  expect(imported.length).toBeGreaterThan(10);
  expect(importsOf(SHARED)).toEqual([...new Set(imported)].toSorted());
});

test('a module that all cases share keeps nothing: it has no variable, and no collection to fill', () => {
  const seen = new Set<string>();
  const open = importsOf(SHARED).map((to) => to.replace('../', ''));
  for (const path of open) {
    if (seen.has(path)) continue;
    seen.add(path);
    const base = `file:///${path}`;
    open.push(...importsOf(path).map((to) => new URL(to, base).pathname.slice(1)));
    expect(textOf(path), path).not.toMatch(
      /^(export )?(let|var) |^(export )?const .* = new (Map|Set)(<[^(]*>)?\(\)/m,
    );
  }
  expect(seen.size).toBeGreaterThan(30);
  expect([...seen].every((path) => path.startsWith('domain/'))).toBe(true);
});
