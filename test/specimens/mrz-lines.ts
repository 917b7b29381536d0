import type { Person } from './people.ts';

export type MrzFormat = 'TD1' | 'TD2' | 'TD3';

/** What is printed wrongly on purpose. */
export type MrzDefect = 'number_digit' | 'birth_digit' | 'composite_digit';

/** The machine-readable zone of a person's document, written after ICAO 9303 and apart from our own reader. */
export function mrzLines(person: Person, format: MrzFormat, defect?: MrzDefect): string[] {
  const code = format === 'TD3' ? 'P' : 'I';
  const head = `${code}<${fill(person.icao, 3)}`;
  const number = fill(person.documentNumber, 9);
  const numberPart = number + wrongIf(defect === 'number_digit', digit(number));
  const birth = person.birthDate.slice(2).replaceAll('-', '');
  const birthPart = birth + wrongIf(defect === 'birth_digit', digit(birth));
  const expiry = person.expiresOn.slice(2).replaceAll('-', '');
  const expiryPart = expiry + digit(expiry);
  const sex = person.sex === 'X' ? '<' : person.sex;
  const nationality = fill(person.icao, 3);
  const optional = person.optional ?? '';
  const closing = (text: string) => wrongIf(defect === 'composite_digit', digit(text));
  if (format === 'TD1') {
    const first = head + numberPart + fill(optional, 15);
    const second = birthPart + sex + expiryPart + nationality + fill('', 11);
    const all = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18);
    return [first, second + closing(all), fill(mrzName(person), 30)];
  }
  const width = format === 'TD2' ? 36 : 44;
  const data = format === 'TD2' ? fill(optional, 7) : fill(optional, 14);
  const dataPart = format === 'TD2' ? data : data + (optional === '' ? '<' : digit(data));
  const second = numberPart + nationality + birthPart + sex + expiryPart + dataPart;
  const all = second.slice(0, 10) + second.slice(13, 20) + second.slice(21);
  return [head + fill(mrzName(person), width - 5), second + closing(all)];
}

/** `FAMILY<<GIVEN<NAMES` */
export function mrzName(person: Pick<Person, 'familyName' | 'givenNames'>): string {
  const family = letters(person.familyName);
  return person.givenNames === null ? family : `${family}<<${letters(person.givenNames)}`;
}

const SPELLED: Record<string, string> = {
  Ä: 'AE',
  Ö: 'OE',
  Ü: 'UE',
  Å: 'AA',
  ẞ: 'SS',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'DJ',
  Ł: 'L',
  Ø: 'OE',
  Æ: 'AE',
  Ñ: 'N',
};

function letters(name: string): string {
  return [...name.replaceAll('ß', 'ẞ').toUpperCase()]
    .map((letter) => SPELLED[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .replaceAll("'", '')
    .replace(/[ -]/g, '<');
}

function fill(text: string, width: number): string {
  return text.slice(0, width).padEnd(width, '<');
}

/** Weights 7, 3, 1; letters from 10; filler 0. */
export function digit(text: string): string {
  const sum = [...text].reduce(
    (total, sign, at) => total + (sign === '<' ? 0 : parseInt(sign, 36)) * ([7, 3, 1][at % 3] ?? 0),
    0,
  );
  return String(sum % 10);
}

function wrongIf(wrong: boolean, right: string): string {
  return wrong ? String((Number(right) + 4) % 10) : right;
}
