import { describe, expect, test } from 'vitest';
import { readLicence } from '../../../../domain/identity/aamva/licence.ts';
import { QUIRKS } from '../../../specimens/aamva-quirks.ts';
import { inventedHolder } from '../../../specimens/graded.ts';
import { randomFrom } from '../../../specimens/random.ts';
import { barcode, elementsFor, JANE } from './barcode.ts';

const RECEIVED = '2026-11-23';

function text(version = 9, change: Record<string, string> = {}): string {
  const elements = { ...elementsFor(JANE, { version, country: 'US' }), ...change };
  return Buffer.from(barcode({ version, issuer: '636000', elements })).toString('latin1');
}

const read = (of: string) => readLicence(Buffer.from(of, 'latin1'), RECEIVED);
const whole = read(text()).licence;

describe('what issuers print', () => {
  test.each(QUIRKS)('%s', (_, change) => {
    const { licence, doubt } = read(change(text()));
    expect(doubt).toBeNull();
    const { number, name, birth, expiresOn, issuedOn, country } = licence ?? {};
    expect({ number, name, birth, expiresOn, issuedOn, country }).toEqual({
      number: whole?.number,
      name: whole?.name,
      birth: whole?.birth,
      expiresOn: whole?.expiresOn,
      issuedOn: whole?.issuedOn,
      country: 'US',
    });
  });

  test.each(['99999999', '12319999', '99991231'])('no expiry, as %s', (days) => {
    expect(read(text(9, { DBA: days })).licence?.expiresOn).toBeNull();
  });

  test('names of the first version in parts', () => {
    const change = { DAA: '', DAB: 'SAMPLE', DAC: 'JANE', DAD: 'QUINCY' };
    expect(read(text(1, change)).licence?.name).toMatchObject({
      family: ['SAMPLE'],
      given: ['JANE', 'QUINCY'],
    });
  });

  test('letters of UTF-8 and of ISO 8859-1 are the same name', () => {
    const named = text(9, { DCS: 'MUÑOZ' });
    expect(read(named).licence?.name.family).toEqual(['MUNOZ']);
    const bytes = Buffer.from(named, 'utf8');
    expect(readLicence(bytes, RECEIVED).licence?.name.family).toEqual(['MUNOZ']);
  });
});

describe('what two readings are left of is a doubt, with what was read', () => {
  const canadian = (change: Record<string, string>) => {
    const elements = { ...elementsFor(JANE, { version: 3, country: 'CA' }), ...change };
    const bytes = barcode({ version: 3, issuer: '636017', elements });
    return readLicence(bytes, RECEIVED);
  };

  test('a Canadian day with the year last, unless another day shows the order', () => {
    const days = { DBB: '03041986', DBA: '05062030', DBD: '05062023' };
    expect(canadian(days)).toMatchObject({ doubt: 'days_ambiguous' });
    expect(canadian({ ...days, DBD: '05282023' })).toMatchObject({
      doubt: null,
      licence: { birth: '1986-03-04', expiresOn: '2030-05-06' },
    });
  });

  test.each([
    ['separators that were lost', text().replaceAll('\n', ''), 'separators_lost'],
    ['a name in two lines', text().replace('DCSSAMPLE', 'DCSVAN\nSAMPLE'), 'line_unknown'],
    ['a number twice', text().replace('DBB', 'DAQT9\nDBB'), 'element_twice'],
    ['a name whose order is not known', text(1, { DAA: 'JANE Q SAMPLE' }), 'name_unparted'],
  ])('%s', (_, of, doubt) => {
    expect(read(of)).toMatchObject({ doubt, seen: { birth: '1986-02-28' } });
  });

  test('the tracks of a magnetic stripe', () => {
    const stripe =
      '%BCVICTORIA^SAMPLE,$JANE^1 SAMPLE ST$VICTORIA BC^?;6360282222222=300319880314=?';
    expect(read(stripe)).toMatchObject({ licence: null, doubt: 'magnetic_stripe' });
    expect(read(`_${stripe}`)).toMatchObject({ licence: null, doubt: 'magnetic_stripe' });
  });
});

test('seeded barcodes with two quirks at once are read rightly or doubted, never wrongly', () => {
  const random = randomFrom(8117);
  let [accepted, shown, wrong] = [0, 0, 0];
  for (let index = 0; index < 2000; index += 1) {
    const { given, ...of } = inventedHolder(index);
    const [first = '', middle = ''] = given.split(' ');
    const holder = { ...of, first, middle, address: JANE.address };
    const version = 1 + Math.floor(random() * 10);
    const country = random() < 0.7 ? 'US' : 'CA';
    const elements = elementsFor(holder, { version, country });
    const own = random() < 0.5 ? { own: { ZVA: '01' } } : {};
    const issuer = country === 'US' ? '636015' : '636012';
    const bytes = barcode({ version, issuer, elements, ...own });
    let quirky = Buffer.from(bytes).toString('latin1');
    for (let by = 0; by < 2; by += 1) {
      const [, change] = QUIRKS[Math.floor(random() * QUIRKS.length)] ?? [];
      quirky = change?.(quirky) ?? quirky;
    }
    const { licence, doubt, seen } = read(quirky);
    if (licence && doubt === null) {
      accepted += 1;
      const value = [
        licence.number,
        licence.birth,
        licence.expiresOn,
        licence.name.family.join(' '),
      ];
      if (value.join() !== [of.number, of.birth, of.expires, of.family].join()) wrong += 1;
    } else if (seen.number) shown += 1;
  }
  expect(wrong).toBe(0);
  expect((accepted + shown) / 2000).toBeGreaterThanOrEqual(0.95);
});
