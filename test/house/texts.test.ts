import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citedPaths } from './cited-paths.ts';
import { FORMER_WORDS } from './former-words.ts';
import { anchorsOf, type Citation, linksOf, pagesNamed } from './links.ts';
import { filesIn, ROOMS, ROOT, textOf } from './tree.ts';

const FILES = filesIn('');
const FOLDERS = ['.ci', ...ROOMS, 'test', 'docs'];

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
    const text =
      'See `store/sealing/seal.ts`, [this](decisions/0001-a.md), `npm test`, `/v1/me`, `a/b`.';
    const shell =
      '```sh\ncurl -F file=@test/a.jpg http://127.0.0.1:3000/v1/x\n```\n`dist/api/main.js`';
    expect(citedPaths('docs/a.md', `${text}\n${shell}`, FOLDERS)).toEqual([
      'docs/decisions/0001-a.md',
      'store/sealing/seal.ts',
      'test/a.jpg',
    ]);
  });

  // A landed migration is not changed, its comments neither; this file names lost pages on purpose.
  const CITING = FILES.filter(
    (path) => /\.(md|ts)$/.test(path) && !/^(store\/db\/migrations\/|test\/house\/)/.test(path),
  );

  test('no comment or document names a page or an anchor that is not there', () => {
    const lost = CITING.flatMap((path) => lostOf(path, pagesNamed(path, textOf(path))));
    expect(lost).toEqual([]);
  });

  test('every link of a document leads to a file and a heading', () => {
    const documents = CITING.filter((path) => path.endsWith('.md'));
    expect(documents.flatMap((path) => lostOf(path, linksOf(path, textOf(path))))).toEqual([]);
  });

  test('lost pages, links and anchors are found', () => {
    const text = '# A `b` c!\n\n## A b c\n[here](#a-b-c-1) [away](https://x.y/#z) [x](no.md#q)';
    expect(anchorsOf(text)).toEqual(['a-b-c', 'a-b-c-1']);
    expect(linksOf('docs/a.md', text).map(({ paths, anchor }) => [...paths, anchor])).toEqual([
      ['docs/a.md', 'a-b-c-1'],
      ['docs/no.md', 'q'],
    ]);
    const source = "/** The law (docs/law.md#one). */\nconst a = 'text.md'; // as far.md says";
    const named = pagesNamed('api/a.ts', source);
    expect(named.map(({ said }) => said)).toEqual(['docs/law.md#one', 'far.md']);
    expect(lostOf('api/a.ts', named)).toEqual(named.map(({ said }) => `api/a.ts: ${said}`));
  });

  test('no name comes back that the glossary replaced', () => {
    const former = new RegExp(`\\b(?:${FORMER_WORDS.join('|')})\\b`);
    const texts = FILES.filter(
      (path) => /\.(ts|md)$/.test(path) && !/^(test\/house\/|docs\/glossary)/.test(path),
    );
    expect(
      texts.flatMap((path) => former.exec(textOf(path))?.map((word) => `${path}: ${word}`) ?? []),
    ).toEqual([]);
    expect(former.test('const gate: FileGate = open();')).toBe(true);
  });

  test('nothing is left for later', () => {
    const later = new RegExp(`\\b(${['FIX', 'TO'].join('|')})(ME|DO)\\b`);
    const texts = FILES.filter((path) => /\.(ts|md|json|ya?ml)$/.test(path));
    expect(texts.filter((path) => later.test(textOf(path)))).toEqual([]);
  });
});

/** Of what a file refers to, what is no file of the checkout, or has no such heading. */
function lostOf(path: string, citations: readonly Citation[]): string[] {
  return citations
    .filter(({ paths, anchor }) => {
      const found = paths.find((one) => existsSync(join(ROOT, one)));
      if (found === undefined) return true;
      if (anchor === null || !found.endsWith('.md')) return false;
      return !anchorsOf(textOf(found)).includes(anchor);
    })
    .map(({ said }) => `${path}: ${said}`);
}
