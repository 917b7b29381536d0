/** What crosses between `child-process.ts` and a child main. */
export type ToChild<Job> = { id: number; job: Job };
export type FromChild<Answer> =
  | { ready: true }
  | { id: number; answer: Answer }
  | { id: number; failed: string };

/**
 * Answers one job at a time over the channel to the parent; ends when the parent does. `load` runs
 * before the first job is asked for. Of an error only a code leaves: its text may quote a document.
 */
export async function serve<Job, Answer, Tools>(
  load: () => Promise<Tools>,
  handle: (tools: Tools, job: Job) => Promise<Answer>,
): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  const tools = await load();
  process.on('message', (message: ToChild<Job>) => {
    handle(tools, message.job).then(
      (answer) => tell({ id: message.id, answer }),
      (error: unknown) => tell({ id: message.id, failed: codeOf(error) }),
    );
  });
  tell({ ready: true });
}

function tell<Answer>(message: FromChild<Answer>): void {
  process.send?.(message);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
