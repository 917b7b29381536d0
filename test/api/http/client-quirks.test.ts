import { describe, expect, test } from 'vitest';
import { liftTexts } from '../../../api/documents/lift-texts.ts';
import { partsOf } from '../../../api/documents/multipart.ts';
import { readCapped } from '../../../api/http/body/request-body.ts';
import { expectedBy } from '../../../api/routes/customers/change.ts';
import { DetailsIn } from '../../../api/schemas/details.ts';
import { agrees } from '../../../domain/documents/file-signatures.ts';

const FORM = 'multipart/form-data; boundary=b';

function nameIn(disposition: string, before = ''): string | null | undefined {
  const body = `${before}--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\nx\r\n--b--\r\n`;
  return partsOf(Buffer.from(body), FORM)[0]?.fileName;
}

describe('a form', () => {
  test('may name its file by RFC 5987 alone, and begin with a line break', () => {
    expect(nameIn(`name="front"; filename*=UTF-8''J%C3%B6rg%20a.jpg`)).toBe('Jörg a.jpg');
    expect(nameIn(`name="front"; filename*=ISO-8859-1'de'J%F6rg.jpg`)).toBe('Jörg.jpg');
    expect(nameIn(`name="front"; filename="a.jpg"; filename*=utf-8''b.jpg`)).toBe('b.jpg');
    expect(nameIn('name="front"; filename="a.jpg"', '\r\n')).toBe('a.jpg');
  });

  test('whose name is in no known coding, or begins with more, is refused', () => {
    expect(() => nameIn(`name="front"; filename*=KOI8-R''a.jpg`)).toThrow();
    expect(() => nameIn(`name="front"; filename*=UTF-8''%FF.jpg`)).toThrow();
    expect(() => nameIn('name="front"; filename="a.jpg"', '\r\n\r\n')).toThrow();
  });
});

test.each([
  ['Scan 12.11.2026', null, true],
  ['J. Smith', null, true],
  ['passport.front', 'image/*', true],
  ['passport.front.jpg', 'image/*', true],
  ['passport.png', null, false],
  ['passport.jpg.exe', null, false],
  ['passport.SVG', null, false],
  ['passport', 'image/png', false],
])('a JPEG named %s and declared %s: %s', (fileName, declared, isTaken) => {
  expect(agrees({ sniffed: 'image/jpeg', declared, fileName })).toBe(isTaken);
});

test('a PDF is no picture of any kind', () => {
  expect(agrees({ sniffed: 'application/pdf', declared: 'image/*', fileName: null })).toBe(false);
});

test('a data URL is told from other texts, long or short', () => {
  for (const bytes of [3, 3000]) {
    const url = `data:image/jpeg;base64,${Buffer.alloc(bytes).toString('base64')}`;
    const { rest, isDataUrl } = liftTexts(Buffer.from(JSON.stringify({ front: url })));
    const { front } = JSON.parse(rest.toString()) as { front: string };
    expect(isDataUrl(front)).toBe(true);
    expect(isDataUrl('/9j/4AAQ')).toBe(false);
  }
});

test('a compressed body is refused by that name', async () => {
  const headers = { 'content-encoding': 'gzip' };
  const request = new Request('http://api.test', { method: 'POST', body: 'x', headers });
  const room = { take: () => undefined } as unknown as Parameters<typeof readCapped>[1];
  await expect(readCapped(request, room, 10)).rejects.toMatchObject({
    code: 'media_type_not_supported',
    detail: expect.stringContaining('gzip') as string,
  });
});

test('of a list in If-Match the latest version counts', () => {
  expect(expectedBy('"2-aa", W/"10-bb"')).toEqual({ version: '10', revision: 'bb' });
  expect(expectedBy('"2-aa", *')).toEqual({ version: null, revision: null });
  expect(expectedBy('"3"')).toEqual({ version: '3', revision: null });
});

describe('details', () => {
  const DETAILS = {
    given_names: 'Anna',
    family_name: 'Eriksson',
    birth_date: '1974-08-12',
    address: { country: 'SE' },
  };
  const isTaken = (change: object) => DetailsIn.safeParse({ ...DETAILS, ...change }).success;

  test.each(['\u200b', '\u200d\ufeff', '\u3164', '\u2800', '\u0301', '\u00ad'])(
    'with a name of %j alone are refused',
    (name) => {
      expect(isTaken({ given_names: name })).toBe(false);
      expect(isTaken({ family_name: name })).toBe(false);
    },
  );

  test('take names of all scripts, and the codes of whoever has no country', () => {
    for (const name of ['李', 'Ольга', 'سارة', 'क्', 'Zoë'])
      expect(isTaken({ given_names: name })).toBe(true);
    for (const code of ['XXA', 'XXB', 'XXC', 'SE'])
      expect(isTaken({ nationality: code })).toBe(true);
    for (const code of ['XXX', 'XXK', 'xxa']) expect(isTaken({ nationality: code })).toBe(false);
    expect(isTaken({ address: { country: 'XXA' } })).toBe(false);
  });
});
