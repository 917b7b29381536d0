/** Writes the bytes of a barcode of any version, as an issuer would. */
export interface BarcodeWish {
  version: number;
  issuer: string;
  elements: Record<string, string>;
  kind?: 'DL' | 'ID';
  /** Elements of a second subfile, of the issuer's own. */
  own?: Record<string, string>;
}

export function barcode(wish: BarcodeWish): Uint8Array {
  const { version, issuer, elements, kind = 'DL', own } = wish;
  const subfiles = [subfile(kind, elements), ...(own ? [subfile('ZV', own)] : [])];
  const two = (value: number) => String(value).padStart(2, '0');
  const four = (value: number) => String(value).padStart(4, '0');
  const lead = `@\n\u001e\rANSI ${issuer}${two(version)}${version < 2 ? '' : '00'}${two(subfiles.length)}`;
  let at = lead.length + subfiles.length * 10;
  const designators = subfiles.map((text) => {
    const designator = `${text.slice(0, 2)}${four(at)}${four(text.length)}`;
    at += text.length;
    return designator;
  });
  return Uint8Array.from(Buffer.from([lead, ...designators, ...subfiles].join(''), 'latin1'));
}

function subfile(type: string, elements: Record<string, string>): string {
  const lines = Object.entries(elements).map(([id, value]) => id + value);
  return `${type}${lines.join('\n')}\r`;
}

export interface Holder {
  family: string;
  first: string;
  middle?: string;
  /** `YYYY-MM-DD` */
  birth: string;
  expires: string;
  issued: string;
  number: string;
  address: { line1: string; city: string; region: string; postalCode: string };
}

export const JANE: Holder = {
  family: 'SAMPLE',
  first: 'JANE',
  middle: 'QUINCY',
  birth: '1986-02-28',
  issued: '2023-04-01',
  expires: '2031-02-28',
  number: 'T64235789',
  address: { line1: '2300 WEST BROAD ST', city: 'RICHMOND', region: 'VA', postalCode: '232690000' },
};

/** The elements of one holder, in the way of a version and a country. */
export function elementsFor(
  holder: Holder,
  by: { version: number; country: 'US' | 'CA' },
): Record<string, string> {
  const { version, country } = by;
  const { family, first, middle = '', address } = holder;
  const day = (text: string) => {
    const [year, month, date] = text.split('-');
    return version < 2 || country === 'CA' ? `${year}${month}${date}` : `${month}${date}${year}`;
  };
  const name: Record<string, string> =
    version < 2
      ? { DAA: [family, first, middle].join(',') }
      : version < 4
        ? { DCS: family, DCT: [first, middle].filter((part) => part !== '').join(',') }
        : { DCS: family, DDE: 'N', DAC: first, DDF: 'N', DAD: middle || 'NONE', DDG: 'N' };
  return {
    ...name,
    DAQ: holder.number,
    DBB: day(holder.birth),
    DBA: day(holder.expires),
    DBD: day(holder.issued),
    DBC: '2',
    DAG: address.line1,
    DAI: address.city,
    DAJ: address.region,
    DAK: address.postalCode,
    ...(version < 2
      ? {}
      : { DCF: '2424244747474786102204', DCG: country === 'US' ? 'USA' : 'CAN' }),
  };
}
