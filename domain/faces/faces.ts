/** Cosine of two embeddings, -1 to 1; of no length it is 0. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    [dot, ofA, ofB] = [dot + x * y, ofA + x * x, ofB + y * y];
  }
  return ofA === 0 || ofB === 0 ? 0 : dot / Math.sqrt(ofA * ofB);
}

/** The limits of a policy on a score, with what a low score may mean. */
export interface FaceLimits {
  pass: number;
  fail: number;
}

/**
 * The verdict on a score under these limits: `same`, `other`, or a doubt between them. A low score is a doubt
 * too, unless both faces are large and sharp.
 */
export function faceVerdict(
  score: number,
  { pass, fail }: FaceLimits,
  isClear: boolean,
): 'same' | 'doubt' | 'other' {
  if (score >= pass) return 'same';
  return score < fail && isClear ? 'other' : 'doubt';
}
