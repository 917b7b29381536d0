/**
 * How addresses are written in forty countries, as their posts and utilities print them: invented
 * numbers, streets that many towns have, real towns. `{n}` a number, `{m}` another, `{l}` a letter.
 */
export interface AddressForm {
  country: string;
  /** The letters of its bills are read from pixels in the languages of the product. */
  isRead: boolean;
  /** As stated, and as bills print the same: other short forms, capitals, order. */
  lines: readonly (readonly [stated: string, printed: string])[];
  streets: readonly string[];
  towns: readonly string[];
  /** `#` a digit, `@` a letter; empty: the country has none. */
  postcode: string;
  /** `{c}` town, `{p}` postcode; lines are parted by `|`. */
  place: readonly string[];
}

export const form = (
  country: string,
  lines: string,
  streets: string,
  towns: string,
  [postcode, place]: readonly [string, string],
): AddressForm => ({
  country,
  isRead: !NOT_READ.has(country),
  lines: lines.split(' ~ ').map((pair) => {
    const [stated = '', printed = stated] = pair.split(' = ');
    return [stated, printed] as const;
  }),
  streets: streets.split('; '),
  towns: towns.split('; '),
  postcode,
  place: place.split(' ~ '),
});

/** Their languages are none of those in which letters are read from pixels. */
const NOT_READ = new Set(
  'IT NL SE DK NO FI PL CZ HU RO HR TR ID MY UA RU GR JP KR VN SK'.split(' '),
);
