/** The exact 95 % upper bound (Clopper and Pearson 1934) of a share of which `hits` in `n` were seen. */
export function upperBound(hits: number, n: number): number {
  if (hits >= n) return 1;
  let [low, high] = [hits / n, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(hits, n, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of `hits` or fewer in `n`, each with chance `p`. */
function atMost(hits: number, n: number, p: number): number {
  let term = n * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k += 1) {
    term += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return sum;
}
