import type { Response } from '../../../domain/faces/liveness.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import type {
  CleanPage,
  FileSanitiser,
  SanitiserAnswer,
  UploadedFile,
} from '../engines/engines.ts';
import type { Evidence } from './evidence.ts';

/** The clean pictures that a round looks at. */
export interface Pictures {
  /** The judged document's files, as they came. */
  files: readonly Uint8Array[];
  /** What the gate said of each file of the judged document. */
  answers: SanitiserAnswer[];
  pages: CleanPage[];
  /** Pages of the document that it is held against; none where it is held against none. */
  others: CleanPage[];
  /** The challenge that a selfie answers. */
  response: Response | null;
}

type Files = Omit<UploadedFile, 'firstPage'>[];

/**
 * Opens and cleans a round's documents. A round across documents looks at one picture of the selfie, the
 * frontal one, and at the pages of the other document, which its own round has mostly left clean.
 */
export async function openPictures(
  { evidence, clean }: { evidence: Evidence; clean: FileSanitiser['clean'] },
  round: RunChecks,
  signal: AbortSignal,
): Promise<Pictures> {
  const [judged, other] = round.documents;
  const response = judged?.requirement === 'selfie' ? await evidence.response(round) : null;
  const cleaned = async (files: Files): Promise<SanitiserAnswer[]> => {
    const answers: SanitiserAnswer[] = [];
    for (const file of files) {
      const firstPage = answers.reduce((sum, { pages }) => sum + pages.length, 0);
      answers.push(await clean({ ...file, firstPage }, { signal }));
    }
    return answers;
  };
  const asked = judged && other ? { ...round, documents: [frontalOf(judged, response)] } : round;
  const opened = await evidence.files(asked);
  const files = opened.map(({ bytes }) => bytes);
  const answers = await cleaned(opened);
  const pages = answers.flatMap((one) => one.pages);
  if (!other) {
    await evidence.keepPages(round, pages);
    return { files, answers, pages, others: [], response };
  }
  const kept = await evidence.cleanPages(round, other.id);
  const others =
    kept.length > 0
      ? kept
      : (await cleaned(await evidence.files({ ...round, documents: [other] })))
          .filter(({ safety }) => safety.outcome === 'pass')
          .flatMap((one) => one.pages);
  return { files, answers, pages, others, response };
}

/** With the one picture that shows the face from the front: of a challenge's frames the first such. */
function frontalOf(
  document: RunChecks['documents'][number],
  response: Response | null,
): RunChecks['documents'][number] {
  const isFront = (n: number) => response?.steps[response.shown[n] ?? 0] === 'front';
  const frontal = document.pages.find((_, n) => isFront(n));
  const plain = document.pages.find(({ side }) => side === 'front') ?? document.pages[0];
  const chosen = response ? frontal : plain;
  return { ...document, pages: chosen ? [chosen] : [] };
}
