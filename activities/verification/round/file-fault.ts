import { faultOfFile } from '../child/child-error.ts';

/**
 * The answer of an engine's work; null where the file ends the engine twice while its own specimen
 * passes (docs/case.md#whose-fault-a-failure-is). Throws what is the machine's fault.
 */
export async function orFileFault<T extends object>(
  engine: { probe: (signal: AbortSignal) => Promise<boolean> },
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    await faultOfFile(error, () => engine.probe(signal));
    return null;
  }
}
