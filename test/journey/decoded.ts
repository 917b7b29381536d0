import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { CustomerCodec } from '../../store/temporal/codec.ts';
import { dataConverter } from '../../store/temporal/data-converter.ts';
import { caseId } from '../../domain/ids.ts';
import type { Product } from './product.ts';

/**
 * Everything that Temporal has about a case, with its payloads decoded: history, description, current
 * details.
 */
export async function everythingOf(product: Product, customer: string): Promise<string> {
  const connection = await Connection.connect({ address: product.temporalAddress });
  const { keys } = product.store;
  const namespace = product.env['TEMPORAL_NAMESPACE'] ?? 'default';
  try {
    const client = new Client({
      connection,
      namespace,
      dataConverter: dataConverter(keys),
    });
    const handle = client.workflow.getHandle(caseId(customer));
    const execution = { workflowId: caseId(customer) };
    const { events } = await handle.fetchHistory();
    const described = await connection.workflowService.describeWorkflowExecution({
      namespace,
      execution,
    });
    const details = await handle.query('__temporal_workflow_metadata');
    const raw = [{ events }, described, details];
    const texts = await Promise.all(raw.map((one) => textOf(one, new CustomerCodec(keys))));
    return texts.join('\n');
  } finally {
    await connection.close();
  }
}

/** A message as JSON, with each sealed payload in it opened. */
async function textOf(message: unknown, codec: CustomerCodec): Promise<string> {
  const opened: unknown[] = [];
  await walk(message, async (payload) => {
    const [plain] = await codec.decode([payload]);
    const bytes = Buffer.from(plain?.data ?? []);
    opened.push(bytes.toString('utf8'), await nested(bytes, codec));
  });
  const rest = JSON.stringify(message, (key, value: unknown) =>
    key === 'data' || key === 'metadata' ? undefined : value,
  );
  return [rest, ...opened].join('\n');
}

async function walk(value: unknown, open: (payload: Payload) => Promise<void>): Promise<void> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  const { metadata, data } = value as Payload;
  if (metadata && data instanceof Uint8Array) return open({ metadata, data });
  for (const inner of Object.values(value)) await walk(inner, open);
}

/** Opens payloads inside payloads: some, as a local activity's marker, are messages that contain payloads. */
async function nested(bytes: Buffer, codec: CustomerCodec): Promise<string> {
  try {
    const { metadata, data } = proto.temporal.api.common.v1.Payload.decode(bytes);
    if (!metadata['encoding'] || !data) return '';
    const [plain] = await codec.decode([{ metadata, data }]);
    return Buffer.from(plain?.data ?? []).toString('utf8');
  } catch {
    return '';
  }
}
