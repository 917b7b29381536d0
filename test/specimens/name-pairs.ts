import { randomFrom } from './random.ts';

export interface NamePair {
  /** What was stated. */
  given: string;
  family: string;
  /** The lines of a bill, in ASCII as they are compared. */
  lines: string[];
  /** Whether the bill is that person's, without another of that name. */
  isSame: boolean;
  kind: string;
}

/** Invented people: given names and family name, by many customs. */
const PEOPLE =
  "Oliver James,Whitcombe|Siobhan,O'Sullivan|Ewan,McAllister|Xiaolong,Zhao|Minh Anh,Tran|Juan Pablo,Ibarra Quintero|" +
  'Jean-Luc,Thibault|Annika Maria,Soderberg|Katharina,Grossmann|Lucia,Navarrete Rubio|Marcin,Wojciechowski|' +
  "Pieter,van der Meulen|Giulia,D'Amico|Helena,Tavares Pinto|Mohammed,El Amrani|Priya,Raghunathan|Daniela,Ferreira|" +
  'Ingrid,Halvorsen|Jussi,Koskinen|Andrea,Moretti|Thomas Edward,Pemberton-Hale|Simone,Baumgartner|Julian,Castellano';
/** Names of two people that differ by a letter or two. */
const NEAR =
  'Christian Christina|Mario Maria|Julian Juliana|Daniel Daniela|Simon Simone|Andre Andrea|Jan Jana|Luis Luisa|' +
  'Martin Martina|Stefan Stefanie|Alexander Alexandra|Gabriel Gabriela|Michael Michal|Francisco Francisca|Erik Erika';
const FAMILIES =
  'Hernandez Fernandez|Meyer Mayer|Schmidt Schmitt|Larsen Larson|Petrov Petrova|Nilsson Nielsson|Moreno Merino|' +
  'Kowalski Kowalska|Saenz Sanz|Rossi Russi|Gomez Gomes|Clarke Clark|Bianchi Bianco|Johnson Johnston|Lefevre Lefebvre';
const OTHERS = 'Peter|Sarah|Rui|Ines|Wei|Hassan|Birgit|Dorota|Paolo|Emma';
const TITLES = 'Mr|Mrs|Ms|Herr|Frau|Mme|M.|Sr.|Sra.|Sig.ra|Dhr.|Dr';

interface Name {
  given: string;
  family: string;
}
type Way = (of: Name, pick: (list: string) => string) => string | string[];

const first = (given: string) => given.split(/[ -]/)[0] ?? given;

/** The same person in other words. */
const SAME: Readonly<Record<string, Way>> = {
  capitals: ({ given, family }) => `${given} ${family}`.toUpperCase(),
  titled: ({ given, family }, pick) => `${pick(TITLES)} ${given} ${family}`,
  family_first: ({ given, family }) => `${family.toUpperCase()} ${given}`,
  comma: ({ given, family }) => `${family}, ${given}`,
  first_given_alone: ({ given, family }) => `${first(given)} ${family}`,
  middle_initial: ({ given, family }) => `${given} T ${family}`,
  apart: ({ given, family }) =>
    `${given} ${family}`.replaceAll(/['-]/g, ' ').replace('McA', 'Mc A').replace('Xiaol', 'Xiao L'),
  together: ({ given, family }) => `${given} ${family.replaceAll(/[' -]/g, '')}`,
  labelled: ({ given, family }) => `Account holder: ${given} ${family}`,
  joint: ({ given, family }, pick) => `${pick(OTHERS)} Ashdown & ${given} ${family}`,
  two_lines: ({ given, family }) => [given, family],
  one_line: ({ given, family }) => `${given} ${family}, 10 High Street`,
};

/** Somebody else, of the same house or not, or a place where nobody is addressed. */
const OTHER: Readonly<Record<string, Way>> = {
  another_given: ({ family }, pick) => `${pick(TITLES)} ${pick(OTHERS)} ${family}`,
  another_family: ({ given }, pick) => `${given} ${pick(FAMILIES).split(' ')[0]}`,
  another_first: ({ given, family }, pick) => `${pick(OTHERS)} ${given} ${family}`,
  another_second: ({ given, family }, pick) => `${first(given)} ${pick(OTHERS)} ${family}`,
  one_letter: ({ given, family }) => {
    const at = family.length - 3;
    const sign = family[at] === 'k' ? 't' : 'k';
    return `${given} ${family.slice(0, at)}${sign}${family.slice(at + 1)}`;
  },
  a_letter_less: ({ given, family }) => `${given} ${family.slice(0, -3)}${family.slice(-2)}`,
  longer_family: ({ given, family }, pick) => `${given} ${family}-${pick(OTHERS)}son`,
  younger: ({ given, family }) => `${given} ${family} Jr`,
  elder: ({ given, family }) => `${given.toUpperCase()} ${family.toUpperCase()}, SR.`,
  second: ({ given, family }) => `${given} ${family} II`,
  initial: ({ given, family }) => `${given[0]}. ${family}`,
  couple: ({ family }, pick) => `${pick(OTHERS)} & ${pick(OTHERS)} ${family}`,
  mixed_couple: ({ given, family }, pick) => `${given} Ashdown & ${pick(OTHERS)} ${family}`,
  mixed_commas: ({ given, family }, pick) => `${given} Ashdown, ${pick(OTHERS)} ${family}`,
  mixed_lines: ({ given, family }, pick) => [`${given} Ashdown`, `${pick(OTHERS)} ${family}`],
  care_of: ({ given, family }, pick) => `${pick(OTHERS)} Ashdown c/o ${given} ${family}`,
  transfer: ({ given, family }) => `03 Nov 2026 TRANSFER FROM ${given} ${family} 120.00`,
  row: ({ given, family }) => `03/11/2026   ${given} ${family}   120.00`,
  payee: ({ given, family }) => `Beneficiary: ${given} ${family}`,
  signature: ({ given, family }) => `Signed by   ${given} ${family}`,
  firm: ({ given, family }) => `${given} ${family} & Sons Ltd`,
  company: ({ given, family }) => `${given} ${family} GmbH`,
  estate: ({ given, family }) => `Executors of ${given} ${family}`,
  street: ({ given, family }) => `12 ${given} ${family} Avenue`,
  sentence: ({ given, family }) => `Your neighbour ${given} ${family} took the parcel in for you`,
};

/** A stated name and a bill: half of them another person's, in turn through all ways to be one. */
export function makeNamePair(seed: number): NamePair {
  const random = randomFrom(seed * 7877 + 3);
  const pick = (list: string) => {
    const all = list.split('|');
    return all[Math.floor(random() * all.length)] ?? '';
  };
  const isSame = seed % 2 === 0;
  const ways = Object.entries(isSame ? SAME : OTHER);
  const [kind, way] = ways[Math.floor(seed / 2) % (ways.length + (isSame ? 0 : 2))] ?? [
    'near',
    null,
  ];
  const [given = '', family = ''] = pick(PEOPLE).split(',');
  const [one = '', two = ''] = pick(random() < 0.5 ? NEAR : FAMILIES).split(' ');
  const isGiven = NEAR.includes(`${one} ${two}`);
  const stated = way
    ? { given, family }
    : isGiven
      ? { given: one, family }
      : { given, family: one };
  const near = isGiven ? `${two} ${family}` : `${given} ${two}`;
  const line = way ? way(stated, pick) : near;
  const facts = ['Bill for November', '12 November 2026', 'Account number: 4711'];
  const block = [...[line].flat(), '10 High Street', 'London NW10 4LX'];
  const isBeside = random() < 0.5;
  const lines = block.map((text, at) =>
    isBeside && facts[at] !== undefined ? `${text}   ${facts[at]}` : text,
  );
  return { ...stated, lines: ['Northgate Energy Ltd', ...lines, 'Total 84.20'], isSame, kind };
}
