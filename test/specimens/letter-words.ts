/** The five languages in which letters are read from pictures. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'pt';

export interface LetterWords {
  months: readonly string[];
  /** A day in words: `{d}`, `{m}` (name), `{y}`. */
  day: string;
  /** Labels of the day of issue. */
  issued: readonly string[];
  due: readonly string[];
  period: readonly string[];
  since: readonly string[];
  customer: string;
  dear: string;
  body: readonly string[];
  rows: readonly string[];
  total: string;
  /** A place and a day, as letters have them: `{p}`, `{d}`. */
  placed: string;
}

const list = (text: string): string[] => text.split('|');

export const LETTER_WORDS: Record<Language, LetterWords> = {
  en: {
    months: list(
      'January|February|March|April|May|June|July|August|September|October|November|December',
    ),
    day: '{d} {m} {y}',
    issued: list('Invoice date|Bill date|Date of issue|Statement date|Issued on'),
    due: list('Payment due|Please pay by|Due date'),
    period: list('Billing period|Statement period'),
    since: list('Customer since|Contract date|Account opened'),
    customer: 'Customer number',
    dear: 'Dear customer,',
    body: list(
      'thank you for being with us. Below you find what you used and what it cost.|Should you move, please tell us your new address two weeks before.|We take the amount from your account as agreed.',
    ),
    rows: list('Standing charge|Energy used|Service fee|VAT'),
    total: 'Total amount',
    placed: '{p}, {d}',
  },
  de: {
    months: list(
      'Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember',
    ),
    day: '{d}. {m} {y}',
    issued: list('Rechnungsdatum|Ausstellungsdatum|Kontoauszug vom|Rechnung vom|Erstellt am'),
    due: list('Fällig am|Zahlbar bis|Zu zahlen bis'),
    period: list('Abrechnungszeitraum|Leistungszeitraum'),
    since: list('Kunde seit|Vertragsbeginn|Ablesedatum'),
    customer: 'Kundennummer',
    dear: 'Sehr geehrte Damen und Herren,',
    body: list(
      'für Ihr Vertrauen danken wir Ihnen. Ihre Abrechnung finden Sie nachstehend aufgeführt.|Bitte teilen Sie uns einen Umzug möglichst früh mit.|Den Betrag buchen wir wie vereinbart von Ihrem Konto ab.',
    ),
    rows: list('Grundpreis|Verbrauch|Servicegebühr|Umsatzsteuer'),
    total: 'Gesamtbetrag',
    placed: '{p}, den {d}',
  },
  fr: {
    months: list(
      'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre',
    ),
    day: '{d} {m} {y}',
    issued: list("Date de facture|Date d'émission|Facture du|Émise le|Date du relevé"),
    due: list("À payer avant le|Date d'échéance|Date limite de paiement"),
    period: list('Période|Période de facturation'),
    since: list('Client depuis|Date de naissance|Prélèvement'),
    customer: 'Numéro de client',
    dear: 'Madame, Monsieur,',
    body: list(
      "nous vous remercions de votre confiance. Vous trouverez ci-dessous le détail de vos dépenses.|En cas de déménagement, merci de nous prévenir à l'avance.|Le montant sera prélevé sur votre compte bancaire.",
    ),
    rows: list('Abonnement|Consommation|Frais de service|TVA'),
    total: 'Montant total TTC',
    placed: '{p}, le {d}',
  },
  es: {
    months: list(
      'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre',
    ),
    day: '{d} de {m} de {y}',
    issued: list('Fecha de emisión|Fecha de factura|Emitida el|Fecha de expedición'),
    due: list('Fecha de vencimiento|Pagar antes del|Fecha de cargo'),
    period: list('Periodo de facturación|Periodo'),
    since: list('Cliente desde|Fecha de nacimiento|Fecha de contrato'),
    customer: 'Número de cliente',
    dear: 'Estimado cliente:',
    body: list(
      'le agradecemos su confianza. A continuación encontrará el detalle de su consumo.|Si cambia de domicilio, avísenos con antelación.|El importe se cargará en su cuenta según lo acordado.',
    ),
    rows: list('Término fijo|Energía consumida|Cuota de servicio|IVA'),
    total: 'Importe total',
    placed: '{p}, a {d}',
  },
  pt: {
    months: list(
      'janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro',
    ),
    day: '{d} de {m} de {y}',
    issued: list('Data de emissão|Data da fatura|Emitida em|Data do extrato'),
    due: list('Data de vencimento|Pagar até|Data limite de pagamento'),
    period: list('Período de faturação|Período'),
    since: list('Cliente desde|Data de nascimento|Data do contrato'),
    customer: 'Número de cliente',
    dear: 'Caro cliente,',
    body: list(
      'agradecemos a sua confiança. Abaixo encontra o detalhe do seu consumo.|Se mudar de morada, avise-nos com antecedência.|O valor será debitado na sua conta conforme combinado.',
    ),
    rows: list('Termo fixo|Energia consumida|Taxa de serviço|IVA'),
    total: 'Valor total',
    placed: '{p}, {d}',
  },
};

export interface LetterCountry {
  language: Language;
  /** How days are written in digits; `{dd}`, `{mm}`, `{yyyy}`. */
  digits: string;
  given: readonly string[];
  family: readonly string[];
  /** `{n}` is the house number. */
  streets: readonly string[];
  /** City and what its postcodes begin with. */
  cities: readonly string[];
  /** `#` a digit, `@` a capital letter. */
  postcode: string;
  /** `{c}` city, `{p}` postcode. */
  town: string;
  /** Fictitious companies. */
  issuers: readonly string[];
  currency: string;
}

/** Invented people, streets and companies of eleven countries; the cities are real. */
export const LETTER_COUNTRIES = {
  GB: {
    language: 'en',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('Oliver James|Amelia|George|Isla Rose|Harry'),
    family: list("Whitfield|O'Connor|Blackwood|Ashworth-Lee|Patel"),
    streets: list('{n} Kirkgate|{n} Station Road|{n} Orchard Crescent|{n} Mill Lane'),
    cities: list('Leeds|Bristol|Cardiff|York'),
    postcode: '@@# #@@',
    town: '{c} {p}',
    issuers: list('Northwind Energy Ltd|Harbour Bank plc|Clearbrook Water Limited'),
    currency: 'GBP',
  },
  US: {
    language: 'en',
    digits: '{mm}/{dd}/{yyyy}',
    given: list('Jennifer|Michael Scott|Ashley|Tyrone|Emily Grace'),
    family: list('Henderson|Martinez|Kowalski|Washington|Nguyen-Clark'),
    streets: list('{n} Maple Avenue|{n} Sunset Boulevard|{n} Cedar Street|{n} Lakeview Drive'),
    cities: list('Portland, OR|Austin, TX|Denver, CO|Albany, NY'),
    postcode: '#####',
    town: '{c} {p}',
    issuers: list('Pioneer Power Inc|Lakeside Credit Union LLC|Blue Mesa Gas Corp'),
    currency: 'USD',
  },
  IE: {
    language: 'en',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('Aoife|Conor|Niamh Mary|Sean'),
    family: list("Gallagher|O'Sullivan|Brennan|Kavanagh"),
    streets: list('{n} Patrick Street|{n} Harbour View|{n} Abbey Road'),
    cities: list('Cork|Galway|Limerick'),
    postcode: '@## @#@#',
    town: '{c} {p}',
    issuers: list('Shannon Light Ltd|Emerald Savings plc'),
    currency: 'EUR',
  },
  DE: {
    language: 'de',
    digits: '{dd}.{mm}.{yyyy}',
    given: list('Jörg Günther|Anneliese|Friedrich|Käthe|Sebastian'),
    family: list('Müller-Weiß|Schönfeld|Bäcker|Hoffmann|Grünwald'),
    streets: list('Lindenstraße {n}|Am Mühlbach {n}|Königsallee {n}|Schillerstr. {n}'),
    cities: list('München|Köln|Nürnberg|Leipzig'),
    postcode: '#####',
    town: '{p} {c}',
    issuers: list('Talwind Stadtwerke GmbH|Uferbank AG|Rheinlicht Energie GmbH & Co. KG'),
    currency: 'EUR',
  },
  AT: {
    language: 'de',
    digits: '{dd}.{mm}.{yyyy}',
    given: list('Johanna|Maximilian|Elfriede'),
    family: list('Gruber|Steinböck|Wögerer'),
    streets: list('Mozartgasse {n}|Landstraßer Hauptstraße {n}|Donauweg {n}'),
    cities: list('Wien|Graz|Linz'),
    postcode: '####',
    town: '{p} {c}',
    issuers: list('Alpenstrom GmbH|Donaubank AG'),
    currency: 'EUR',
  },
  CH: {
    language: 'de',
    digits: '{dd}.{mm}.{yyyy}',
    given: list('Urs|Regula|Beat Anton'),
    family: list('Zürcher|Brunner|Käser'),
    streets: list('Bahnhofstrasse {n}|Seeweg {n}|Rosengasse {n}'),
    cities: list('Zürich|Bern|Luzern'),
    postcode: '####',
    town: '{p} {c}',
    issuers: list('Seelicht Energie AG|Gotthard Sparkasse AG'),
    currency: 'CHF',
  },
  FR: {
    language: 'fr',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('Chloé Hélène|François|Amélie|Jean-Baptiste|Noël'),
    family: list('Lefèvre-Dubois|Gauthier|Béranger|Rousselle|Château'),
    streets: list(
      '{n} rue de la République|{n} avenue des Tilleuls|{n} place du Marché|{n} boulevard Voltaire',
    ),
    cities: list('Lyon|Besançon|Nîmes|Rennes'),
    postcode: '#####',
    town: '{p} {c}',
    issuers: list('Énergie des Vallons SA|Banque du Port SAS|Eaux de Brume SARL'),
    currency: 'EUR',
  },
  ES: {
    language: 'es',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('Lucía|José Luis|María Ángeles|Íñigo|Carmen'),
    family: list('García Núñez|Fernández Ibáñez|Peña Soler|Martín Río'),
    streets: list('Calle Mayor {n}|Avenida de la Paz {n}|C/ Olmo {n}|Plaza del Carmen {n}'),
    cities: list('Madrid|Logroño|Málaga|Cáceres'),
    postcode: '#####',
    town: '{p} {c}',
    issuers: list('Luz del Valle S.A.|Banco del Puerto S.A.|Aguas del Tormes S.L.'),
    currency: 'EUR',
  },
  MX: {
    language: 'es',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('Guadalupe|Luis Ángel|Ximena'),
    family: list('Hernández López|Ramírez Ortiz|Muñoz Vega'),
    streets: list('Calle Hidalgo {n}|Avenida Juárez {n}|Calle Nogal {n}'),
    cities: list('Puebla|Mérida|León'),
    postcode: '#####',
    town: '{p} {c}',
    issuers: list('Energía del Bajío S.A. de C.V.|Banco Sierra S.A.'),
    currency: 'MXN',
  },
  PT: {
    language: 'pt',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('João Pedro|Inês|António|Conceição|Rui'),
    family: list('Gonçalves|Simões Faria|Magalhães|Araújo'),
    streets: list('Rua da Alegria {n}|Avenida da Liberdade {n}|Travessa do Poço {n}'),
    cities: list('Lisboa|Braga|Évora|Guimarães'),
    postcode: '####-###',
    town: '{p} {c}',
    issuers: list('Luz do Tejo, S.A.|Banco da Ribeira, S.A.|Águas da Serra, Lda.'),
    currency: 'EUR',
  },
  BR: {
    language: 'pt',
    digits: '{dd}/{mm}/{yyyy}',
    given: list('Ana Beatriz|Thiago|Márcia'),
    family: list('Sant’Anna Melo|Conceição Prado|Assunção'),
    streets: list('Rua das Acácias {n}|Avenida Paulista {n}|Rua São Bento {n}'),
    cities: list('Campinas|Goiânia|São Luís'),
    postcode: '#####-###',
    town: '{p} {c}',
    issuers: list('Força do Cerrado S.A.|Saneamento Ipê Ltda.'),
    currency: 'BRL',
  },
} as const satisfies Record<string, LetterCountry>;

export type LetterCountryCode = keyof typeof LETTER_COUNTRIES;
