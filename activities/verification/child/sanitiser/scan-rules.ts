import type { RuleMatch } from '@litko/yara-x';
import type { RuleScan, Rules } from './facts.ts';

type Yara = typeof import('@litko/yara-x');

let loaded: Promise<Yara | null> | undefined;

/** The rules' engine; null where the platform has no build of it (Linux on ARM64, musl). */
export async function loadYara(): Promise<Yara | null> {
  loaded ??= import('@litko/yara-x').catch(() => null);
  return await loaded;
}

/** The names of the rules that the bytes hit, before any decoder sees them. */
export async function scanRules(bytes: Buffer, { own, operators }: Rules): Promise<RuleScan> {
  const yara = await loadYara();
  if (yara === null) return { state: 'no_engine', hits: [] };
  try {
    const hits = [own, ...operators].flatMap((text) => {
      const found = yara.compile(text).scan(bytes) as RuleMatch[]; // a type its declarations lost
      return found.map(({ ruleIdentifier }) => ruleIdentifier);
    });
    return { state: 'looked', hits: [...new Set(hits)].sort() };
  } catch {
    return { state: 'failed', hits: [] };
  }
}
