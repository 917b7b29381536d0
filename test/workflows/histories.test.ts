import { readFile } from 'node:fs/promises';
import { Worker } from '@temporalio/worker';
import { describe, expect, inject, it } from 'vitest';
import { CONVERTER } from './case-kit.ts';
import { HISTORIES, RECORDED, RELEASE, STORIES } from './stories.ts';

describe('the recorded histories', () => {
  it(`of ${RELEASE} tell every story`, () => {
    const told = RECORDED.filter((name) => name.startsWith(`${RELEASE}/`));
    expect(told.toSorted()).toEqual(STORIES.map((one) => `${RELEASE}/${one}.json`).toSorted());
  });

  it.each(RECORDED)('%s replays', async (name) => {
    const history: unknown = JSON.parse(await readFile(new URL(name, HISTORIES), 'utf8'));
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: inject('bundlePath') }, dataConverter: CONVERTER },
      history,
      idOf(history),
    );
  });
});

/** Payloads are sealed per workflow id, and the first event carries it. */
function idOf(history: unknown): string {
  const { events } = history as {
    events: { workflowExecutionStartedEventAttributes: { workflowId: string } }[];
  };
  return events[0]?.workflowExecutionStartedEventAttributes.workflowId ?? 'case/unknown';
}
