import { inLines } from '../../activities/verification/child/sanitiser/pdf/pdf-lines.ts';
import type { ProofOfAddress } from '../../activities/verification/address/proof-of-address.ts';
import type { TextPage } from '../../activities/verification/address/text-pages.ts';
import type { Ink } from './letter.ts';
import type { Way } from './role-ways.ts';
import { ROLE_WORDS } from './role-attack-words.ts';
import type { RoleWords } from './role-words-form.ts';
import { sceneOf } from './role-page.ts';

/** Pixels to a point, as pages are drawn. */
const SCALE = 150 / 72;

/** The case of that seed: each way in turn, in each language. */
export function makeRoleCase(ways: Readonly<Record<string, Way>>, seed: number) {
  const kinds = Object.entries(ways);
  const [kind, way] = kinds[seed % kinds.length] as [string, Way];
  const words = ROLE_WORDS[Math.floor(seed / kinds.length) % ROLE_WORDS.length] as RoleWords;
  const scene = sceneOf(words, seed);
  const inks = way(scene);
  const sheets = (Array.isArray(inks[0]) ? inks : [inks]) as Ink[][];
  const pages = sheets.map(pageOf);
  return {
    kind,
    country: words.country,
    details: detailsOf(scene.me, words.country),
    letter: letterOf(pages),
    pages,
  };
}

function detailsOf(me: ReturnType<typeof sceneOf>['me'], country: string) {
  const { given: givenNames, family: familyName, street: line1, city, postcode } = me;
  const address = { line1, line2: null, city, region: null, postalCode: postcode, country };
  return { givenNames, familyName, address };
}

/** The lines of a page as the gate takes them from a PDF. */
function pageOf(inks: readonly Ink[], index: number): TextPage {
  const lines = inLines(
    inks.map(({ text, x, y, size }) => {
      const high = size * SCALE;
      return {
        text,
        box: [x * SCALE, y * SCALE - high, text.length * high * 0.5, high] as const,
        quarter: 0 as const,
      };
    }) as Parameters<typeof inLines>[0],
  );
  return { index, source: 'pdf_text', height: 842 * SCALE, lines };
}

/** A letter whose text is what is drawn. */
function letterOf(pages: TextPage[]): ProofOfAddress {
  const none = { pages: [], looked: 0, poisoned: 0, certainty: 0 };
  return {
    text: pages,
    version: 'none',
    scans: async () => none,
    drawn: async () => (pages[0]?.lines ?? []).map((line) => ({ ...line, certainty: 1 })),
    isDrawn: async () => true,
    asDrawn: async () => none,
    isGarbage: async () => false,
  };
}
