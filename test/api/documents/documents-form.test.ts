import { expect, test } from 'vitest';
import { submissionsFromForm } from '../../../api/documents/from-form.ts';
import { createBodyBudget } from '../../../api/http/body/body-budget.ts';
import { submissionsFromJson } from '../../../api/documents/from-json.ts';
import { inspect } from '../../../api/documents/submission.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);
const PDF = new TextEncoder().encode('%PDF-1.7 …');

type Part = [name: string, value: string | { bytes: Uint8Array; type?: string; name?: string }];

async function read(parts: Part[]) {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else {
      const options = { type: value.type ?? 'image/jpeg' };
      form.append(name, new File([Buffer.from(value.bytes)], value.name ?? 'a.jpg', options));
    }
  }
  const request = new Request('http://test/', { method: 'POST', body: form });
  const bytes = Buffer.from(await request.arrayBuffer());
  return submissionsFromForm(bytes, request.headers.get('content-type') ?? '');
}

test('one document by plain fields', async () => {
  const [one] = await read([
    ['type', 'national_id'],
    ['country', 'SE'],
    ['back', { bytes: JPEG, name: 'b.jpg' }],
    ['front', { bytes: JPEG, name: 'f.jpg' }],
  ]);
  expect(one).toMatchObject({ type: 'national_id', country: 'SE', pointer: '' });
  expect(one?.pages.map(({ side, fileName }) => [side, fileName])).toEqual([
    ['front', 'f.jpg'],
    ['back', 'b.jpg'],
  ]);
});

test('several documents in one form, frames by their number', async () => {
  const found = await read([
    ['documents[1][type]', 'selfie'],
    ['documents[1][frames][1]', { bytes: JPEG, name: 'second.jpg' }],
    ['documents[1][frames][0]', { bytes: JPEG, name: 'first.jpg' }],
    ['documents[0][type]', 'utility_bill'],
    ['documents[0][front]', { bytes: PDF, type: 'application/pdf', name: 'bill.pdf' }],
  ]);
  expect(found.map(({ type, country }) => [type, country])).toEqual([
    ['utility_bill', null],
    ['selfie', null],
  ]);
  expect(found[1]?.pages.map(({ fileName }) => fileName)).toEqual(['first.jpg', 'second.jpg']);
  expect(inspect(found, 'live')[0]?.pages[0]?.mediaType).toBe('application/pdf');
});

const FRONT: Part = ['front', { bytes: JPEG }];
test.each<[string, Part[], string, string]>([
  [
    'an unknown field',
    [['type', 'passport'], FRONT, ['colour', 'red']],
    '/colour',
    'unknown_field',
  ],
  ['a type that is none', [['type', 'library_card'], FRONT], '/type', 'not_in_list'],
  ['no type', [FRONT], '/type', 'required'],
  [
    'an unknown country',
    [['type', 'passport'], ['country', 'XX'], FRONT],
    '/country',
    'unknown_country',
  ],
  [
    'a text where a file belongs',
    [
      ['type', 'passport'],
      ['front', 'hello'],
    ],
    '/front',
    'wrong_type',
  ],
  ['a side twice', [['type', 'passport'], FRONT, FRONT], '/front', 'repeated_field'],
  [
    'fields of one document beside those of several',
    [['type', 'passport'], FRONT, ['documents[0][type]', 'passport']],
    '',
    'mixed_fields',
  ],
  [
    'an index beyond the limit',
    [['documents[12][type]', 'passport']],
    '/documents[12][type]',
    'unknown_field',
  ],
])('a form with %s is refused at its place', async (_what, parts, pointer, code) => {
  await expect(read(parts)).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer, code }],
  });
});

test('a body that is no form is refused without quoting it', async () => {
  const type = 'multipart/form-data; boundary=xyz';
  const bodies = [
    'secret',
    '--xyz\r\nsecret',
    '--xyz\r\ncontent-disposition: form-data\r\n\r\nsecret\r\n--xyz--',
    '--xyz\r\ncontent-disposition: form-data; name="type"\r\n\r\nsecret',
    '--xyz\r\ncontent-disposition: form-data; name="type"\r\n\r\nsecret\r\n--xyzw',
  ];
  for (const body of bodies) {
    const expected = { code: 'malformed_request', detail: expect.not.stringContaining('secret') };
    expect(() => submissionsFromForm(Buffer.from(body), type)).toThrow(
      expect.objectContaining(expected),
    );
  }
});

test('a form as other clients write it: bare parameters, escaped quotes, bytes that look like a break', () => {
  const bytes = Buffer.concat([Buffer.from(JPEG), Buffer.from('\r\n--xy\r\n\r\n')]);
  const body = Buffer.concat([
    Buffer.from('--xyz\r\nContent-Disposition: form-data; name=type\r\n\r\npassport\r\n--xyz\r\n'),
    Buffer.from('Content-Type: image/jpeg\r\n'),
    Buffer.from(
      'Content-Disposition: form-data; name="front"; filename="a\\"; name=b.jpg"\r\n\r\n',
    ),
    bytes,
    Buffer.from('\r\n--xyz--\r\n'),
  ]);
  const [one] = submissionsFromForm(body, 'multipart/form-data; boundary="xyz"');
  expect(one?.pages).toMatchObject([{ declared: 'image/jpeg', fileName: 'a"; name=b.jpg' }]);
  expect(one?.pages[0]?.bytes.equals(bytes)).toBe(true);
  expect(one?.pages[0]?.bytes.buffer).toBe(body.buffer);
});

test.each<[string, string, Uint8Array, string, string, string]>([
  ['empty', 'image/jpeg', new Uint8Array(), 'a.jpg', 'file_empty', 'file_empty'],
  [
    'over 10 MiB',
    'image/jpeg',
    new Uint8Array(10 * 1024 * 1024 + 1),
    'a.jpg',
    'payload_too_large',
    'file_too_large',
  ],
  [
    'HTML named .jpg',
    'image/jpeg',
    Buffer.from('<html>'),
    'a.jpg',
    'file_type_mismatch',
    'file_type_not_accepted',
  ],
  [
    'a PDF declared as JPEG',
    'image/jpeg',
    PDF,
    'a.pdf',
    'file_type_mismatch',
    'file_type_mismatch',
  ],
  ['a PDF named .jpg', 'application/pdf', PDF, 'a.jpg', 'file_type_mismatch', 'file_type_mismatch'],
])('a file that is %s is refused before anything is stored', async (...row) => {
  const [, type, bytes, name, refusal, code] = row;
  const found = await read([
    ['type', 'passport'],
    ['front', { bytes, type, name }],
  ]);
  expect(() => inspect(found, 'live')).toThrow(
    expect.objectContaining({
      code: refusal,
      errors: [expect.objectContaining({ code, pointer: '/front' })],
    }),
  );
});

function fromJson(body: unknown) {
  const room = createBodyBudget(256 * 1024 * 1024).open();
  room.of({ lane: 'json', id: 'app' });
  return submissionsFromJson(Buffer.from(JSON.stringify(body)), room);
}

test('base64 pages are the same documents', () => {
  const front = Buffer.from(JPEG).toString('base64');
  const found = fromJson({ documents: [{ type: 'passport', country: 'SE', front }] });
  expect(inspect(found, 'live')).toMatchObject([
    { type: 'passport', country: 'SE', pages: [{ side: 'front', mediaType: 'image/jpeg' }] },
  ]);
});

test.each(['type', 'country', 'challenge', 'step[0]'])(
  'a %s of megabytes is refused',
  async (name) => {
    await expect(read([[name, 'x'.repeat(1024 * 1024)]])).rejects.toMatchObject({
      errors: [{ pointer: `/${name}`, code: 'too_long' }],
    });
  },
);

test('base64 that is none is refused at its place', () => {
  const body = { documents: [{ type: 'passport', front: 'no base64!' }] };
  expect(() => fromJson(body)).toThrow(
    expect.objectContaining({
      errors: [expect.objectContaining({ pointer: '/documents/0/front', code: 'not_base64' })],
    }),
  );
});

test('a data URL is refused at its place, by that name', () => {
  const front = `data:image/jpeg;base64,${Buffer.from(JPEG).toString('base64')}`;
  expect(() => fromJson({ documents: [{ type: 'passport', front }] })).toThrow(
    expect.objectContaining({
      errors: [
        {
          pointer: '/documents/0/front',
          code: 'data_url',
          message: expect.stringContaining('data URL') as string,
        },
      ],
    }),
  );
});

test('more pages than a document may have are refused', () => {
  const front = Buffer.from(JPEG).toString('base64');
  const documents = [{ type: 'passport', front, frames: [front, front, front, front] }];
  expect(() => inspect(fromJson({ documents }), 'live')).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ code: 'too_many' })] }),
  );
});
