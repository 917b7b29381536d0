import { expect, test } from 'vitest';
import { createLog } from '../../../platform/log.ts';
import { createMeters } from '../../../platform/metrics/meters.ts';
import { onForeign } from '../../../worker/temporal/hear-foreign.ts';

function heard() {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const meters = createMeters('worker');
  let at = 0;
  const hear = onForeign(createLog({ process: 'worker', stream }), meters, () => at);
  return { lines, meters, hear, later: (ms: number) => (at += ms) };
}

test('what was not taken is counted, and logged with the case that it came to', async () => {
  const { lines, meters, hear } = heard();
  hear({ message: 'update', reason: 'unsealed', workflow: 'case/cus_a1' });
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { msg: 'message.not_taken', kind: 'update', code: 'unsealed', workflow: 'case/cus_a1' },
  ]);
  const text = await meters.text();
  expect(text).toContain('vouch_foreign_messages_total{message="update",reason="unsealed"} 1');
});

test.each(['case/cus_Anna Eriksson', 'evil', `case/cus_${'x'.repeat(200)}`, 'sys/secret', ''])(
  'an id that a stranger may have chosen is not logged: %s',
  (workflow) => {
    const { lines, hear } = heard();
    hear({ message: 'start', reason: 'unsealed', workflow });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '{}')).not.toHaveProperty('workflow');
  },
);

test('a flood is counted to the last one, and fills no log', async () => {
  const { lines, meters, hear, later } = heard();
  for (let n = 0; n < 500; n += 1) hear({ message: 'signal', reason: 'damaged', workflow: '' });
  expect(lines).toHaveLength(20);
  later(10_001);
  hear({ message: 'signal', reason: 'damaged', workflow: '' });
  expect(lines).toHaveLength(21);
  const text = await meters.text();
  expect(text).toContain('vouch_foreign_messages_total{message="signal",reason="damaged"} 501');
});
