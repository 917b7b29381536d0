/**
 * Constants of a file that stand below its first top-level `await`: what runs meanwhile, a callback
 * of a child say, would find them without a value.
 */
export function lateConstants(text: string): string[] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => /^(export )?(await |const .*= await )/.test(line));
  if (first === -1) return [];
  return lines
    .slice(first)
    .flatMap((line) => /^(?:export )?(?:const|let) ([A-Z][A-Z0-9_]*)\b/.exec(line)?.[1] ?? []);
}
