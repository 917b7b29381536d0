import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../../api/documents/multipart.ts';
import { anyForm, brokenForm, type WrittenForm } from '../forms/any-form.ts';
import { busboyParts, type SeenPart } from '../forms/busboy-parts.ts';

/** `FORMS=100000` tries as many forms, from a seed of the moment. */
const runs = Number(process.env['FORMS'] ?? 2000);
const SEED = process.env['FORMS'] ? Date.now() % 2 ** 31 : 20270110;
const LONG = Math.max(30_000, runs * 5);

function ours({ body, contentType }: WrittenForm): SeenPart[] | null {
  try {
    return partsOf(body, contentType).map(({ name, fileName, bytes }) => {
      return { name, fileName, bytes: bytes.toString('latin1') };
    });
  } catch {
    return null;
  }
}

/** busboy leaves what a browser escapes as it is. */
async function busboys({ body, contentType }: WrittenForm): Promise<SeenPart[] | null> {
  const plain = (text: string) =>
    text.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const parts = await busboyParts(body, contentType);
  return (
    parts?.map(({ name, fileName, bytes }) => {
      return { name: plain(name), fileName: fileName === null ? null : plain(fileName), bytes };
    }) ?? null
  );
}

describe('the own reader of forms against busboy', () => {
  test(
    'reads every form that a client may write, as it is meant and as busboy does',
    async () => {
      const property = fc.asyncProperty(anyForm, async (form) => {
        const meant = form.meant.map((part) => ({ ...part, bytes: part.bytes.toString('latin1') }));
        expect(ours(form)).toEqual(meant);
        expect(await busboys(form)).toEqual(meant);
      });
      await fc.assert(property, { seed: SEED, numRuns: runs });
    },
    LONG,
  );

  test(
    'refuses a broken form, or reads of it what busboy reads',
    async () => {
      let taken = 0;
      const property = fc.asyncProperty(brokenForm, async (form) => {
        const read = ours(form);
        if (read === null || read.length === 0) return; // who asks refuses an empty form too
        taken += 1;
        expect(await busboys(form)).toEqual(read);
      });
      await fc.assert(property, { seed: SEED, numRuns: runs * 3 });
      expect(taken).toBeGreaterThan(runs / 5);
    },
    LONG,
  );
});

const NAME = 'Content-Disposition: form-data; name="type"';
test.each([
  ['a header twice', `${NAME}\r\n${NAME.replace('type', 'country')}`],
  ['a parameter twice', `${NAME}; name="country"`],
  ['a file name twice', `${NAME}; filename="a.jpg"; filename="b.jpg"`],
  ['what is no parameter', `${NAME}"country"`],
  ['a text that goes on behind its quotes', `${NAME}; filename="a"b.jpg"`],
  ['a line that is no header', `${NAME}\r\nname="country"`],
  ['a header that goes on in the next line', `${NAME};\r\n filename="a.jpg"`],
  ['a blank before the colon', NAME.replace(':', ' :')],
  ['a control character', `${NAME}\r\nX-Other: a\0b`],
  ['a bare line break', `${NAME}\r\nX-Other: a\nb`],
])('a part with %s is refused: two readers may read two things', (_what, headers) => {
  const body = Buffer.from(`--b\r\n${headers}\r\n\r\nx\r\n--b--\r\n`);
  expect(() => partsOf(body, 'multipart/form-data; boundary=b')).toThrow('malformed_request');
});
