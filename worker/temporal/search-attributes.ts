import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, type SearchAttribute } from '../../domain/search.ts';

// Values of temporal.api.enums.v1.IndexedValueType, with their usual names.
const INDEXED_VALUE_TYPE = {
  KEYWORD: { value: 2, name: 'Keyword' },
  BOOL: { value: 5, name: 'Bool' },
  DATETIME: { value: 6, name: 'Datetime' },
} as const satisfies Record<SearchAttribute['type'], { value: number; name: string }>;

const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
/** gRPC codes with which Temporal Cloud answers calls to the operator service: denied, not implemented. */
const NOT_OURS: readonly unknown[] = [7, 12];

/**
 * Creates the search attributes that are missing in a namespace; safe to repeat. If we are not allowed to, as
 * on Temporal Cloud, throws an error that says what to create.
 */
export async function createSearchAttributes(
  connection: Pick<Connection, 'operatorService' | 'workflowService'>,
  namespace: string,
): Promise<void> {
  const missing = await missingIn(connection, namespace);
  if (missing.length === 0) return;
  const types = missing.map(({ name, type }) => [name, INDEXED_VALUE_TYPE[type].value] as const);
  await connection.operatorService
    .addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(types) })
    .catch((error: unknown) => {
      throw NOT_OURS.includes(codeOf(error)) ? toBeCreated(missing, namespace) : error;
    });
}

async function missingIn(
  { operatorService, workflowService }: Pick<Connection, 'operatorService' | 'workflowService'>,
  namespace: string,
): Promise<SearchAttribute[]> {
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    return SEARCH_ATTRIBUTES.filter(({ name }) => !(name in customAttributes));
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) throw noNamespace(namespace);
    if (!NOT_OURS.includes(codeOf(error))) throw error;
  }
  const missing: SearchAttribute[] = [];
  for (const attribute of SEARCH_ATTRIBUTES) {
    const query = `${attribute.name} IS NULL`;
    await workflowService.countWorkflowExecutions({ namespace, query }).catch((error: unknown) => {
      if (codeOf(error) !== INVALID_ARGUMENT) throw error;
      missing.push(attribute);
    });
  }
  return missing;
}

function toBeCreated(missing: SearchAttribute[], namespace: string): Error {
  const words = missing.map(({ name, type }) => `${name} (${INDEXED_VALUE_TYPE[type].name})`);
  return new Error(
    `the Temporal namespace ${namespace} lacks search attributes, and this server does not let ` +
      `us create them: create ${words.join(', ')}, then migrate again`,
  );
}

function noNamespace(namespace: string): Error {
  const command = `temporal operator namespace create -n ${namespace} --retention 720h`;
  return new Error(`the Temporal namespace ${namespace} does not exist: ${command}`);
}

function codeOf(error: unknown): unknown {
  return isGrpcServiceError(error) ? error.code : undefined;
}
