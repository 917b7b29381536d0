import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBodyBudget } from '../../../api/http/body/body-budget.ts';
import { submissionsFromJson } from '../../../api/documents/from-json.ts';
import { liftTexts } from '../../../api/documents/lift-texts.ts';

const MIB = 1024 * 1024;

function fromText(json: string | Buffer) {
  const room = createBodyBudget(256 * MIB).open();
  room.of({ lane: 'json', id: 'app' });
  return submissionsFromJson(Buffer.from(json), room);
}

const pageOf = (text: string) => `{"documents":[{"type":"passport","front":"${text}"}]}`;
const told = (code: string, pointer: string) =>
  expect.objectContaining({ errors: [expect.objectContaining({ code, pointer })] });

/** Texts around the length from which they are taken out, and around a piece of the decoder. */
const SIZES = [0, 1, 2, 3, 1535, 1536, 1537, 49_151, 49_152, 49_153, 200_000];

test.each(SIZES)('a page of %i bytes arrives as it was', (size) => {
  const bytes = randomBytes(size);
  const document = { type: 'passport', frames: [bytes.toString('base64')] };
  const [one] = fromText(JSON.stringify({ documents: [document] }));
  expect(one?.pages[0]?.bytes.equals(bytes)).toBe(true);
});

test('pages arrive each in its place, however the JSON is written', () => {
  const page = fc.uint8Array({ minLength: 1, maxLength: 5000 }).map((one) => Buffer.from(one));
  const documents = fc.array(
    fc.record({ front: page, back: page, frames: fc.array(page, { maxLength: 3 }) }),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(documents, fc.constantFrom(0, 2), fc.boolean(), (given, indent, isEscaped) => {
      const text = JSON.stringify(
        { documents: given.map((one) => ({ type: 'passport', ...texts(one) })) },
        null,
        indent,
      );
      const sent = isEscaped ? text.replaceAll('/', '\\/').replaceAll('+', '\\u002B') : text;
      const found = fromText(sent).map(({ pages }) => pages.map(({ bytes }) => [...bytes]));
      const want = given.map(({ front, back, frames }) =>
        [front, back, ...frames].map((one) => [...one]),
      );
      expect(found).toEqual(want);
    }),
    { numRuns: 60 },
  );
});

function texts({ front, back, frames }: { front: Buffer; back: Buffer; frames: Buffer[] }) {
  const text = (one: Buffer) => one.toString('base64');
  return { front: text(front), back: text(back), frames: frames.map(text) };
}

const long = randomBytes(150_000).toString('base64');
test.each<[string, string]>([
  ['a letter that is none', `${long.slice(0, 90_000)}!${long.slice(90_001)}`],
  ['padding in its midst, at a piece’s end', `${long.slice(0, 65_532)}AA==${long.slice(65_536)}`],
  ['padding in its midst', `${long.slice(0, 30_000)}AA==${long.slice(30_000)}`],
  ['a letter less', long.slice(1)],
  ['the alphabet of URLs', long.replaceAll('+', '-')],
  ['a line break', `${long.slice(0, 76)}\\n${long.slice(76)}`],
  ['a letter beyond ASCII', `${long.slice(0, 4000)}ä${long.slice(4000)}`],
  ['an escaped letter beyond ASCII', `${long.slice(0, 4000)}\\u00e4${long.slice(4000)}`],
  ['an escape that is cut', `${long}\\\\u00`],
  ['bits that no encoder leaves', `${long.slice(0, -4)}AAB=`],
])('base64 with %s is refused at its place', (_, text) => {
  expect(() => fromText(pageOf(text))).toThrow(told('not_base64', '/documents/0/front'));
});

test.each<[string, object, string, string]>([
  ['file_name', { file_name: long }, '/documents/0/file_name', 'too_long'],
  ['challenge', { challenge: long }, '/documents/0/challenge', 'too_long'],
  ['type', { type: long }, '/documents/0/type', 'not_in_list'],
  ['country', { country: long }, '/documents/0/country', 'unknown_country'],
  ['field’s name', { [long]: 1 }, '/documents/0', 'unknown_field'],
])('a page is no %s', (_, more, pointer, code) => {
  const document = { type: 'passport', front: 'AAAA', ...more };
  expect(() => fromText(JSON.stringify({ documents: [document] }))).toThrow(told(code, pointer));
});

test('nobody can name a page of another request', () => {
  const { rest } = liftTexts(Buffer.from(pageOf(long)));
  const [, name = ''] = /"front":"(\w+)"/.exec(rest.toString()) ?? [];
  expect(name).toHaveLength(300);
  // What named a page there is nothing but letters here.
  const body = { documents: [{ type: 'passport', front: name, back: long }] };
  const [one] = fromText(JSON.stringify(body));
  expect(one?.pages[0]?.bytes.toString('base64')).toBe(name);
});

const filled = (open: string, piece: string, close: string) =>
  Buffer.concat([Buffer.from(open), Buffer.alloc(59 * MIB, piece), Buffer.from(close)]);

test.each<[string, Buffer, string]>([
  ['objects', filled('{"documents":[{}', ',{}', ']}'), 'payload_too_large'],
  ['texts', filled('{"documents":[""', ',""', ']}'), 'payload_too_large'],
  ['nesting', filled('', '[', ''), 'payload_too_large'],
  ['escaped quotes', filled('{"documents":"', '\\"', '"}'), 'validation_failed'],
  ['backslashes', filled('{"documents":"', '\\\\', '"}'), 'validation_failed'],
  ['a text without end', filled('{"documents":"', 'A', ''), 'malformed_request'],
  ['texts of 2 KiB', filled('["', `${'A'.repeat(2000)}","`, '"]'), 'payload_too_large'],
  ['pages of 3 KiB', filled('["', `${'A'.repeat(3000)}","`, '"]'), 'payload_too_large'],
  ['escapes', filled('{"documents":"', '\\u0041', '"}'), 'validation_failed'],
])('59 MiB of %s are refused within a second, and hold no memory', (_, json, code) => {
  const room = createBodyBudget(256 * MIB).open();
  room.of({ lane: 'json', id: 'app' });
  const before = { heap: process.memoryUsage().heapUsed, ...process.cpuUsage() };
  expect(() => submissionsFromJson(json, room)).toThrow(expect.objectContaining({ code }));
  const after = { heap: process.memoryUsage().heapUsed, ...process.cpuUsage() };
  expect((after.user - before.user) / 1000).toBeLessThan(1000); // of its own, whatever else runs
  expect(after.heap - before.heap).toBeLessThan(64 * MIB);
});
