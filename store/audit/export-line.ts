import { z } from 'zod';
import { canonical } from '../sealing/canonical.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
// Accepts only one spelling: the last character of base64 has bits without meaning.
const base64 = z.string().refine((text) => Buffer.from(text, 'base64').toString('base64') === text);

const LINE = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('export'),
    at: z.string(),
    chain: z.string(),
    entries: z.int(),
    format: z.literal(1),
  }),
  z.strictObject({
    kind: z.literal('entry'),
    body: z.string(),
    detail: z
      .union([
        z.strictObject({ salt: hex, value: z.string() }),
        z.strictObject({ erased: z.literal(true) }),
      ])
      .nullable(),
    hash: hex,
    prev: hex,
  }),
  z.strictObject({
    kind: z.literal('checkpoint'),
    body: z.string(),
    leaf: z.strictObject({ chain: z.string(), count: z.int(), head: hex }),
    proof: z.array(z.strictObject({ side: z.enum(['left', 'right']), hash: hex })),
    signature: base64,
  }),
  z.strictObject({ kind: z.literal('key'), public: base64 }),
  z.strictObject({ kind: z.literal('signature'), over: hex, signature: base64 }),
]);
export type ExportLine = z.output<typeof LINE>;

/**
 * Reads one line of an export. Only the exact canonical form is accepted, so that no byte can be changed
 * unnoticed.
 */
export function readLine(line: string, say: (problem: string) => void): ExportLine | null {
  const parsed = LINE.safeParse(parse(line));
  if (!parsed.success) {
    say('is no line of an export');
    return null;
  }
  if (canonical(parsed.data) === line) return parsed.data;
  say('is not in its canonical form');
  return null;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
