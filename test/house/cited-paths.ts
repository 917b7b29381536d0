import { posix } from 'node:path';

/** Made by programs: a checkout has none of it. */
const MADE = /^(\.vouch|dist|node_modules)\//;
const NAME = /^\.{0,2}[\w@.-]*(\/[\w@.-]+)*\/?$/;
const ENDING = /\.(ts|md|json|ya?ml|txt|otf|jpg|pdf)$/;

/** Paths of files and folders a Markdown text cites, in links and code, as paths from the root. */
export function citedPaths(path: string, text: string, rooms: readonly string[]): string[] {
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/.test(target))
    .map((target) => posix.join(posix.dirname(path), target));
  const words = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/\s+/));
  const shell = [...text.matchAll(/^```[^]*?^```/gm)].flatMap(([block]) =>
    block.split(/[\s"'@;]+/),
  );
  const cited = [...words, ...shell].filter((word) => isPath(word, rooms));
  return [...new Set([...links, ...cited])].filter((one) => !MADE.test(one));
}

function isPath(word: string, rooms: readonly string[]): boolean {
  if (!NAME.test(word)) return false;
  const [first = ''] = word.split('/');
  return word.includes('/') ? rooms.includes(first) : /^[\w.-]/.test(word) && ENDING.test(word);
}
