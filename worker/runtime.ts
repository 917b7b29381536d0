import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log, LogFields } from '../store/log.ts';

/**
 * The SDK's own log lines through ours: message, ids and the type of an error only, since an
 * error's text may hold what a driver said of a row. Once per process, before any connection.
 */
export function installRuntime(log: Log): void {
  const logger = new DefaultLogger('WARN', ({ level, message, meta = {} }) => {
    const fields = fieldsOf(meta);
    if (level === 'ERROR') log.error(message, meta['error'], fields);
    else log.warn(message, fields);
  });
  Runtime.install({ logger });
}

function fieldsOf(meta: Record<string, unknown>): LogFields {
  const { workflowId, activityType, attempt, error } = meta;
  const code: unknown = error instanceof Error && 'type' in error ? error.type : undefined;
  return {
    ...(typeof workflowId === 'string' ? { workflow: workflowId } : {}),
    ...(typeof activityType === 'string' ? { activity: activityType } : {}),
    ...(typeof attempt === 'number' ? { attempt } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}
