/** How bills of one language tell their days: `{d}` a day, `{n}` a number, `{p}` a month and year. */
export interface DayWords {
  countries: string;
  locale: string;
  /** Of the day of issue. */
  issued: string;
  /** Of other days, near or after the day on which somebody prints, pays, signs or visits. */
  others: string;
  /** Of a bill for one month. */
  months: string;
  /** Of two days, the first and the last of a period. */
  period: string;
  /** Days in digits (`D M Y y`, two-digit `d m`) and in words (`L` the month, `S` short). */
  forms: string;
}

export const DAY_WORDS: Readonly<Record<string, DayWords>> = {
  en: {
    countries: 'GB IE KE NG IN AU',
    locale: 'en-GB',
    issued:
      'Bill date: {d}|Date of issue {d}|Invoice No. {n} dated {d}|Statement date: {d}|Your bill was prepared on {d}|Issue date {d}|Tax invoice date: {d}|Date issued: {d}|Issued on {d}|Your statement date: {d}',
    others:
      'Printed on {d}|Print date: {d}|Downloaded {d}|Payment due by {d}|Next bill date: {d}|Next meter reading {d}|Our engineer will visit on {d}|Signed: H. Hall {d}|RECEIVED {d}|Next statement date {d}|Copy issued to customer on {d}|Date printed: {d}|Your next invoice date is {d}|Direct Debit will be taken on {d}|Document generated {d}|Renewal date: {d}',
    months: 'Bill for {p}|Electricity bill - {p}|Statement for {p}|Billing period: {p}',
    period: 'Billing period: {d} to {d}|Charges for {d} - {d}|Statement period {d} to {d}',
    forms: 'd/m/Y|D L Y|D S y|d-S-y|Dth L Y|d.m.Y|D S Y|d/m/y',
  },
  de: {
    countries: 'DE AT CH',
    locale: 'de-DE',
    issued:
      'Rechnungsdatum: {d}|Rechnung Nr. {n} vom {d}|Datum der Rechnung {d}|Ausstellungsdatum {d}|Kontoauszug Nr. 11 vom {d}|Bescheid vom {d}|Ihre Rechnung vom {d}|Rechnung erstellt am {d}|Belegdatum: {d}',
    others:
      'Druckdatum: {d}|Ausgedruckt am {d}|Zahlbar bis {d}|Nächste Ablesung: {d}|Abbuchung am {d}|Heruntergeladen am {d}|Eingegangen {d}|Unterschrift, {d}|Nächstes Rechnungsdatum: {d}|Termin vor Ort: {d}|Zählerstand am {d}|Neuer Abschlag ab {d}|Kopie vom {d}|PDF erzeugt: {d}',
    months: 'Rechnung für {p}|Stromrechnung {p}|Abrechnungsmonat: {p}|Mobilfunkrechnung {p}',
    period:
      'Abrechnungszeitraum: {d} - {d}|Zeitraum {d} bis {d}|Lieferzeitraum vom {d} bis zum {d}',
    forms: 'd.m.Y|D. L Y|d.m.y|D.M.Y|D. S Y',
  },
  fr: {
    countries: 'FR BE CH',
    locale: 'fr-FR',
    issued:
      "Facture n° {n} du {d}|Date de facture : {d}|Date d'émission : {d}|Émise le {d}|Facture du {d}|Relevé n° 11 du {d}|Établie le {d}|Date de facturation {d}",
    others:
      "Date d'impression : {d}|Imprimé le {d}|Édité le {d}|À régler avant le {d}|Prochaine facture le {d}|Prochain relevé : {d}|Prélèvement le {d}|Téléchargé le {d}|Reçu le {d}|Signature : {d}|Passage du technicien le {d}|Duplicata du {d}|Document généré le {d}",
    months: 'Facture de {p}|Facture du mois de {p}|Relevé de {p}|Mois de {p}',
    period: 'Période du {d} au {d}|Consommation du {d} au {d}|Facturation du {d} au {d}',
    forms: 'd/m/Y|D L Y|D S Y|d.m.Y|d/m/y',
  },
  es: {
    countries: 'ES MX CO CL',
    locale: 'es-ES',
    issued:
      'Fecha de emisión: {d}|Fecha factura {d}|Factura nº {n} de fecha {d}|Emitida el {d}|Fecha de expedición: {d}|Fecha de la factura: {d}|Fecha del extracto {d}',
    others:
      'Fecha de impresión: {d}|Impreso el {d}|Vencimiento: {d}|Próxima lectura: {d}|Fecha de cargo {d}|Descargado el {d}|Recibido {d}|Firma: {d}|Próxima factura: {d}|Visita del técnico: {d}|Pague antes del {d}|Duplicado emitido a petición el {d}|Fecha límite de pago: {d}',
    months: 'Factura de {p}|Recibo del mes de {p}|Extracto de {p}|Mes facturado: {p}',
    period: 'Periodo de facturación: {d} - {d}|Consumo del {d} al {d}|Periodo: del {d} al {d}',
    forms: 'd/m/Y|D de L de Y|d-m-Y|D S Y|d/m/y|D de L del Y',
  },
  pt: {
    countries: 'PT BR',
    locale: 'pt-PT',
    issued:
      'Emissão: {d}|Data de emissão {d}|Data da fatura: {d}|Fatura nº {n} de {d}|Emitida em {d}|Data do extrato: {d}|Data Emissão {d}',
    others:
      'Impresso em {d}|Data de impressão: {d}|Pagar até {d}|Vencimento {d}|Próxima leitura: {d}|Débito em {d}|Descarregado em {d}|Recebido em {d}|Assinatura: {d}|Segunda via emitida em {d}|Próxima fatura em {d}|Visita técnica: {d}|Gerado em {d}',
    months: 'Fatura de {p}|Mês de referência: {p}|Conta referente a {p}|Extrato de {p}',
    period: 'Período de faturação: {d} a {d}|Consumo de {d} a {d}|Período: {d} até {d}',
    forms: 'd/m/Y|D de L de Y|d-m-Y|D S Y|d/m/y|Y-m-d',
  },
  sv: {
    countries: 'SE FI',
    locale: 'sv-SE',
    issued:
      'Fakturadatum: {d}|Fakturadatum {d}|Utfärdad {d}|Utställd den {d}|Datum för beslut: {d}|Kontoutdrag per {d}|Fakturans datum {d}',
    others:
      'Utskriftsdatum: {d}|Utskriven {d}|Förfallodatum {d}|Nästa avläsning: {d}|Betalas senast {d}|Hämtad {d}|Inkom {d}|Underskrift {d}|Nästa faktura {d}|Besök av montör {d}|Avläst den {d}|Nästa fakturadatum: {d}|Skapad {d}',
    months: 'Faktura {p}|Elräkning för {p}|Avser {p}|Kontoutdrag {p}',
    period: 'Fakturaperiod: {d} - {d}|Avser perioden {d} till {d}|Period {d} - {d}',
    forms: 'Y-m-d|y-m-d|D L Y|d.m.Y|den D L Y',
  },
  it: {
    countries: 'IT CH',
    locale: 'it-IT',
    issued:
      'Data fattura: {d}|Fattura n. {n} del {d}|Emessa il {d}|Data di emissione {d}|Bolletta n. {n} del {d}|Data emissione: {d}|Estratto conto al {d}|Data documento {d}',
    others:
      'Stampato il {d}|Data di stampa: {d}|Scadenza: {d}|Da pagare entro il {d}|Prossima lettura: {d}|Addebito il {d}|Scaricato il {d}|Ricevuto il {d}|Firma: {d}|Prossima bolletta: {d}|Visita del tecnico {d}|Autolettura dal {d}|Generato il {d}',
    months: 'Bolletta di {p}|Fattura del mese di {p}|Periodo: {p}|Estratto conto {p}',
    period: 'Periodo di fatturazione: {d} - {d}|Consumi dal {d} al {d}|Periodo dal {d} al {d}',
    forms: 'd/m/Y|D L Y|d.m.Y|D S Y|d/m/y|d-m-Y',
  },
  nl: {
    countries: 'NL BE',
    locale: 'nl-NL',
    issued:
      'Factuurdatum: {d}|Factuur {n} van {d}|Datum factuur {d}|Dagtekening: {d}|Notadatum {d}|Rekeningdatum: {d}|Opgemaakt op {d}|Datum afschrift {d}',
    others:
      'Afgedrukt op {d}|Printdatum: {d}|Vervaldatum: {d}|Te betalen vóór {d}|Volgende factuur: {d}|Gedownload op {d}|Ontvangen {d}|Handtekening: {d}|Volgende meteropname {d}|Bezoek monteur: {d}|Incassodatum {d}|Volgende factuurdatum: {d}|Aangemaakt op {d}',
    months: 'Factuur voor {p}|Nota {p}|Rekening voor de maand {p}|Afschrift {p}',
    period: 'Periode: {d} t/m {d}|Factuurperiode {d} tot {d}|Verbruiksperiode: {d} - {d}',
    forms: 'd-m-Y|D L Y|d/m/Y|D S Y|d-m-y',
  },
  da: {
    countries: 'DK',
    locale: 'da-DK',
    issued:
      'Fakturadato: {d}|Faktura nr. {n} af {d}|Udstedt den {d}|Udstedelsesdato: {d}|Regningsdato {d}|Kontoudtog pr. {d}|Opgørelsesdato {d}',
    others:
      'Udskrevet den {d}|Udskriftsdato: {d}|Forfaldsdato: {d}|Betales senest {d}|Næste aflæsning: {d}|Downloadet {d}|Modtaget {d}|Underskrift {d}|Næste regning: {d}|Besøg af tekniker {d}|Aflæst den {d}|Næste fakturadato {d}|Dannet {d}',
    months: 'Faktura for {p}|Regning {p}|Elregning for {p}|Kontoudtog {p}',
    period: 'Periode: {d} - {d}|Opgørelsesperiode {d} til {d}|For perioden {d} - {d}',
    forms: 'd.m.Y|D. L Y|d-m-Y|D. S Y|d.m.y|d/m/Y',
  },
  no: {
    countries: 'NO',
    locale: 'nb-NO',
    issued:
      'Fakturadato: {d}|Faktura nr. {n} av {d}|Utstedt {d}|Utstedelsesdato: {d}|Regningsdato {d}|Kontoutskrift per {d}|Vedtaksdato: {d}',
    others:
      'Utskriftsdato: {d}|Skrevet ut {d}|Forfallsdato: {d}|Betalingsfrist {d}|Neste avlesning: {d}|Lastet ned {d}|Mottatt {d}|Underskrift {d}|Neste faktura: {d}|Besøk av montør {d}|Avlest {d}|Neste fakturadato {d}|Generert {d}',
    months: 'Faktura for {p}|Strømregning {p}|Gjelder {p}|Kontoutskrift {p}',
    period: 'Periode: {d} - {d}|Fakturaperiode {d} til {d}|Gjelder perioden {d} - {d}',
    forms: 'd.m.Y|D. L Y|D. S Y|d.m.y|D.M.Y|Y-m-d',
  },
  fi: {
    countries: 'FI',
    locale: 'fi-FI',
    issued:
      'Laskun päiväys: {d}|Laskun päivämäärä {d}|Laskupäivä: {d}|Päiväys {d}|Antopäivä {d}|Tiliotteen päiväys {d}|Laskun pvm {d}',
    others:
      'Tulostettu {d}|Tulostuspäivä: {d}|Eräpäivä: {d}|Maksettava viimeistään {d}|Seuraava lukema: {d}|Ladattu {d}|Saapunut {d}|Allekirjoitus {d}|Seuraava lasku: {d}|Asentajan käynti {d}|Lukemapäivä {d}|Seuraavan laskun päiväys {d}|Luotu {d}',
    months: 'Lasku {p}|Sähkölasku {p}|Tiliote {p}|Laskutuskausi: {p}',
    period: 'Laskutuskausi: {d} - {d}|Ajalta {d} - {d}|Kulutusjakso {d} – {d}',
    forms: 'd.m.Y|D.M.Y|D. L Y|d.m.y',
  },
  pl: {
    countries: 'PL',
    locale: 'pl-PL',
    issued:
      'Data wystawienia: {d}|Faktura VAT nr {n} z dnia {d}|Wystawiono dnia {d}|Data faktury {d}|Data dokumentu: {d}|Wyciąg z dnia {d}|Data wystawienia faktury {d}',
    others:
      'Data wydruku: {d}|Wydrukowano {d}|Termin płatności: {d}|Zapłać do {d}|Następny odczyt: {d}|Pobrano {d}|Wpłynęło {d}|Podpis {d}|Następna faktura: {d}|Wizyta technika {d}|Odczyt z dnia {d}|Data następnej faktury {d}|Wygenerowano {d}',
    months: 'Faktura za {p}|Rachunek za miesiąc {p}|Za okres: {p}|Wyciąg {p}',
    period: 'Okres rozliczeniowy: {d} - {d}|Za okres od {d} do {d}|Okres zużycia {d} - {d}',
    forms: 'd.m.Y|D L Y r.|Y-m-d|d-m-Y|D S Y|d.m.y',
  },
};
