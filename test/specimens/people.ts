import type { Address } from '../../domain/case/details.ts';

/** A fictitious person and the identity documents that we print for them. */
export interface Person {
  givenNames: string | null;
  familyName: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  sex: 'F' | 'M' | 'X';
  /** ISO 3166-1 alpha-2; null where ICAO's code has none (`UTO`). */
  nationality: string | null;
  /** ICAO 9303-3 code, unpadded. */
  icao: string;
  birthPlace: string;
  documentNumber: string;
  issuedOn: string;
  expiresOn: string;
  /** Optional data of the MRZ. */
  optional?: string;
  address: Address;
}

const address = (line1: string, postalCode: string, city: string, country: string): Address => ({
  line1,
  line2: null,
  city,
  region: null,
  postalCode,
  country,
});

const UPPSALA = address('Storgatan 1', '753 20', 'Uppsala', 'SE');

export const ANNA_NEW_ADDRESS = address('Kungsgatan 45', '411 15', 'Göteborg', 'SE');

const ANNA: Person = {
  givenNames: 'Anna Maria',
  familyName: 'Eriksson',
  birthDate: '1974-08-12',
  sex: 'F',
  nationality: 'SE',
  icao: 'SWE',
  birthPlace: 'Uppsala',
  documentNumber: '98304721',
  issuedOn: '2026-04-16',
  expiresOn: '2031-04-15',
  address: UPPSALA,
};

export const PEOPLE = {
  anna: ANNA,
  anna_married: {
    ...ANNA,
    familyName: 'Lindqvist',
    documentNumber: 'AB1206634',
    issuedOn: '2026-09-02',
    expiresOn: '2031-09-01',
  },
  anna_uto: {
    ...ANNA,
    nationality: null,
    icao: 'UTO',
    birthPlace: 'Zenith',
    documentNumber: 'L898902C3',
    issuedOn: '2026-04-16',
    expiresOn: '2031-04-15',
    optional: 'ZE184226B',
  },
  jorg: {
    givenNames: 'Jörg Günther',
    familyName: 'Müller-Weiß',
    birthDate: '1968-03-09',
    sex: 'M',
    nationality: 'DE',
    icao: 'D',
    birthPlace: 'München',
    documentNumber: 'C01X00T47',
    issuedOn: '2024-02-05',
    expiresOn: '2034-02-04',
    address: address('Lindenstraße 12', '80331', 'München', 'DE'),
  },
  chloe: {
    givenNames: 'Chloé Hélène',
    familyName: 'Lefèvre-Dubois',
    birthDate: '1991-11-30',
    sex: 'F',
    nationality: 'FR',
    icao: 'FRA',
    birthPlace: 'Besançon',
    documentNumber: '21DK86043',
    issuedOn: '2023-05-19',
    expiresOn: '2033-05-18',
    address: address('8 rue de la République', '69001', 'Lyon', 'FR'),
  },
  john: {
    givenNames: 'John Edward',
    familyName: "O'Connor",
    birthDate: '1985-01-17',
    sex: 'M',
    nationality: 'GB',
    icao: 'GBR',
    birthPlace: 'Leeds',
    documentNumber: '533018642',
    issuedOn: '2025-06-30',
    expiresOn: '2035-06-29',
    address: address('27 Kirkgate', 'LS2 7DJ', 'Leeds', 'GB'),
  },
  lucia: {
    givenNames: 'Lucía',
    familyName: 'García Núñez',
    birthDate: '2000-02-29',
    sex: 'F',
    nationality: 'ES',
    icao: 'ESP',
    birthPlace: 'Logroño',
    documentNumber: 'XDD482915',
    issuedOn: '2025-01-10',
    expiresOn: '2035-01-09',
    optional: '72918364K',
    address: address('Calle Mayor 14, 3º B', '28013', 'Madrid', 'ES'),
  },
  suharti: {
    givenNames: null,
    familyName: 'Suharti',
    birthDate: '1979-05-21',
    sex: 'F',
    nationality: 'ID',
    icao: 'IDN',
    birthPlace: 'Surakarta',
    documentNumber: 'X7261904',
    issuedOn: '2025-03-03',
    expiresOn: '2035-03-02',
    address: address('Jalan Melati 5', '57111', 'Surakarta', 'ID'),
  },
  liam: {
    givenNames: 'Liam Oskar',
    familyName: 'Nyström',
    birthDate: '2014-03-02',
    sex: 'M',
    nationality: 'SE',
    icao: 'SWE',
    birthPlace: 'Umeå',
    documentNumber: '97115503',
    issuedOn: '2026-05-11',
    expiresOn: '2031-05-10',
    address: address('Ågatan 9', '903 25', 'Umeå', 'SE'),
  },
} as const satisfies Record<string, Person>;

export type PersonKey = keyof typeof PEOPLE;
