import { createHash } from 'node:crypto';

/** SHA-256 of each text, by name: what `landed-migrations.json` keeps of those that landed. */
export function digestsOf(texts: Readonly<Record<string, string>>): Record<string, string> {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, digest(text)]));
}
