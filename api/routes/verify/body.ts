import type { z } from '@hono/zod-openapi';
import type { RequirementsView } from '../../../domain/case/shown/view.ts';
import { type DocumentType, TWO_SIDED } from '../../../domain/documents/documents.ts';
import { missingPlaces } from '../../../domain/links.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { wordsIn } from '../../../domain/reasons/words/words-in.ts';
import type { Consent } from '../../../store/consents/consents.ts';
import type { Draft } from '../../../store/links/list-drafts.ts';
import type { HostedSession, HostedSubmission, StagedDocument } from '../../schemas/hosted.ts';
import { reasonsBody, requirementsBody, disclosableErrors } from '../customers/body.ts';

type Session = z.output<typeof HostedSession>;

/** The customer herself may not read findings: a neutral code stands for whatever would tip someone off. */
const CUSTOMER = { readsFindings: false };

/** What the customer is asked for, in her own language if we have it. */
export function hostedRequirements(
  view: RequirementsView,
  locale: string,
): Session['requirements'] {
  const told = requirementsBody(view, CUSTOMER).items;
  return view.items.map((item, n) => ({
    requirement: item.requirement,
    state: told[n]?.state ?? 'pending',
    accepts: item.accepts.map((type) => ({ type, needs: needsOf(type) })),
    deadline: item.deadline,
    attempts_left: item.attemptsLeft,
    errors: errorsIn(disclosableErrors(item), locale),
  }));
}

/** Reasons as they may be shown to the customer. */
export function errorsIn(
  codes: readonly ReasonCode[],
  locale: string,
): z.output<typeof HostedSubmission>['documents'][number]['errors'] {
  const words = wordsIn(locale);
  return reasonsBody(codes, CUSTOMER).map(({ code }) => ({ code, message: words[code] }));
}

function needsOf(type: DocumentType): string[] {
  return TWO_SIDED.includes(type) ? ['front', 'back'] : ['front'];
}

export function draftBody({
  type,
  country,
  challenge,
  pages,
}: Draft): z.output<typeof StagedDocument> {
  return {
    type,
    country,
    challenge,
    pages: pages.map(({ place, mediaType, bytes, step, storedAt }) => ({
      place,
      media_type: mediaType,
      bytes,
      step,
      stored_at: storedAt,
    })),
    missing: missingPlaces(type, pages, challenge),
  };
}

/** The customer's latest answer for each purpose of consent. */
export function consentsBody(all: readonly Consent[]): Session['consents'] {
  const last = new Map(all.map((one) => [one.purpose, one]));
  return [...last.values()].map(({ purpose, given, textVersion, at }) => ({
    purpose,
    given,
    text_version: textVersion,
    created_at: at,
  }));
}
