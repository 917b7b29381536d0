import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { refusedOf } from '../../../../activities/verification/child/sanitiser/facts.ts';
import { refuseActiveBytes } from '../../../../activities/verification/child/sanitiser/pdf/pdf-safety.ts';
import { refuseBombs } from '../../../../activities/verification/child/sanitiser/pdf/pdf-streams.ts';
import { BASES } from '../../../specimens/hostile/bases.ts';
import { activePdfs } from '../../../specimens/hostile/pdf-active.ts';
import { onePage, packed, pdfOf, stream } from '../../../specimens/hostile/pdf-file.ts';
import { heavyPdfs } from '../../../specimens/hostile/pdf-heavy.ts';

/** What the rules on bytes say of a file, before any library has opened it. */
async function rule(bytes: Buffer): Promise<string | null> {
  try {
    await refuseBombs(refuseActiveBytes(bytes).streams);
    return null;
  } catch (error) {
    const refused = refusedOf(error);
    if (refused === null) throw error;
    return `${refused.reason} ${refused.detail}`;
  }
}

const of = (pattern: RegExp) =>
  [...activePdfs(), ...heavyPdfs()].filter(({ name }) => pattern.test(name));

describe('an action is found wherever it stands', () => {
  it.each(of(/^active\/.*-(plain|escaped)$/))('$name', async ({ make }) => {
    expect(await rule(make())).toBe('file_active_content raw_name');
  });

  it.each(of(/^active\/.*-(packed|renamed)$/))('$name', async ({ make }) => {
    expect(await rule(make())).toBe('file_active_content packed_name');
  });

  it.each(of(/^hidden\//))('$name: what is packed strangely is not trusted', async ({ make }) => {
    expect(await rule(make())).toBe('file_active_content hidden_names');
  });
});

describe('streams', () => {
  it.each([
    ['stream/flate-500-mb', 'file_too_large unpacked'],
    ['stream/flate-thrice-200-mb', 'file_too_large unpacked'],
    ['stream/flate-in-flate', 'file_unsafe nested_filters'],
    ['stream/lzw-in-flate', 'file_unsafe nested_filters'],
    ['stream/ten-filters', 'file_unsafe nested_filters'],
    ['stream/objects-20-mb', 'file_too_large object_stream'],
    ['stream/picture-16000', 'file_too_large pixels'],
    ['stream/many-streams', 'file_too_large streams'],
  ])('%s: %s', async (name, expected) => {
    const [one] = heavyPdfs().filter((each) => each.name === name);
    expect(await rule(one?.make() ?? Buffer.alloc(0))).toBe(expected);
  });

  it('of honest files are left alone, also where objects are packed', async () => {
    expect(await rule(BASES['application/pdf'])).toBeNull();
    const text = '<< /Type /ExtGState /CA 1 >>';
    expect(await rule(pdfOf([...onePage(), 'null', packed(text, 6)]))).toBeNull();
    const picture = '/Subtype /Image /Width 6000 /Height 6000 /Filter /FlateDecode';
    expect(await rule(pdfOf([...onePage(), stream(deflateSync('x'), picture)]))).toBeNull();
    const jpeg = '/Subtype /Image /Width 60 /Height 60 /Filter [/FlateDecode /DCTDecode]';
    expect(await rule(pdfOf([...onePage(), stream(deflateSync('x'), jpeg)]))).toBeNull();
  });
});
