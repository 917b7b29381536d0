/**
 * True for two spellings of one name: umlauts as one letter or two (`MULLER`, `MUELLER`), and the
 * customs by which Arabic and Cyrillic names come into Latin letters. Never for translations or
 * nicknames (`IVAN` and `JOHN`): these are other names.
 */
export function areVariants(a: string, b: string): boolean {
  if (a === b) return true;
  const isLong = Math.max(a.length, b.length) >= 5; // ROE and RO are two names
  return (isLong && folded(a) === folded(b)) || groupOf(a) === groupOf(b);
}

/**
 * Two letters for one mark, as ICAO 9303-3 and other customs differ on them; not in the endings of
 * `MICHAEL`, `MANUELA` and `SAENZ`, where they are two sounds (`MICHAL` and `SANZ` are other names).
 */
function folded(word: string): string {
  return word.replace(/([AOU])E(?!L(?:A|E|LE|LA)?$|N?Z$)/g, '$1').replace(/AA/g, 'A');
}

/** `ABDELRAHMAN`, `ABDALRAHMAN`, `ABDURRAHMAN`: one servant of the merciful. */
const SERVANT = /^ABD(?:[EAU]|OU)?[LRSN](?=[A-Z]{3})/;

function groupOf(word: string): string {
  const known = GROUPS.get(word);
  if (known !== undefined) return known;
  const article = /^[AE]L(?=[A-Z]{4})/.test(word) ? GROUPS.get(word.slice(2)) : undefined;
  if (article !== undefined) return `AL ${article}`;
  if (!SERVANT.test(word)) return word;
  const rest = word.replace(SERVANT, '');
  return `ABDUL ${GROUPS.get(rest) ?? rest}`;
}

/** A line a name; transliterations alone. */
const SPELLINGS = `
MOHAMMED MOHAMMAD MUHAMMAD MUHAMMED MOHAMED MOHAMAD MUHAMAD MUHAMED MEHMED MOHD MOHAMMOD
AHMED AHMAD AHMET AHMAT
ALI ALY
ABDUL ABDEL ABDAL ABDOUL ABDOL
ABDULLAH ABDALLAH ABDULLA ABDALLA ABDOULAYE ABDOLLAH
HUSSEIN HUSSAIN HUSAIN HUSEIN HOSSEIN HOSSAIN HUSEYN HOUSSEIN
HASSAN HASAN HASSANE
YUSUF YOUSEF YOUSSEF YOUSUF YUSEF YUSSUF YOUSSOUF YUSSEF
OMAR UMAR OMER
OSMAN USMAN OTHMAN UTHMAN OUSMANE OSSMAN
KHALED KHALID
SAEED SAID SAAED SAYEED
SAYED SAYYED SAYYID SYED SAYID
FATIMA FATIMAH FATMA FATEMEH FATHIMA
AISHA AYSHA AYESHA AICHA AISHAH
IBRAHIM EBRAHIM IBRAHEEM
ISMAIL ISMAEL ESMAIL ISMAEEL
MUSTAFA MOSTAFA MUSTAPHA MOUSTAFA
MAHMOUD MAHMUD MEHMOOD MAHMOOD
NASSER NASIR NASER NASSIR
JAMAL GAMAL DJAMAL JAMEL
YAHYA YEHIA YAHIA
RAHMAN REHMAN RAHMANE
RASHID RASHEED RACHID
KARIM KAREEM
HAMID HAMEED
SALIM SALEEM SELIM
TARIQ TAREK TAREQ TARIK
NOUR NUR NOOR
ZAINAB ZEINAB ZAYNAB ZENAB
LEILA LAYLA LAILA LEYLA
CHAUDHRY CHOUDHURY CHOWDHURY CHAUDHARY CHAUDHURI
SERGEI SERGEY SERGUEI SERGIY SERHII SERHIY
ALEKSANDR ALEXANDR ALEXANDER OLEKSANDR
ALEKSEI ALEXEY ALEXEI ALEKSEY OLEKSII OLEKSIY
ANDREI ANDREY ANDREJ ANDRII ANDRIY
DMITRI DMITRY DMITRII DMITRIY DMYTRO DIMITRI
YURI YURY IURII YURIY YURII
EVGENY EVGENII YEVGENY EVGENIY YEVGENIY YEVHEN
NIKOLAI NIKOLAY NIKOLAJ
MIKHAIL MIHAIL MICHAIL MYKHAILO
VASILY VASILII VASILIY VASYL
EKATERINA YEKATERINA KATERYNA
TATIANA TATYANA TETIANA
NATALIA NATALYA NATALIYA NATALIIA
YULIA IULIIA YULIYA YULIIA JULIJA
ELENA YELENA OLENA
KSENIA KSENIYA KSENIIA
GEORGIOS YEORYIOS YORGOS
EPOUSE EP
`;

const GROUPS: ReadonlyMap<string, string> = new Map(
  SPELLINGS.trim()
    .split('\n')
    .flatMap((line) => {
      const [first = '', ...others] = line.split(' ');
      return [first, ...others].map((spelling): [string, string] => [spelling, first]);
    }),
);
