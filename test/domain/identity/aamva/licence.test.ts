import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLicence } from '../../../../domain/identity/aamva/licence.ts';
import { barcode, elementsFor, JANE } from './barcode.ts';

const RECEIVED = '2026-11-23';
const VERSIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

function virginia(version = 10, change: Record<string, string> = {}): Uint8Array {
  const elements = { ...elementsFor(JANE, { version, country: 'US' }), ...change };
  return barcode({ version, issuer: '636000', elements });
}

describe('a barcode of each version', () => {
  test.each(VERSIONS)('of version %i in the United States', (version) => {
    expect(readLicence(virginia(version), RECEIVED)).toMatchObject({
      doubt: null,
      licence: {
        kind: 'DL',
        version,
        country: 'US',
        jurisdiction: 'VA',
        number: 'T64235789',
        name: { family: ['SAMPLE'], given: ['JANE', 'QUINCY'], cut: false },
        birth: '1986-02-28',
        expiresOn: '2031-02-28',
        issuedOn: '2023-04-01',
        sex: 'F',
        address: {
          line1: '2300 WEST BROAD ST',
          city: 'RICHMOND',
          region: 'VA',
          postalCode: '23269',
        },
      },
    });
  });

  test.each(VERSIONS)('of version %i in Canada, where the year stands first', (version) => {
    const address = { line1: '1 KING ST W', city: 'TORONTO', region: 'ON', postalCode: 'M5H 1A1' };
    const elements = elementsFor({ ...JANE, address }, { version, country: 'CA' });
    const { licence } = readLicence(barcode({ version, issuer: '636012', elements }), RECEIVED);
    expect(licence).toMatchObject({
      country: 'CA',
      jurisdiction: 'ON',
      birth: '1986-02-28',
      expiresOn: '2031-02-28',
      address: { postalCode: 'M5H1A1' },
    });
  });
});

describe('names', () => {
  test('that begin with the letters of an element are read whole', () => {
    const { licence } = readLicence(virginia(9, { DCS: 'DACOSTA', DAD: 'DBBIE' }), RECEIVED);
    expect(licence?.name).toEqual({ family: ['DACOSTA'], given: ['JANE', 'DBBIE'], cut: false });
    expect(licence?.birth).toBe('1986-02-28');
  });

  test('with hyphens and apostrophes are words, a missing middle name none', () => {
    const { licence } = readLicence(virginia(8, { DCS: "O'NEIL-VAN DYK", DAD: 'NONE' }), RECEIVED);
    expect(licence?.name).toMatchObject({ family: ['ONEIL', 'VAN', 'DYK'], given: ['JANE'] });
  });

  test.each(['DDE', 'DDF', 'DDG'])('that %s calls cut are cut', (flag) => {
    expect(readLicence(virginia(6, { [flag]: 'T' }), RECEIVED).licence?.name.cut).toBe(true);
  });
});

describe('an identification card', () => {
  test('is told from a licence, also beside an issuer’s own subfile', () => {
    const elements = elementsFor(JANE, { version: 8, country: 'US' });
    const own = { ZVA: '01', DCS: 'SOMEBODY ELSE' };
    const bytes = barcode({ version: 8, issuer: '636014', elements, kind: 'ID', own });
    expect(readLicence(bytes, RECEIVED).licence).toMatchObject({
      kind: 'ID',
      jurisdiction: 'CA',
      name: { family: ['SAMPLE'] },
    });
  });
});

describe('what makes no sense is doubt', () => {
  test.each([
    ['number', { DAQ: '' }, 'element_missing'],
    ['family name', { DCS: '' }, 'element_missing'],
    ['birth', { DBB: '02301986' }, 'no_calendar_day'],
    ['day first', { DBB: '28021986' }, 'no_calendar_day'],
    ['expiry', { DBA: '' }, 'no_calendar_day'],
    ['issue after receipt', { DBD: '11242026' }, 'days_contradict'],
    ['issue before birth', { DBD: '02271986' }, 'days_contradict'],
    ['expiry before issue', { DBA: '03312023' }, 'days_contradict'],
    ['birth long ago', { DBB: '02281886' }, 'days_contradict'],
    ['another country', { DCG: 'CAN' }, 'country_unclear'],
  ])('%s', (_, change, doubt) => {
    expect(readLicence(virginia(10, change), RECEIVED)).toMatchObject({ licence: null, doubt });
  });

  test('an unknown issuer that names no country, nor a state', () => {
    const elements = { ...elementsFor(JANE, { version: 1, country: 'US' }), DAJ: '' };
    const bytes = barcode({ version: 1, issuer: '999999', elements });
    expect(readLicence(bytes, RECEIVED).doubt).toBe('country_unclear');
  });

  test('a barcode without a holder’s subfile', () => {
    const bytes = Buffer.from(virginia()).toString('latin1').replaceAll('DL', 'ZL');
    expect(readLicence(Buffer.from(bytes, 'latin1'), RECEIVED).doubt).toBe('no_subfile');
  });
});

describe('garbage', () => {
  test('in the name of the standard is refused', () => {
    for (const at of [4, 5, 6, 7]) {
      const bytes = virginia();
      bytes[at] = 0x7e;
      expect(readLicence(bytes, RECEIVED).doubt, `byte ${at}`).toBe('no_header');
    }
  });

  test('elsewhere in the head changes nothing that is read', () => {
    const real = readLicence(virginia(), RECEIVED).licence;
    for (const at of [0, 1, 2, 3, 9, 15, 19, 21, 23, 27]) {
      const bytes = virginia();
      bytes[at] = 0x7e;
      const { licence } = readLicence(bytes, RECEIVED);
      const { number, name, birth, expiresOn, country } = licence ?? {};
      expect({ number, name, birth, expiresOn, country }, `byte ${at}`).toEqual({
        number: real?.number,
        name: real?.name,
        birth: real?.birth,
        expiresOn: real?.expiresOn,
        country: 'US',
      });
    }
  });

  test('in place of the last separator changes nothing; a barcode that was cut is a doubt', () => {
    expect(readLicence(virginia().subarray(0, -1), RECEIVED).doubt).toBeNull();
    const { doubt } = readLicence(virginia().subarray(0, -40), RECEIVED);
    expect(doubt).toBe('cut_short');
  });

  test('of any kind never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(390), (noise, at) => {
        expect(readLicence(noise, RECEIVED).licence).toBeNull();
        const mixed = virginia();
        mixed.set(noise.subarray(0, Math.max(0, mixed.length - at)), Math.min(at, mixed.length));
        readLicence(mixed, RECEIVED);
      }),
    );
  });
});
