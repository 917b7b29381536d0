import { dirname, join } from 'node:path';

/** Groups of files that import each other, types included. */
export function importCircles(texts: Readonly<Record<string, string>>): string[][] {
  const links = new Map(Object.entries(texts).map(([path, text]) => [path, linksOf(path, text)]));
  const reached = new Map([...links.keys()].map((path) => [path, reachedFrom(path, links)]));
  const left = new Set([...links.keys()].filter((path) => reached.get(path)?.has(path)));
  const circles: string[][] = [];
  for (const path of left) {
    const circle = [...left].filter(
      (other) => reached.get(path)?.has(other) && reached.get(other)?.has(path),
    );
    circle.forEach((one) => left.delete(one));
    circles.push(circle.toSorted());
  }
  return circles;
}

function linksOf(path: string, text: string): string[] {
  const found = text.matchAll(/^(?:import|export)\s[^;]*?from '(\.[^']+)'/gms);
  return [...found].map(([, to = '']) => join(dirname(path), to));
}

function reachedFrom(path: string, links: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const waiting = [...(links.get(path) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(links.get(next) ?? []));
  }
  return seen;
}
