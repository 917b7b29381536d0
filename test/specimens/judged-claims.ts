import anyAscii from 'any-ascii';
import { partial_ratio } from 'fuzzball';
import { ordersOf, placesIn } from '../../activities/verification/address/address-orders.ts';
import { addressRecency } from '../../activities/verification/checks/address-recency.ts';
import type { ProofOfAddress } from '../../activities/verification/address/proof-of-address.ts';
import { claimOf } from '../../domain/address/claim.ts';
import { matchAddress } from '../../domain/address/match.ts';
import type { DocumentType } from '../../domain/documents/documents.ts';
import { makeAddressClaim } from './address-claims.ts';
import { billPieces } from './address-pieces.ts';
import { RECEIVED_ON } from './issue-days.ts';

const ratio = (needle: string, hay: string) => partial_ratio(needle, hay, { full_process: false });
const places = placesIn(anyAscii);

/** The stated address of that seed against its bill. */
export function judgeAddressClaim(seed: number) {
  const made = makeAddressClaim(seed);
  const { country, address, givenNames, familyName } = made;
  const claim = claimOf({ givenNames, familyName, ...address }, anyAscii);
  const page = { pieces: billPieces(made.printed, seed), height: 1755 };
  const orders = ordersOf(country);
  const rules = { ratio, places, orders, unit: 'required', isRead: false } as const;
  const { street } = matchAddress(page, claim, rules);
  const isPassed = street.answer === 'found' && street.named === 'found';
  const isFailed = street.answer === 'differs' || street.answer === 'missing';
  return { ...made, isPassed, isFailed, street };
}

/** The lines of a bill as a text layer, judged by their day of issue. */
export async function judgeIssueDay(
  lines: readonly string[],
  country: string | null,
  type = 'utility_bill',
) {
  const box = (at: number): [number, number, number, number] => [60, 60 + at * 20, 400, 15];
  const placed = lines.map((text, at) => ({ text, box: box(at) }));
  const letter: ProofOfAddress = {
    text: [{ index: 0, source: 'pdf_text', height: 1400, lines: placed }],
    scans: async () => ({ pages: [], looked: 0, poisoned: 0, certainty: 0 }),
    drawn: async () => null,
    isDrawn: async () => true,
    asDrawn: async () => ({ pages: [], looked: 0, poisoned: 0, certainty: 0 }),
    isGarbage: async () => false,
    version: 'letters@0',
  };
  const accepts: DocumentType[] = ['utility_bill', 'bank_statement', 'tax_bill'];
  const judged = await addressRecency({
    letter,
    type: accepts.find((one) => one === type) ?? 'utility_bill',
    country,
    receivedAt: `${RECEIVED_ON}T10:00:00.000Z`,
    thresholds: {
      accepts,
      addressAge: {
        utility_bill: { months: 3 },
        bank_statement: { months: 3 },
        tax_bill: { months: 12 },
      },
    },
  });
  const issued = judged.readings.find(({ field }) => field === 'issued_on')?.value ?? null;
  return { ...judged, issued };
}
