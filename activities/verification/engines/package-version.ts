import { readFileSync } from 'node:fs';

/** The installed version of a package, for the record of what judged a document; `entry` where it has no main. */
export function versionOf(name: string, entry = name): string {
  const main = import.meta.resolve(entry);
  const folder = main.slice(0, main.lastIndexOf(`/node_modules/${name}/`));
  const url = new URL(`${folder}/node_modules/${name}/package.json`);
  const { version } = JSON.parse(readFileSync(url, 'utf8')) as { version: string };
  return version;
}
