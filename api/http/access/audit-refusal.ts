import { Refusal } from '../../../domain/refusal.ts';
import { RECORDED_REFUSALS } from '../../../store/audit/recorded-refusals.ts';
import { appendAudit } from '../../../store/audit/append-audit.ts';
import type { Caller } from '../call.ts';
import type { Deps } from '../../deps.ts';
import { customerBehind } from '../objects.ts';
import type { Declaration } from '../operation.ts';

/**
 * Appends the refused attempt to the audit chain of the object's customer. Writes nothing if the caller may
 * not know that the object exists.
 */
export async function auditRefusal(
  deps: Deps,
  refused: {
    error: unknown;
    caller: Caller;
    declaration: Declaration;
    id: string;
    request: string;
  },
): Promise<void> {
  const { error, caller, declaration, id, request } = refused;
  if (!(error instanceof Refusal) || !RECORDED_REFUSALS[error.code]) return;
  const kind = declaration.object;
  const chain = kind === null ? undefined : await customerBehind(deps, caller, { kind, id });
  await deps.store.database.transaction().execute((trx) =>
    appendAudit(trx, caller.actor, {
      action: 'access.refused',
      object: kind === null ? declaration.name : id,
      ...(chain === undefined ? {} : { chain }),
      at: deps.now(),
      reasons: [error.code],
      request,
      data: { operation: declaration.name },
    }),
  );
}
