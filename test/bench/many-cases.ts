import { apply } from '../../domain/case/apply.ts';
import { derive } from '../../domain/case/derive.ts';
import { due } from '../../domain/case/due.ts';
import type { CaseEvent } from '../../domain/case/event.ts';
import { evidenceParts } from '../../domain/case/evidence.ts';
import { openCase } from '../../domain/case/open.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { type Actor, type Mode, RULE } from '../../domain/access/access.ts';
import type { Outcome } from '../../domain/checks/checks.ts';
import type { DocumentType } from '../../domain/documents/documents.ts';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import { evidenceHash } from '../../store/sealing/digest.ts';

/** Stands for a customer's suffix in every id of a template. */
export const SUFFIX = 'TEMPLATE';
const AT = '2026-06-01T09:00:00.000Z';
export const APP: Actor = { kind: 'key', id: 'bench', role: 'app', holder: null };

/** A row of `case` as the law makes it, for a customer who is yet to be named. */
export interface Template {
  state: CaseState;
  row: Record<string, unknown>;
}

export interface Templates {
  collecting: Template;
  verified: Template;
  inReview: Template;
  riskyInReview: Template;
}

/** Cases of the shipped policy that stand at four places; nothing is made up. */
export function templatesOf(mode: Mode): Templates {
  const collecting = opened(mode, 'SE');
  const papers = (state: CaseState, outcome: Outcome) =>
    answered(submitted(state, ['passport', 'utility_bill']), outcome);
  return {
    collecting: templateOf(collecting),
    verified: templateOf(papers(collecting, 'pass')),
    inReview: templateOf(papers(collecting, 'inconclusive')),
    riskyInReview: templateOf(papers(opened(mode, 'IR'), 'inconclusive')),
  };
}

function opened(mode: Mode, country: string): CaseState {
  const present = ['family_name', 'birth_date', 'nationality', 'address'] as const;
  const facts = { customer: `cus_${SUFFIX}`, mode, level: 'standard', country, detailsVersion: 1 };
  const opening = { openedAt: AT, actor: APP };
  return openCase({ ...facts, present: [...present] }, STANDARD_1, opening).state;
}

function submitted(state: CaseState, types: readonly DocumentType[]): CaseState {
  const documents = types.map((type) => ({
    id: `doc_${SUFFIX}_${type}`,
    type,
    country: null,
    pages: [
      {
        side: 'front' as const,
        blob: `blb_${SUFFIX}_${type}`,
        digest: `sha256:${'0'.repeat(64)}`,
        mediaType: 'image/jpeg' as const,
      },
    ],
  }));
  return happens(state, { kind: 'documents_submitted', actor: APP, documents });
}

/** Every running check answers so, document by document. */
function answered(state: CaseState, outcome: Outcome): CaseState {
  const [first] = state.checks.filter((check) => check.outcome === null);
  if (!first) return state;
  const { document } = first;
  const findings = state.checks
    .filter((check) => check.outcome === null && check.document === document)
    .map(({ id, kind }) => ({ id, kind, outcome, reasons: [] }));
  const { detailsVersion } = state;
  const event = {
    kind: 'checks_answered',
    actor: RULE,
    document,
    detailsVersion,
    findings,
  } as const;
  return answered(happens(state, event), outcome);
}

function happens(state: CaseState, event: CaseEvent): CaseState {
  const applied = apply(state, event, AT);
  if ('refusal' in applied) throw new Error(`a template was refused: ${applied.refusal}`);
  return applied.state;
}

function templateOf(state: CaseState): Template {
  const { status, statusReason, risk, level, requirements } = derive(state);
  const row = {
    mode: state.mode,
    country: state.country,
    level,
    status,
    status_reason: statusReason,
    risk,
    version: state.version,
    sequence: state.version,
    details_version: state.detailsVersion,
    policy_name: state.policy.name,
    policy_version: state.policy.version,
    state,
    requirements,
    evidence: evidenceHash(evidenceParts(state)),
    review_id: state.review?.id ?? null,
    due_at: due(state) ?? null,
    closed_at: null,
  };
  return { state, row };
}
