/** What a label says of the date beside it. `dated`: only "date", without saying of what. */
export type LabelKind = 'issued' | 'dated' | 'other';

/** Of a document's issue: English, German, French, Spanish, Portuguese, Swedish; ASCII, lower-case. */
const ISSUED = [
  'invoice date, date of invoice, bill date, date of bill, issue date, date of issue, date issued',
  'issued, issued on, statement date, date of statement, letter date, document date, dated',
  'date of letter, notice date, assessment date, bill issued, statement issued',
  'rechnungsdatum, datum der rechnung, rechnung vom, ausstellungsdatum, ausgestellt am, ausgestellt',
  'belegdatum, kontoauszug vom, auszug vom, auszugsdatum, bescheid vom, bescheiddatum, briefdatum',
  'erstellt am, erstellungsdatum, schreiben vom, datum des bescheids',
  'date de facture, date de la facture, date facture, date de facturation, facture du, date demission',
  'date d emission, emise le, emis le, etabli le, etablie le, date du releve, releve du, edite le',
  'date dedition, date detablissement, date du courrier, avis du, date de lavis',
  'fecha de factura, fecha factura, fecha de la factura, fecha de emision, fecha emision, emitida el',
  'emitido el, fecha de expedicion, expedido el, expedida el, fecha del extracto',
  'fecha de extracto, fecha del documento, factura de fecha',
  'data de emissao, data da emissao, data emissao, emitida em, emitido em, emitida a, data da fatura',
  'data da factura, data de fatura, data de factura, data fatura, data da conta, data do extrato',
  'data do extracto, extrato de, data do documento, data de expedicao, data da carta, fatura de',
  'fakturadatum, utfardad, utfardat, utfardad den, utfardat den, utfardandedatum, utstalld',
  'utskriftsdatum, utdragsdatum, brevdatum, beslutsdatum, kontoutdrag per',
];
const DATED = ['date, datum, fecha, data'];
/** Of anything else: due, period, birth, registration, contract, reading, payment. */
const OTHER = [
  'due, due date, payment due, pay by, payable by, please pay by, pay before, period, from, to, until',
  'billing period, statement period, invoice period, date of birth, birth date, birth, born, dob',
  'registered, registration, registration date, valid, valid until, expiry, expires, expiry date',
  'next, delivery date, service date, reading, reading date, meter reading, contract, contract date',
  'since, customer since, payment date, paid on, direct debit, collected on, previous, last payment',
  'debit date, tax year, supply date, move in, start date, end date, opened, account opened, on or after',
  'fallig, fallig am, falligkeit, falligkeitsdatum, zahlbar bis, zu zahlen bis, zeitraum, bis, von',
  'abrechnungszeitraum, lieferdatum, leistungsdatum, leistungszeitraum, geburtsdatum, geboren, geb',
  'geboren am, gultig, gultig bis, vertragsbeginn, kunde seit, seit, ablesung, ablesedatum, abbuchung',
  'abbuchung am, vertrag vom, bis zum, zahlung bis, lieferbeginn, registrierung, registriert',
  'echeance, date decheance, a payer avant, a payer avant le, date limite, periode, du, au, jusquau',
  'naissance, date de naissance, ne le, nee le, prelevement, preleve le, date de prelevement, valable',
  'contrat, releve de compteur, date de paiement, livraison, date de livraison, prochaine, depuis',
  'date dinscription, inscription, inscrit, client depuis, date limite de paiement, date de debut',
  'vencimiento, fecha de vencimiento, fecha limite, fecha limite de pago, periodo, nacimiento, desde',
  'periodo de facturacion, fecha de nacimiento, hasta, fecha de cargo, fecha de pago, fecha de alta',
  'lectura, fecha de lectura, contrato, valido, valido hasta, del, al, nacido, pagar antes del',
  'fecha de registro, registro, cliente desde, fecha de contrato',
  'data de vencimento, vencimento, pagar ate, pagamento ate, data limite, data limite de pagamento',
  'limite de pagamento, periodo de faturacao, periodo de facturacao, periodo de referencia',
  'data de nascimento, nascimento, nascido em, nascida em, data do contrato, data de pagamento, ate',
  'data de leitura, leitura, proxima leitura, leitura anterior, data do debito, debito em, validade',
  'valido ate, valida ate, data de adesao, adesao, data de validade, data de inicio, data de registo',
  'forfallodatum, forfallodag, forfaller, betalas senast, oss tillhanda, fakturaperiod, fodelsedatum',
  'fodd, fodelsedag, giltig, giltig till, till och med, fran, leveransdatum, avlasning, avtal, senast',
  'avlasningsdatum, registrerad, registreringsdatum, kund sedan, sedan, till, avtalsdatum, senast den',
];

const LABELS = new Map<string, LabelKind>(
  (
    [
      [ISSUED, 'issued'],
      [DATED, 'dated'],
      [OTHER, 'other'],
    ] as const
  ).flatMap(([lists, kind]) =>
    lists.flatMap((list) => list.split(', ').map((label) => [label, kind] as const)),
  ),
);
const WORDS_MAX = 5;

/** Labels in a transliterated text, left to right; the longest wins where several overlap. */
export function labelsIn(ascii: string): { kind: LabelKind; wordsAfter: number }[] {
  const words = ascii
    .toLowerCase()
    .replaceAll(/['`]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map(asWritten);
  const found: { kind: LabelKind; wordsAfter: number }[] = [];
  for (let at = 0; at < words.length;) {
    const length = longestAt(words, at);
    const kind = LABELS.get(words.slice(at, at + length).join(' '));
    const wordsAfter = words.length - at - length;
    const last = found.at(-1);
    const belongs = kind === 'dated' && last?.wordsAfter === words.length - at;
    if (last && belongs) last.wordsAfter = wordsAfter; // "payment due" + "date"
    else if (kind) found.push({ kind, wordsAfter });
    at += Math.max(1, length);
  }
  return found;
}

function longestAt(words: string[], at: number): number {
  for (let length = Math.min(WORDS_MAX, words.length - at); length > 0; length -= 1) {
    if (LABELS.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

/** Shorter words are one letter away from too many others. */
const MENDED_FROM = 6;
const WORDS = new Set([...LABELS.keys()].flatMap((label) => label.split(' ')));
const LONG_WORDS = [...WORDS].filter((word) => word.length >= MENDED_FROM);

/** A long word of a label of which one letter was misread; any other word as it is. */
function asWritten(word: string): string {
  if (word.length < MENDED_FROM || WORDS.has(word)) return word;
  return LONG_WORDS.find((known) => isOneOff(word, known)) ?? word;
}

/** One letter more, less or another. */
function isOneOff(word: string, known: string): boolean {
  if (Math.abs(word.length - known.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === known[at]) at += 1;
  const rest = (text: string, skip: number) => text.slice(at + skip);
  if (word.length > known.length) return rest(word, 1) === rest(known, 0);
  if (word.length < known.length) return rest(word, 0) === rest(known, 1);
  return rest(word, 1) === rest(known, 1);
}
