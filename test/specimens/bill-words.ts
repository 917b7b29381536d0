export const LOCALES = ['en', 'de', 'fr', 'es', 'sv'] as const;
export type Locale = (typeof LOCALES)[number];

export const BILL_KINDS = ['utility_bill', 'bank_statement', 'tax_bill'] as const;
export type BillKind = (typeof BILL_KINDS)[number];

interface Words {
  title: Record<BillKind, string>;
  issuer: Record<BillKind, string>;
  /** The issuer's own street and town: a distractor. */
  from: string;
  issued: string;
  period: string;
  due: string;
  customerNumber: string;
  total: string;
  lines: Record<BillKind, readonly string[]>;
  months: readonly string[];
  /** `{d}`, `{m}` (name), `{n}` (number), `{y}` */
  day: string;
  currency: string;
}

const months = (text: string): string[] => text.split(' ');

/** All companies are fictitious. */
export const WORDS: Record<Locale, Words> = {
  en: {
    title: {
      utility_bill: 'Electricity bill',
      bank_statement: 'Account statement',
      tax_bill: 'Council tax bill',
    },
    issuer: {
      utility_bill: 'Northwind Energy Ltd',
      bank_statement: 'Harbour Bank plc',
      tax_bill: 'Borough Tax Office',
    },
    from: 'PO Box 4410, Bristol BS1 9ZZ',
    issued: 'Issue date',
    period: 'Period',
    due: 'Payment due',
    customerNumber: 'Customer number',
    total: 'Total',
    lines: {
      utility_bill: ['Standing charge', 'Energy used', 'VAT'],
      bank_statement: ['Opening balance', 'Card payment', 'Closing balance'],
      tax_bill: ['Property charge', 'Waste collection', 'Discount'],
    },
    months: months(
      'January February March April May June July August September October November December',
    ),
    day: '{d} {m} {y}',
    currency: 'GBP',
  },
  de: {
    title: {
      utility_bill: 'Stromrechnung',
      bank_statement: 'Kontoauszug',
      tax_bill: 'Grundsteuerbescheid',
    },
    issuer: {
      utility_bill: 'Talwind Stadtwerke GmbH',
      bank_statement: 'Uferbank AG',
      tax_bill: 'Stadtkasse Steueramt',
    },
    from: 'Postfach 10 02 03, 60311 Frankfurt am Main',
    issued: 'Rechnungsdatum',
    period: 'Zeitraum',
    due: 'Fällig am',
    customerNumber: 'Kundennummer',
    total: 'Gesamtbetrag',
    lines: {
      utility_bill: ['Grundpreis', 'Verbrauch', 'Umsatzsteuer'],
      bank_statement: ['Alter Saldo', 'Kartenzahlung', 'Neuer Saldo'],
      tax_bill: ['Grundsteuer B', 'Abfallgebühr', 'Ermäßigung'],
    },
    months: months(
      'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
    ),
    day: '{d}. {m} {y}',
    currency: 'EUR',
  },
  fr: {
    title: {
      utility_bill: "Facture d'électricité",
      bank_statement: 'Relevé de compte',
      tax_bill: "Avis d'imposition",
    },
    issuer: {
      utility_bill: 'Énergie des Vallons SA',
      bank_statement: 'Banque du Port',
      tax_bill: 'Centre des impôts',
    },
    from: 'BP 7012, 31000 Toulouse',
    issued: "Date d'émission",
    period: 'Période',
    due: 'À payer avant le',
    customerNumber: 'Numéro de client',
    total: 'Total TTC',
    lines: {
      utility_bill: ['Abonnement', 'Consommation', 'TVA'],
      bank_statement: ['Ancien solde', 'Paiement par carte', 'Nouveau solde'],
      tax_bill: ['Taxe foncière', 'Ordures ménagères', 'Réduction'],
    },
    months: months(
      'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    ),
    day: '{d} {m} {y}',
    currency: 'EUR',
  },
  es: {
    title: {
      utility_bill: 'Factura de electricidad',
      bank_statement: 'Extracto de cuenta',
      tax_bill: 'Recibo del IBI',
    },
    issuer: {
      utility_bill: 'Luz del Valle SA',
      bank_statement: 'Banco del Puerto',
      tax_bill: 'Agencia Tributaria Municipal',
    },
    from: 'Apartado 3300, 41001 Sevilla',
    issued: 'Fecha de emisión',
    period: 'Periodo',
    due: 'Fecha de vencimiento',
    customerNumber: 'Número de cliente',
    total: 'Importe total',
    lines: {
      utility_bill: ['Término fijo', 'Energía consumida', 'IVA'],
      bank_statement: ['Saldo anterior', 'Pago con tarjeta', 'Saldo actual'],
      tax_bill: ['Cuota íntegra', 'Recogida de residuos', 'Bonificación'],
    },
    months: months(
      'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    ),
    day: '{d} de {m} de {y}',
    currency: 'EUR',
  },
  sv: {
    title: {
      utility_bill: 'Elfaktura',
      bank_statement: 'Kontoutdrag',
      tax_bill: 'Slutskattebesked',
    },
    issuer: {
      utility_bill: 'Norrvind Energi AB',
      bank_statement: 'Hamnbanken AB',
      tax_bill: 'Skattekontoret',
    },
    from: 'Box 2210, 403 14 Göteborg',
    issued: 'Fakturadatum',
    period: 'Period',
    due: 'Förfallodatum',
    customerNumber: 'Kundnummer',
    total: 'Att betala',
    lines: {
      utility_bill: ['Abonnemang', 'Förbrukning', 'Moms'],
      bank_statement: ['Ingående saldo', 'Kortköp', 'Utgående saldo'],
      tax_bill: ['Kommunal skatt', 'Avgift', 'Jämkning'],
    },
    months: months(
      'januari februari mars april maj juni juli augusti september oktober november december',
    ),
    day: '{y}-{n}-{d}',
    currency: 'SEK',
  },
};
