import type { FaceReading } from '../engines/engines.ts';
import { findFaces } from '../engines/faces/find.ts';
import { type Detect, loadHuman } from '../engines/faces/human.ts';
import { serve } from './serve.ts';

/** A job of this process: a clean page, never an upload. */
export interface FacesJob {
  page: Uint8Array;
  /** Turns the page until its largest face stands upright. */
  turns: boolean;
}

await serve<FacesJob, FaceReading, Detect>(loadHuman, async (detect, { page, turns }) => {
  const before = process.cpuUsage();
  const { turn, faces } = await findFaces(detect, page, { turns });
  const { user, system } = process.cpuUsage(before);
  const cost = {
    cpu_ms: Math.round((user + system) / 1000),
    rss_mb: Math.round(process.memoryUsage.rss() / 1_048_576),
  };
  return { turn, faces, measures: { faces: faces.length, turn, ...cost } };
});
