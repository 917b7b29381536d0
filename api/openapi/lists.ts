import { MODES, ROLES, SCOPES } from '../../domain/access/access.ts';
import { CHECKS } from '../../domain/checks/checks.ts';
import {
  DOCUMENT_STATES,
  DOCUMENT_TYPES,
  MEDIA_TYPES,
  SIDES,
} from '../../domain/documents/documents.ts';
import { AUTOMATION, FOUR_EYES, RISKS } from '../../domain/policy/policy.ts';
import { NEUTRAL_CODE, REASON_CODES } from '../../domain/reasons/reasons.ts';
import { DETAIL_FIELDS, REQUIREMENTS } from '../../domain/case/requirements.ts';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';

/** The domain's closed lists by the name that their component has in the OpenAPI document. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  Automation: AUTOMATION,
  CheckKind: CHECKS,
  DetailField: DETAIL_FIELDS,
  DocumentState: DOCUMENT_STATES,
  DocumentType: DOCUMENT_TYPES,
  FourEyes: FOUR_EYES,
  MediaType: MEDIA_TYPES,
  Mode: MODES,
  ReasonCode: REASON_CODES,
  RequirementName: REQUIREMENTS,
  Risk: RISKS,
  Role: ROLES,
  Scope: SCOPES,
  Side: SIDES,
  Status: STATUSES,
  StatusReason: STATUS_REASONS,
  ToldReasonCode: [...REASON_CODES, NEUTRAL_CODE],
};

const NAMES = new Map(Object.entries(LISTS).map(([name, list]) => [JSON.stringify(list), name]));

interface Document {
  components?: { schemas?: Record<string, unknown> };
}

/** The document with each list written once, as a component, and referenced wherever it is used. */
export function withNamedLists<D extends Document>(document: D): D {
  const used = new Set<string>();
  const named = rewrite(document, used) as D;
  const lists = [...used].toSorted((a, b) => (a < b ? -1 : 1)).map((name) => [name, listOf(name)]);
  const schemas = { ...named.components?.schemas, ...Object.fromEntries(lists) };
  return { ...named, components: { ...named.components, schemas } };
}

function listOf(name: string): object {
  return { type: 'string', enum: LISTS[name] };
}

function rewrite(value: unknown, used: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => rewrite(one, used));
  if (typeof value !== 'object' || value === null) return value;
  const { type, enum: words, ...more } = value as Record<string, unknown>;
  const name = NAMES.get(JSON.stringify(words));
  if (type === 'string' && name !== undefined && Object.keys(more).length === 0) {
    used.add(name);
    return { $ref: `#/components/schemas/${name}` };
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rewrite(one, used)]));
}
