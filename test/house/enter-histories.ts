import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestsOf } from './migration-digests.ts';
import { filesIn, ROOT, textOf } from './tree.ts';

/** Enters the digests of histories that were just recorded; those that landed stay as they are. */
const LANDED = 'test/house/landed-histories.json';
const landed = JSON.parse(textOf(LANDED)) as Record<string, string>;
const paths = filesIn('test/histories').filter((path) => !(path in landed));
const fresh = digestsOf(Object.fromEntries(paths.map((path) => [path, textOf(path)])));
const sorted = Object.entries({ ...landed, ...fresh }).toSorted(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(join(ROOT, LANDED), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
