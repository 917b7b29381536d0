/**
 * Memory of one round, which may use a child of each engine; most of it is for the text reader and the face
 * engine.
 */
const ROUND_MIB = 2048;

/** How many rounds run at the same time if nothing is set: one per core, fewer if memory is short. */
export function roundsAtOnce({ cores, memoryMib }: { cores: number; memoryMib: number }): number {
  return Math.max(1, Math.min(cores, Math.floor(memoryMib / ROUND_MIB)));
}
