import { createHash } from 'node:crypto';

/** The head of a chain: its number of entries, and the hash of the last one in hex. */
export interface Leaf {
  chain: string;
  count: number;
  head: string;
}

/** One step from a leaf to the root: the neighbour's hash, and its side. */
export interface ProofStep {
  side: 'left' | 'right';
  hash: string;
}

/**
 * The root, in hex, over leaves in their order. Leaves and nodes are hashed differently, so that one cannot
 * pass for the other.
 */
export function merkleRoot(leaves: readonly Leaf[]): string {
  return levelsOf(leaves).at(-1)?.[0] ?? sha256(Buffer.of(2));
}

/** The proof for the leaf at `index`: the steps from it to the root. */
export function merkleProof(leaves: readonly Leaf[], index: number): ProofStep[] {
  const steps: ProofStep[] = [];
  let place = index;
  for (const level of levelsOf(leaves).slice(0, -1)) {
    const hash = level[place ^ 1];
    if (hash !== undefined) steps.push({ side: place % 2 === 0 ? 'right' : 'left', hash });
    place = Math.floor(place / 2);
  }
  return steps;
}

/** The root that follows from a leaf and its proof. */
export function rootOf(leaf: Leaf, proof: readonly ProofStep[]): string {
  return proof.reduce(
    (hash, step) => (step.side === 'left' ? node(step.hash, hash) : node(hash, step.hash)),
    leafHash(leaf),
  );
}

function levelsOf(leaves: readonly Leaf[]): string[][] {
  let level = leaves.map(leafHash);
  const levels = [level];
  while (level.length > 1) {
    const next: string[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left = '', right] = level.slice(index, index + 2);
      next.push(right === undefined ? left : node(left, right));
    }
    level = next;
    levels.push(level);
  }
  return levels;
}

function leafHash({ chain, count, head }: Leaf): string {
  return sha256(Buffer.concat([Buffer.of(0), Buffer.from(`${chain}|${count}|${head}`)]));
}

function node(left: string, right: string): string {
  return sha256(Buffer.concat([Buffer.of(1), Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
