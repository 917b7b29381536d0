import { randomBytes } from 'node:crypto';

const MIB = 1024 * 1024;
const PAGE = 10 * MIB;
/** The limit of the route, less a few bytes. */
export const DOCUMENTS_BYTES = 60 * MIB - 64;
export const JSON_BYTES = MIB - 64;

/** One body at the limit of its route, and the statuses that it may be answered with. */
export interface LimitBody {
  what: string;
  type: string;
  bytes: Buffer;
  /** How many copies are sent at the same time. */
  times: number;
  answers: readonly number[];
}

const BUSY = 429;
const JSON_TYPE = 'application/json';

/** A body of `open`, then `piece` as often as it fits, then `close`. */
function filled(size: number, open: string, piece: string, close: string): Buffer {
  const bytes = Buffer.alloc(size, piece);
  bytes.write(open);
  const whole = Math.floor((size - open.length - close.length) / piece.length) * piece.length;
  bytes.fill(piece, open.length, open.length + whole);
  const end = open.length + whole;
  bytes.write(close, end);
  return bytes.subarray(0, end + close.length);
}

/** JSON bodies of this size that become much larger in memory. */
export function swellingJson(size: number, open: string, close: string): [string, Buffer][] {
  const deep = Math.floor((size - open.length - close.length) / 2);
  const nested = Buffer.alloc(deep * 2, '[');
  nested.fill(']', deep);
  return [
    ['empty objects', filled(size, `${open}[{}`, ',{}', `]${close}`)],
    ['empty texts', filled(size, `${open}[""`, ',""', `]${close}`)],
    ['numbers', filled(size, `${open}[0`, ',0', `]${close}`)],
    ['the same key', filled(size, `${open}[{"a":0`, ',"a":0', `}]${close}`)],
    ['nesting', Buffer.concat([Buffer.from(open), nested, Buffer.from(close)])],
    ['one escaped text', filled(size, `${open}"`, '\\u0041', `"${close}`)],
    ['one text of quotes', filled(size, `${open}"`, '\\"', `"${close}`)],
    ['one text beyond ASCII', filled(size, `${open}"`, '\u20ac', `"${close}`)],
  ];
}

/** The bodies for the route of documents. Each page is new, so that no body is a repetition. */
export function documentBodies(): LimitBody[] {
  const hostile = swellingJson(DOCUMENTS_BYTES, '{"documents":', '}').map(([what, bytes]) => ({
    what: `JSON: ${what}`,
    type: JSON_TYPE,
    bytes,
    times: 2,
    answers: [400, 413, 422, BUSY],
  }));
  const [manyParts, longHeaders, noEnd] = hostileForms();
  return [
    ...hostile,
    {
      what: 'JSON: four pages',
      type: JSON_TYPE,
      bytes: fourPages(),
      times: 4,
      answers: [201, BUSY],
    },
    { what: 'a form: five pages', ...form(fivePages()), times: 4, answers: [201, BUSY] },
    { what: 'a form: many parts', ...form(manyParts), times: 2, answers: [400, 422, BUSY] },
    { what: 'a form: long headers', ...form(longHeaders), times: 2, answers: [400, 422, BUSY] },
    { what: 'a form: no end', ...form(noEnd), times: 2, answers: [400, BUSY] },
  ];
}

/** The bodies for a route of plain JSON, in as many copies as one key can send at the same time. */
export function plainBodies(): LimitBody[] {
  return swellingJson(JSON_BYTES, '', '').map(([what, bytes]) => ({
    what: `small JSON: ${what}`,
    type: JSON_TYPE,
    bytes,
    times: 16,
    answers: [400, 413, 422, BUSY],
  }));
}

const BOUNDARY = 'b';
const form = (bytes: Buffer) => ({ type: `multipart/form-data; boundary=${BOUNDARY}`, bytes });

function part(name: string, content: Buffer | string, more = ''): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')]);
}

function ended(parts: Buffer[]): Buffer {
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** A file with the signature of a picture, as large as a page may be. */
function page(): Buffer {
  const bytes = randomBytes(PAGE);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return bytes;
}

const TYPES = ['passport', 'utility_bill', 'selfie'];

function fivePages(): Buffer {
  const named = TYPES.flatMap((type, n) => [
    part(`documents[${n}][type]`, type),
    part(`documents[${n}][front]`, page(), '; filename="a.jpg"'),
  ]);
  const backs = [0, 1].map((n) => part(`documents[${n}][back]`, page(), '; filename="b.jpg"'));
  return ended([...named, ...backs]);
}

function fourPages(): Buffer {
  const text = () => page().toString('base64');
  const documents = TYPES.map((type, n) => ({
    type,
    front: text(),
    ...(n === 0 ? { back: text() } : {}),
  }));
  return Buffer.from(JSON.stringify({ documents }));
}

function hostileForms(): [Buffer, Buffer, Buffer] {
  const tiny = part('frames[]', 'x');
  const count = Math.floor(DOCUMENTS_BYTES / tiny.length);
  const lines = 'a\r\n'.repeat(2700);
  const head = `--${BOUNDARY}\r\n${lines}Content-Disposition: form-data; name="type"\r\n\r\nx\r\n`;
  const longHeaders = ended(Array.from({ length: 399 }, () => Buffer.from(head)));
  return [ended(Array.from({ length: count - 1 }, () => tiny)), longHeaders, noEndOf()];
}

function noEndOf(): Buffer {
  const bytes = Buffer.alloc(DOCUMENTS_BYTES, '\r\n--');
  part('type', 'x').copy(bytes);
  return bytes;
}
