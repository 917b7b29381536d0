import {
  comparedTwice,
  differing,
  type FirstReading,
  TWICE_READ,
  type TwiceRead,
  type TwiceReads,
} from '../../../domain/identity/twice-read.ts';
import { isBirthPrinted } from '../../../domain/identity/viz-birth.ts';
import { printedValues } from '../../../domain/identity/viz-values.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { TextLine } from '../engines/engines.ts';
import type { IdentityFacts } from './identity.ts';

/** What is printed on one page beside the MRZ or the barcode. */
export interface VizPage {
  lines: readonly TextLine[];
  /** Degrees clockwise at which its text runs. */
  angle: number;
}

/** What the comparison of a reading with print adds to its finding. */
export interface VizComparison {
  reasons: ReasonCode[];
  /** `printed_birth_date` and its like: `agrees`, `differs`; absent where nothing was compared. */
  measures: Record<string, string>;
  /** What print says of this day of birth (`YYYY-MM-DD`); it agrees with its whole year alone. */
  birthAgain: (day: string | null) => IdentityFacts['birthAgain'];
}

/** Holds an MRZ or a barcode against all print of the document; what differs on one page differs. */
export function compareWithViz(first: FirstReading, pages: readonly VizPage[]): VizComparison {
  const values = pages.map(({ lines, angle }) => printedValues(lines, angle));
  const reads = together(values.map((value) => comparedTwice(first, value)));
  const [main] = differing(reads);
  const told = TWICE_READ.filter((field) => reads[field] !== 'not_compared');
  return {
    reasons: main ? ['document_inconsistent'] : [],
    measures: {
      ...Object.fromEntries(told.map((field) => [`print_${field}`, reads[field]])),
      ...(main ? { detail: DETAILS[main] } : {}),
    },
    birthAgain: (day) => {
      if (reads.birth_date === 'differs') return 'differs';
      const isThere = day !== null && values.some((value) => isBirthPrinted(day, value));
      return isThere ? 'agrees' : 'not_read';
    },
  };
}

const DETAILS = {
  birth_date: 'birth_date_differs_in_print',
  expires_on: 'expiry_differs_in_print',
  sex: 'sex_differs_in_print',
  nationality: 'nationality_differs_in_print',
  document_number: 'number_differs_in_print',
  name: 'name_differs_in_print',
} as const satisfies Record<TwiceRead, string>;

function together(all: readonly TwiceReads[]): TwiceReads {
  const of = (field: TwiceRead) => {
    const words = all.map((reads) => reads[field]);
    if (words.includes('differs')) return 'differs';
    return words.includes('agrees') ? 'agrees' : 'not_compared';
  };
  return {
    birth_date: of('birth_date'),
    expires_on: of('expires_on'),
    sex: of('sex'),
    nationality: of('nationality'),
    document_number: of('document_number'),
    name: of('name'),
  };
}
