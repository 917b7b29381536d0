import type { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, type SearchAttribute } from '../domain/search.ts';

// Values of temporal.api.enums.v1.IndexedValueType.
const INDEXED_VALUE_TYPE = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const satisfies Record<
  SearchAttribute['type'],
  number
>;

/** Creates the search attributes that are missing in a namespace; safe to repeat. */
export async function createSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = SEARCH_ATTRIBUTES.filter((attribute) => !(attribute.name in customAttributes));
  if (missing.length === 0) return;
  const types = missing.map(({ name, type }) => [name, INDEXED_VALUE_TYPE[type]] as const);
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(types),
  });
}
