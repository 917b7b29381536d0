import type { Payload } from '@temporalio/common';
import { CASE_EVENTS } from '../../domain/case/event.ts';
import type { Draw } from './draw.ts';

const SENIOR = { kind: 'key', id: 'key_forged', role: 'senior_reviewer', holder: 'nobody' };
const MIB = 2 ** 20;
const KINDS = [...CASE_EVENTS, '__proto__', 'constructor', 'toString', ''];

/** A payload that no sender of ours would make; some are taken out of histories as they stand there. */
export function drawPayload(draw: Draw, sealed: readonly Payload[], customer: string): Payload {
  const ways: (() => Payload)[] = [
    () => json(junkText(draw)),
    () => json(JSON.stringify(forgedEvent(draw))),
    () => json(JSON.stringify({ id: draw.one(['', 'v1', 7, null]), event: forgedEvent(draw) })),
    () => json(JSON.stringify(forgedCommand(draw, customer))),
    () => json(JSON.stringify(forgedOpening(draw, customer))),
    () => encrypted(draw, customer),
    () => stolen(draw, sealed),
    () => stolen(draw, sealed),
    () => ({ metadata: { encoding: encodingOf(draw) }, data: draw.bytes(draw.number(200)) }),
    () => ({}),
  ];
  return draw.one(ways)();
}

/** Texts that are no JSON, or JSON that is deep, huge or odd. */
export function junkText(draw: Draw): string {
  const deep = 1 + draw.number(20_000);
  return draw.one([
    () => '',
    () => '{',
    () => 'null',
    () => '"\\ud800"',
    () => '1e999',
    () => '{"__proto__":{"kind":"locked"},"constructor":1}',
    () => `${'['.repeat(deep)}${']'.repeat(deep)}`,
    () => `{"a":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`,
    () => JSON.stringify('x'.repeat(draw.one([10, 1000, MIB / 2]))),
    () => JSON.stringify({ findings: Array.from({ length: 20_000 }, () => ({})) }),
    () => draw.bytes(64).toString('latin1'),
  ])();
}

function json(text: string): Payload {
  return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text) };
}

function forgedEvent(draw: Draw): object {
  const findings = draw.one([[], 'none', [{}], [null], { length: 1e9 }]);
  return {
    kind: draw.one(KINDS),
    actor: draw.one([SENIOR, null, 'me', { ...SENIOR, role: 'root' }]),
    outcome: draw.one(['approve', 'reject', 'everything']),
    requirements: draw.one([null, [], 'all', ['identity']]),
    reasons: draw.one([[], ['constructor'], null]),
    final: false,
    note: null,
    message: null,
    reason: null,
    confirms: null,
    evidence: draw.one([{ digests: [], checks: [], detailsVersion: 1 }, null, 7]),
    document: draw.one(['doc_1', null, {}]),
    documents: draw.one([[], [{ pages: 1 }], 'all']),
    id: 'v1',
    withdrawn: true,
    findings,
  };
}

function forgedCommand(draw: Draw, customer: string): object {
  const to = { case: `case/${customer}`, message: draw.one(['lock', 'decide']), id: 'x' };
  return { for: { ...to, at: '2026-01-01T00:00:00.000Z' }, body: forgedEvent(draw) };
}

function forgedOpening(draw: Draw, customer: string): object {
  const facts = { customer, mode: 'live', level: 'basic', country: 'SE', present: [] };
  return draw.one([
    { checksQueue: 'evil', opening: { facts, policy: {}, openedAt: 'now', actor: SENIOR } },
    { checksQueue: 'evil', carried: { state: { customer, version: 99, rules: 2 }, handled: 1 } },
    { opening: null },
    { move: 'mov_1' },
  ]);
}

/** What names our encoding and a key, and is neither. */
function encrypted(draw: Draw, customer: string): Payload {
  const id = draw.one([
    `${customer}/1`,
    `${customer}/99`,
    'system/1',
    'cus_forged/1',
    '__proto__/1',
    '/',
    'x'.repeat(5000),
  ]);
  return {
    metadata: { encoding: Buffer.from('binary/encrypted'), 'vouch-key': Buffer.from(id) },
    data: draw.bytes(draw.one([0, 11, 28, 200, 20_000])),
  };
}

function stolen(draw: Draw, sealed: readonly Payload[]): Payload {
  const { metadata = null, data } = draw.one(sealed);
  const bytes = Buffer.from(data ?? []);
  if (draw.number(3) === 0 && bytes.length > 0) bytes[draw.number(bytes.length)] = draw.number(256);
  return { metadata, data: bytes };
}

function encodingOf(draw: Draw): Buffer {
  const known = ['json/plain', 'json/protobuf', 'binary/plain', 'binary/null', 'binary/protobuf'];
  return draw.one([...known.map((one) => Buffer.from(one)), draw.bytes(8)]);
}
