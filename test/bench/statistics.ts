/** The middle of some figures; the mean of the middle two where there are two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of all lies, between neighbours by their distance. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new Error('no figures');
  return low + (high - low) * (place % 1);
}

/** Runs two things in turns, A/B/A/B; one figure of each a turn. */
export async function interleaved<T>(
  turns: number,
  sides: { ours: () => Promise<T>; bare: () => Promise<T> },
): Promise<{ ours: T[]; bare: T[] }> {
  const found = { ours: [] as T[], bare: [] as T[] };
  for (let turn = 0; turn < turns; turn += 1) {
    found.ours.push(await sides.ours());
    found.bare.push(await sides.bare());
  }
  return found;
}

/** Runs `count` tasks, `atOnce` at a time; milliseconds of each, and of all. */
export async function closedLoop(
  count: number,
  atOnce: number,
  task: () => Promise<void>,
): Promise<{ eachMs: number[]; allMs: number }> {
  const eachMs: number[] = [];
  let left = count;
  const startedAt = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const sentAt = performance.now();
      await task();
      eachMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
  return { eachMs, allMs: performance.now() - startedAt };
}
