/** Jaro-Winkler similarity, 0 to 1 (Winkler 1990; prefix of at most four letters, scale 0.1). */
export function jaroWinkler(a: string, b: string): number {
  const jaro = jaroSimilarity(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = Array.from(b, () => false);
  const common: string[] = [];
  for (let at = 0; at < a.length; at += 1) {
    const end = Math.min(b.length, at + reach + 1);
    for (let other = Math.max(0, at - reach); other < end; other += 1) {
      if (taken[other] || a[at] !== b[other]) continue;
      taken[other] = true;
      common.push(a.charAt(at));
      break;
    }
  }
  if (common.length === 0) return 0;
  const ordered = [...b].filter((_, at) => taken[at]);
  const moved = common.filter((sign, at) => sign !== ordered[at]).length / 2;
  const share = common.length;
  return (share / a.length + share / b.length + (share - moved) / share) / 3;
}
