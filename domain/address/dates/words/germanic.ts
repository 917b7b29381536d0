import type { DateWords } from './form.ts';

export const GERMAN: DateWords = {
  issued:
    'rechnungsdatum, datum der rechnung, rechnung vom, rechnung # vom, stromrechnung vom, gasrechnung vom, rechnung erstellt am, rechnungs # vom, ausstellungsdatum, ausstelldatum, ausgestellt am, ausgestellt, ausstellungstag, tag der ausstellung, belegdatum, kontoauszug vom, kontoauszug # vom, kontoauszug per, auszug vom, auszug # vom, auszugsdatum, bescheid vom, bescheid # vom, bescheiddatum, briefdatum, erstellt am, erstellungsdatum, erstelldatum, schreiben vom, datum des bescheids, datum des schreibens, abrechnung vom, abrechnung # vom, abrechnungsdatum, dokumentdatum, rg datum, re datum, fakturadatum, abrechnung erstellt am, datum der abrechnung, gebuhrenbescheid vom, steuerbescheid vom, mitteilung vom',
  dated: 'datum',
  statement:
    'auszugszeitraum, kontoauszug fur den zeitraum, kontoauszug fur die zeit, kontoauszug zeitraum, buchungszeitraum, umsatze vom, kontoauszug fur',
  period:
    'abrechnungszeitraum, rechnungszeitraum, zeitraum, leistungszeitraum, verbrauchszeitraum, lieferzeitraum, abrechnungsmonat, rechnungsmonat, leistungsmonat, fur den zeitraum, abrechnung fur, rechnung fur, abrechnungsperiode, rechnungsperiode, verbrauchsabrechnung fur, stromrechnung fur',
  due: 'fallig, fallig am, falligkeit, falligkeitsdatum, zahlbar bis, zu zahlen bis, zahlung bis, zahlungsziel, zahlungstermin, zahlbar bis zum, fallig zum, abbuchung am, abbuchung, wird abgebucht am, einzug am, zahlungsfrist',
  other:
    'druckdatum, gedruckt, gedruckt am, ausdruck vom, ausgedruckt am, datum des ausdrucks, druck am, kopie vom, zweitschrift vom, heruntergeladen am, abgerufen am, abgerufen, abrufdatum, downloaddatum, generiert am, exportiert am, eingegangen am, eingang, eingangsdatum, eingangsstempel, erhalten am, stempel, gescannt am, unterschrift, unterschrieben am, unterzeichnet am, nachste, nachste ablesung, nachster termin, nachste rechnung, termin, besuch am, bis, von, seit, lieferdatum, leistungsdatum, geburtsdatum, geboren, geb, geboren am, gultig, gultig bis, gultig ab, vertragsbeginn, vertragsende, kunde seit, ablesung, ablesedatum, ablesung am, abgelesen am, zahlerstand am, zahlerstand, vertrag vom, bis zum, lieferbeginn, registrierung, registriert, stand vom, stand, per, ab, buchungstag, wertstellung, valuta, buchung vom, bezahlt am, zahlungseingang, einzug, umzug am, letzte zahlung',
  bill: 'rechnung, kontoauszug, auszug, bescheid, abrechnung, schreiben, brief, strom, gas, wasser, stromrechnung, gasrechnung, wasserrechnung, jahresabrechnung, monatsabrechnung, verbrauchsabrechnung, telefonrechnung, ihre, ihr, diese, dieser, der, die, das, vom, mobilfunkrechnung, gebuhrenbescheid, monat, fur',
  not: 'nachste, nachstes, nachster, nachsten, kommende, kunftige, letzte, letztes, letzter, vorige, voriges, vorherige, vorheriges, alte, ursprungliche, ersetzt, voraussichtliche, voraussichtliches, geplante, geplantes, gedruckt, stornierte, betrifft, betr',
  between:
    'datum, den, dem, der, am, des, im, monat, fur, tt, mm, jj, jjjj, montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, mo, di, mi, do, fr, sa, so',
};

export const DUTCH: DateWords = {
  issued:
    'factuurdatum, datum factuur, datum van de factuur, factuur van, factuur # van, factuur # d d, notadatum, datum nota, nota van, rekeningdatum, datum rekening, datum afschrift, afschriftdatum, datum rekeningafschrift, uitgiftedatum, datum van uitgifte, datum uitgifte, afgiftedatum, uitgegeven op, opgemaakt op, opgesteld op, datum opmaak, briefdatum, datum brief, dagtekening, datum dagtekening, aanslag dagtekening, datum aanslag, documentdatum, datum document, dagtekening aanslag, datum besluit, jaarafrekening van, afrekening van',
  dated: 'datum',
  statement:
    'afschriftperiode, rekeningafschrift van, rekeningafschrift over de periode, afschrift over de periode, afschrift periode',
  period:
    'factuurperiode, periode, facturatieperiode, verbruiksperiode, leveringsperiode, afrekeningsperiode, over de periode, rekening voor, factuur voor, factuurmaand, afrekening voor, factuur over',
  due: 'vervaldatum, vervaldag, te betalen voor, te betalen voor of op, uiterste betaaldatum, betalen voor, uiterlijk, betaaldatum, betalen voor of op, te voldoen voor, betaal voor, incassodatum, afschrijving op, betaling uiterlijk op, uiterste betaaldag, wordt afgeschreven op',
  other:
    'printdatum, afgedrukt op, afdrukdatum, geprint op, datum afdruk, gedownload op, downloaddatum, gegenereerd op, aangemaakt op, opgevraagd op, ontvangen, ontvangen op, ontvangst, ondertekend op, handtekening, getekend op, stempel, volgende, volgende factuur, volgende meteropname, volgend bezoek, bezoek op, meterstand, meterstand op, meteropname, opname op, opnamedatum, van, vanaf, tot, tot en met, sinds, klant sinds, geboortedatum, geboren, geboren op, geldig tot, geldig, contract, contractdatum, ingangsdatum, einddatum, startdatum, leverdatum, boekdatum, valutadatum, betaald op, ontvangen betaling, per, afspraak',
  bill: 'factuur, nota, rekening, rekeningafschrift, afschrift, brief, aanslag, energienota, energie, stroom, gas, water, jaarafrekening, afrekening, uw, de, deze, het, van, over, voor, maand',
  not: 'volgende, vorige, laatste, oude, oorspronkelijke, verwachte, eerdere, toekomstige, kenmerk, betreft, uiterste',
  between:
    'datum, de, op, van, maand, dd, mm, jj, jjjj, maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, ma, di, wo, do, vr, za, zo',
};
