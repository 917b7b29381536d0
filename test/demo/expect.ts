import type { z } from '@hono/zod-openapi';
import type { CustomerBody } from '../../api/schemas/customer.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Screen } from './screen.ts';

export type Customer = z.output<typeof CustomerBody>;
type Item = Customer['requirements']['items'][number];

/** Shows where a case stands and throws unless it is where the story says. */
export function expectStanding(
  { standing }: Screen,
  customer: Customer,
  told: `${Status} / ${StatusReason}`,
): void {
  const now = `${customer.status} / ${customer.status_reason}`;
  standing(now, inWords(customer.requirements));
  if (now !== told) throw new Error(`told: ${told}; came out: ${now}`);
}

export function expectThat(holds: boolean, told: string): void {
  if (!holds) throw new Error(`it did not come out that ${told}`);
}

export function itemOf(customer: Customer, requirement: Requirement): Item {
  const item = customer.requirements.items.find((one) => one.requirement === requirement);
  if (!item) throw new Error(`the case has no requirement ${requirement}`);
  return item;
}

/** Whole days from now to an instant, rounded. */
export function daysUntil(instant: string | null): number | null {
  return instant === null ? null : Math.round((Date.parse(instant) - Date.now()) / 86_400_000);
}

function inWords(requirements: Customer['requirements']): string {
  const lists = [
    ['due', requirements.currently_due],
    ['past due', requirements.past_due],
    ['being checked', requirements.pending],
    ['with a person', requirements.in_review],
    ['satisfied', requirements.satisfied],
  ] as const;
  return lists
    .filter(([, names]) => names.length > 0)
    .map(([words, names]) => `${words}: ${names.join(', ')}`)
    .join(' · ');
}
