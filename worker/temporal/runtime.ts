import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log, LogFields } from '../../platform/log.ts';
import type { SdkMetrics } from './sdk-metrics.ts';

/**
 * Routes the SDK's log lines through our log, with message, ids and the type of an error only, because an
 * error's text may hold what a driver said about a row. With `sdk`, the SDK serves its metrics at that
 * address. Once per process, before any connection.
 */
export function installRuntime(log: Log, sdk?: Pick<SdkMetrics, 'bindAddress'>): void {
  const logger = new DefaultLogger('WARN', ({ level, message, meta = {} }) => {
    const fields = fieldsOf(meta);
    if (level === 'ERROR') log.error(message, meta['error'], fields);
    else log.warn(message, fields);
  });
  if (!sdk) {
    Runtime.install({ logger });
    return;
  }
  const { bindAddress } = sdk;
  const names = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
  const metrics = { prometheus: { bindAddress, ...names } };
  Runtime.install({ logger, telemetryOptions: { metrics } });
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
