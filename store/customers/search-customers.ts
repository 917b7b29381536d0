import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import {
  alikeNumber,
  blindIndex,
  type IndexField,
  normalName,
  normalNumber,
  normalPhone,
  normalText,
} from '../sealing/blind-index.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import type { Scope } from '../db/scope.ts';
import { type Customer, customerFromRow, customersInScope } from './customer.ts';

export type CustomerSearch =
  | { field: 'email' | 'phone'; value: string }
  | { field: 'name_birth_date'; givenNames: string | null; familyName: string; birthDate: string }
  | { field: 'identity_number'; country: string; number: string };

/**
 * Customers whose current details, or whose documents, have exactly this value. The search is audited with
 * the blind index.
 */
export async function searchCustomers(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { search: CustomerSearch; limit: number; at: string; request?: string },
): Promise<Customer[]> {
  const { search, limit, at, request } = input;
  const indexKey = await keys.indexKey();
  const mac = blindIndex(indexKey, search.field satisfies IndexField, normalOf(search));
  // A number that was read only from printed text is stored in the form that merges confusable characters.
  const alike =
    search.field === 'identity_number'
      ? blindIndex(indexKey, 'number_alike', alikeNumber(search))
      : mac;
  const rows = await customersInScope(trx, scope)
    .where((eb) =>
      search.field === 'identity_number'
        ? eb.exists(
            eb
              .selectFrom('identity_number as i')
              .select('i.mac')
              .where('i.mac', 'in', [mac, alike])
              .whereRef('i.customer_id', '=', 'u.id'),
          )
        : eb.exists(
            eb
              .selectFrom('lookup as l')
              .select('l.mac')
              .where('l.field', '=', search.field)
              .where('l.mac', '=', mac)
              .whereRef('l.customer_id', '=', 'u.id')
              .whereRef('l.details_version', '=', 'c.details_version'),
          ),
    )
    .orderBy('c.created_at', 'desc')
    .limit(limit)
    .execute();
  const data = { mac: mac.toString('hex'), found: rows.length };
  await appendAudit(trx, actor, {
    action: 'customer.searched',
    object: search.field,
    at,
    request,
    data,
  });
  return rows.map(customerFromRow);
}

function normalOf(search: CustomerSearch): string {
  if (search.field === 'name_birth_date') return normalName(search);
  if (search.field === 'identity_number') return normalNumber(search);
  return search.field === 'email' ? normalText(search.value) : normalPhone(search.value);
}
