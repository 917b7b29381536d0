import { APP } from './case-kit.ts';

const finding = { id: 'chk_1', kind: 'file_safety', outcome: 'pass', reasons: [] };
const answered = { kind: 'vendor_answered', actor: APP, id: 'x', document: 'doc_1', findings: [] };
const odd = [null, 0, '', 'text', true, [], [[]], {}, -1, 1e308, 'x'.repeat(100_000)];
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'no_such_kind'];

/** Arguments of a signal that no sender of ours would make; plain or sealed, none may stop a case. */
export const MALFORMED_NEWS: readonly unknown[] = [
  ...odd,
  ...odd.map((id) => ({ id, event: answered })).filter(({ id }) => typeof id !== 'string'),
  ...odd.map((event) => ({ id: 'v1', event })),
  ...names.map((kind) => ({ id: 'v1', event: { ...answered, kind } })),
  ...odd.map((actor) => ({ id: 'v1', event: { ...answered, actor } })),
  ...odd
    .filter((one) => !Array.isArray(one) || one.length > 0)
    .map((findings) => ({ id: 'v1', event: { ...answered, findings } })),
  ...odd.map((one) => ({ id: 'v1', event: { ...answered, findings: [one] } })),
  ...[...names, 7].flatMap((word) => [
    { id: 'v1', event: { ...answered, findings: [{ ...finding, kind: word }] } },
    { id: 'v1', event: { ...answered, findings: [{ ...finding, outcome: word }] } },
    {
      id: 'v1',
      event: { ...answered, findings: [{ ...finding, outcome: 'fail', reasons: [word] }] },
    },
  ]),
  { id: 'v1', event: { ...answered, findings: [{ ...finding, reasons: 'none' }] } },
  { id: 'v1', event: { ...answered, findings: [{ ...finding, hits: [{ id: 7 }] }] } },
  { id: 'v1', event: { ...answered, document: undefined } },
  { id: 'v1', event: { ...answered, expects: 'one' } },
  { id: 'v1', event: { kind: 'locked', actor: APP, reason: null } },
  { id: 'v1', event: { kind: 'erased', actor: APP } },
  { id: 'v'.repeat(300), event: answered },
  { id: 'v1', event: { kind: 'list_changed', actor: APP, list: {} } },
  { for: { case: 'x', message: 'vendorAnswered', id: 'v1' }, body: { id: 'v1', event: answered } },
];

/** Events that no update may bring, whoever sealed them. */
export const MALFORMED: readonly unknown[] = [
  ...odd,
  ...names.map((kind) => ({ kind, actor: APP, reason: null })),
  { kind: 'closed', actor: APP, withdrawn: true, reason: null },
  { kind: 'locked', reason: null },
  { kind: 'locked', actor: { ...APP, role: 'root' }, reason: null },
  { kind: 'locked', actor: APP },
  { kind: 'locked', actor: APP, reason: { text: 'no id' } },
  { kind: 'locked', actor: APP, reason: null, expects: -1 },
];
