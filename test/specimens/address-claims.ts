import type { Address } from '../../domain/case/details.ts';
import type { AddressForm } from './address-form.ts';
import { ADDRESS_FORMS } from './address-forms.ts';
import { randomFrom } from './random.ts';

/** What makes the printed address another one. */
export const CHANGES = [
  'number',
  'letter',
  'street',
  'town',
  'postcode',
  'unit',
  'swapped',
] as const;
export type Change = (typeof CHANGES)[number];

/** A stated address and the lines of a bill: the same address, or another by one thing. */
export interface AddressClaim {
  country: string;
  isRead: boolean;
  givenNames: string;
  familyName: string;
  address: Address;
  /** Name and address as the bill prints them. */
  printed: string[];
  change: Change | null;
}

interface Values {
  n: string;
  m: string;
  l: string;
  s: string;
  c: string;
  p: string;
}

const GIVEN = ['Elin', 'Jonas Karl', 'Camille', 'Aisyah', 'Oliver', 'Marta', 'Wanjiru', 'Tiago'];
const FAMILY = ['Sandberg', 'Brandt', 'Lefort', 'Hassan', 'Pemberton', 'Navarro', 'Kamau', 'Prado'];
const TITLES = ['', '', 'Mr ', 'Frau ', 'Sr. '];

/** Every second claim is held against another address. */
export function makeAddressClaim(seed: number): AddressClaim {
  const random = randomFrom(seed * 104_729 + 11);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const form = ADDRESS_FORMS[seed % ADDRESS_FORMS.length] as AddressForm;
  const [stated, shown] = pick(form.lines);
  const values: Values = {
    n: String(2 + Math.floor(random() * 180)),
    m: String(2 + Math.floor(random() * 40)),
    l: pick('ABCDFGH'.split('')),
    s: pick(form.streets),
    c: pick(form.towns),
    p: codeOf(form.postcode, random),
  };
  const isOther = Math.floor(seed / ADDRESS_FORMS.length) % 2 === 1;
  const place = pick(form.place);
  const style = random();
  const lay = (of: Values) => [...filled(shown, of).split('|'), ...filled(place, of).split('|')];
  const own = lay(values);
  let [change, lines]: [Change | null, string[]] = [null, own];
  for (let tries = 0; isOther && lines.join('|') === own.join('|') && tries < 200; tries += 1) {
    change = pick(CHANGES);
    lines = lay(changed(values, change, { form, random, stated: shown }));
  }
  const [givenNames, familyName] = [pick(GIVEN), pick(FAMILY)];
  const name = `${pick(TITLES)}${givenNames} ${familyName}`;
  const printed = [name, ...lines].map((line) => (style < 0.3 ? line.toUpperCase() : line));
  const { country, isRead } = form;
  const address = {
    line1: filled(stated, values),
    line2: null,
    city: values.c,
    region: null,
    postalCode: values.p === '' ? null : values.p,
    country,
  };
  return { country, isRead, givenNames, familyName, address, printed, change };
}

function filled(template: string, values: Values): string {
  return template.replaceAll(/\{([nmlscp])\}/g, (_, key: keyof Values) => values[key]).trim();
}

function codeOf(form: string, random: () => number): string {
  return form
    .replaceAll('#', () => String(1 + Math.floor(random() * 9)))
    .replaceAll('@', () => 'ABDEHJLNPRSTWY'[Math.floor(random() * 14)] ?? 'A');
}

/** One thing changed; for some forms it changes nothing that is printed. */
function changed(
  values: Values,
  change: Change,
  { form, random, stated }: { form: AddressForm; random: () => number; stated: string },
): Values {
  const other = (all: readonly string[], not: string) =>
    all.filter((one) => inFull(one) !== inFull(not))[Math.floor(random() * (all.length - 1))] ??
    not;
  switch (change) {
    case 'number':
      return { ...values, n: otherNumber(values.n, random) };
    case 'letter':
      return stated.includes('{l}')
        ? { ...values, l: other('ABCDEFGH'.split(''), values.l) }
        : { ...values, n: `${values.n}${stated.includes('{s}') ? 'B' : '7'}` };
    case 'street':
      return stated.includes('{s}')
        ? {
            ...values,
            s: random() < 0.5 ? other(form.streets, values.s) : misspelt(values.s, random),
          }
        : values;
    case 'town':
      return {
        ...values,
        c: form.towns.length > 1 ? other(form.towns, values.c) : `New ${values.c}`,
      };
    case 'postcode':
      return {
        ...values,
        p: values.p.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) % 9) + 1)),
      };
    case 'unit':
      return { ...values, m: otherNumber(values.m, random) };
    case 'swapped':
      return values.n === values.m ? values : { ...values, n: values.m, m: values.n };
  }
}

/** `Hauptstr.` is no other street than `Hauptstraße`. */
function inFull(name: string): string {
  return name.replace(/str\.$/, 'straße');
}

/** Two more, a digit more, a digit less, or its digits the other way round. */
function otherNumber(number: string, random: () => number): string {
  const ways = [
    String(Number(number) + 2),
    `1${number}`,
    `${number}1`,
    number.length > 1 ? number.slice(1) : `${number}0`,
    [...number].toReversed().join(''),
  ];
  return ways[Math.floor(random() * ways.length)] ?? `${number}3`;
}

/** One letter of the first long word replaced. */
function misspelt(street: string, random: () => number): string {
  const at = 1 + Math.floor(random() * 2);
  return street.replace(/\p{L}{4,}/u, (word) => {
    const letter = 'bdgkmprt'[Math.floor(random() * 8)] ?? 'k';
    return word[at] === letter ? word : word.slice(0, at) + letter + word.slice(at + 1);
  });
}
