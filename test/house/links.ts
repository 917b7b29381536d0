import { posix } from 'node:path';

/** What a text refers to: a page as a path from the root, and an anchor in it where it names one. */
export interface Citation {
  /** Candidates, as a path may be meant from the root or from where the text stands. */
  paths: readonly string[];
  anchor: string | null;
  said: string;
}

const CODE = /^(```|~~~)[^]*?^\1.*$/gm;

/** The anchors that GitHub gives the headings of a Markdown text; a repeated one is numbered. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...text.replace(CODE, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, title = '']) => {
    const slug = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replace(/ /g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** The links of a Markdown text to files and headings of the repository. */
export function linksOf(path: string, text: string): Citation[] {
  const prose = text.replace(CODE, '').replace(/`[^`\n]*`/g, '');
  const targets = [
    ...[...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, target = '']) => target),
    ...[...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map(([, target = '']) => target),
  ];
  return targets
    .map((target) => target.replace(/^<|>$/g, ''))
    .filter((target) => !/^\w+:/.test(target))
    .map((said) => {
      const [file = '', anchor = null] = said.split('#');
      const at = file === '' ? path : posix.join(posix.dirname(path), file);
      return { paths: [at], anchor, said };
    });
}

const PAGE = /(?<![\w./-])((?:[\w.-]+\/)*[\w-]+\.md)(?:#([\w-]+))?/g;

/** The Markdown pages that a document or the comments of a source name, wherever they stand. */
export function pagesNamed(path: string, text: string): Citation[] {
  const said = path.endsWith('.md') ? text.replace(/\]\([^)]*\)/g, ']') : commentsOf(text);
  return [...said.matchAll(PAGE)].map(([whole, file = '', anchor = null]) => ({
    paths: [file, posix.join(posix.dirname(path), file)],
    anchor,
    said: whole,
  }));
}

function commentsOf(text: string): string {
  const blocks = [...text.matchAll(/\/\*\*?[^]*?\*\//g)].map(([block]) => block);
  const lines = [...text.matchAll(/(?:^|\s)\/\/ .*$/gm)].map(([line]) => line);
  return [...blocks, ...lines].join('\n');
}
