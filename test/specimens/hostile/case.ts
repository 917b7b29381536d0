import type { MediaType } from '../../../domain/documents/documents.ts';

/** One file that means no good, or is odd. Bytes are made when they are asked for: some are large. */
export interface HostileCase {
  name: string;
  category: string;
  /** As its sender declares it. */
  mediaType: MediaType;
  /** The name it is sent under, where that is what is wrong with it. */
  fileName?: string;
  make: () => Buffer;
}

/** Cases of one category, named after it. */
export function casesOf(
  category: string,
  mediaType: MediaType,
  made: Readonly<Record<string, () => Buffer>>,
): HostileCase[] {
  return Object.entries(made).map(([name, make]) => ({
    name: `${category}/${name}`,
    category,
    mediaType,
    make,
  }));
}
