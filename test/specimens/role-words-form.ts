/** What bills and letters of a language print around names and addresses; alternatives are parted by `|`. */
export interface RoleWords {
  country: string;
  supply: string;
  holder: string;
  old: string;
  fresh: string;
  movedFrom: string;
  finalBill: string;
  payTo: string;
  sendTo: string;
  returnTo: string;
  landlord: string;
  tenant: string;
  contact: string;
  represented: string;
  witness: string;
  regards: string;
  dear: string;
  branch: string;
  booking: string;
  otherContract: string;
  neighbour: string;
  careOf: string;
  given: string;
  family: string;
  firms: string;
  streets: string;
  towns: string;
  /** `{s} {n}`, and town and postcode: `#` a digit, `@` a letter. */
  street: string;
  town: string;
  text: string;
}

const KEYS: readonly (keyof RoleWords)[] = [
  'country',
  'supply',
  'holder',
  'old',
  'fresh',
  'movedFrom',
  'finalBill',
  'payTo',
  'sendTo',
  'returnTo',
  'landlord',
  'tenant',
  'contact',
  'represented',
  'witness',
  'regards',
  'dear',
  'branch',
  'booking',
  'otherContract',
  'neighbour',
  'careOf',
  'given',
  'family',
  'firms',
  'streets',
  'towns',
  'street',
  'town',
  'text',
];

/** The words of a language, in the order of the keys. */
export function words(...values: string[]): RoleWords {
  return Object.fromEntries(KEYS.map((key, at) => [key, values[at] ?? ''])) as unknown as RoleWords;
}
