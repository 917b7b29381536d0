/** A round may have a child of each engine: most of this is what readers of letters and faces hold. */
const ROUND_MIB = 2048;

/** How many rounds run at once where nothing is set: one a core, fewer where memory is short. */
export function roundsAtOnce({ cores, memoryMib }: { cores: number; memoryMib: number }): number {
  return Math.max(1, Math.min(cores, Math.floor(memoryMib / ROUND_MIB)));
}
