import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';

/** What the bare lifecycle is made of: the events of a case, and nothing inside them. */
export interface BareWork {
  check: (documents: string) => Promise<string>;
  record: (version: number) => Promise<void>;
}

const { check } = proxyActivities<Pick<BareWork, 'check'>>({
  startToCloseTimeout: '2 m',
  heartbeatTimeout: '15 s',
  taskQueue: 'bare-checks',
});
const { record } = proxyLocalActivities<Pick<BareWork, 'record'>>({ startToCloseTimeout: '1 s' });

export const submit = defineUpdate<number, [string[]]>('submit');

/** Takes `wanted` documents, has each checked, records each change, and ends when all are. */
export async function bareCase(wanted: number): Promise<void> {
  const waiting: string[] = [];
  let [version, recorded, checked] = [1, 0, 0];
  setHandler(submit, (documents) => {
    waiting.push(...documents);
    version += 1;
    return version;
  });
  void sleep('30 days').catch(() => undefined);
  for (;;) {
    for (const document of waiting.splice(0)) {
      void check(document).then(() => {
        checked += 1;
        version += 1;
      });
    }
    if (checked === wanted) {
      const status = { name: 'KycStatus', type: 'KEYWORD' } as const;
      upsertSearchAttributes([{ key: status, value: workflowInfo().workflowType }]);
    }
    const next = version;
    await record(next);
    recorded = next;
    if (checked === wanted && recorded === version) return;
    await condition(() => waiting.length > 0 || recorded < version);
  }
}
