import type { DateWords } from './form.ts';

export const SWEDISH: DateWords = {
  issued:
    'fakturadatum, fakturans datum, faktura datum, faktura # av den, faktura # daterad, utfardad, utfardat, utfardad den, utfardat den, utfardandedatum, utstalld, utstalld den, utstallningsdatum, utdragsdatum, brevdatum, beslutsdatum, datum for beslut, kontoutdrag per, kontoutdrag datum, avidatum, dokumentdatum, upprattad den, upprattad, rakningsdatum, beskedsdatum, datum for utfardande, upprattad datum',
  dated: 'datum',
  statement:
    'kontoutdrag for perioden, utdragsperiod, kontoutdrag for tiden, kontoutdrag period, kontoutdrag for',
  period:
    'fakturaperiod, period, perioden, faktureringsperiod, avrakningsperiod, forbrukningsperiod, leveransperiod, avser perioden, avser, avser tiden, faktura for, fakturan avser, elrakning for',
  due: 'forfallodatum, forfallodag, forfaller, betalas senast, oss tillhanda, oss tillhanda senast, senast, senast den, att betala senast, betala senast, sista betalningsdag, dras den, autogiro, betalningsdag, ska betalas senast',
  other:
    'utskriftsdatum, utskrivet, utskriven, utskriven den, utskrivet den, utskrift, skriven, utskriftsdag, nedladdad, nedladdat, hamtad, hamtat, skapad, genererad, mottaget, inkom, ankom, ankomstdatum, undertecknad, underskrift, signerad, stampel, nasta, nasta avlasning, nasta besok, nasta faktura, nasta fakturadatum, besok, fodelsedatum, fodd, fodelsedag, giltig, giltig till, till och med, fran, fran och med, leveransdatum, avlasning, avlast, avlasningsdatum, matarstallning, matarstallning den, avtal, registrerad, registreringsdatum, kund sedan, sedan, till, avtalsdatum, tilltradesdatum, bokforingsdag, valutadag, transaktionsdatum, betald, per, inflyttning, bokad',
  bill: 'faktura, fakturan, fakturans, elfaktura, rakning, kontoutdrag, brev, besked, beslut, avi, el, gas, vatten, energi, din, ditt, er, denna, detta, for, avser, manad, av',
  not: 'nasta, kommande, foregaende, tidigare, senaste, forra, gammal, ursprunglig, beraknat, preliminart, angaende',
  between:
    'datum, den, dag, manad, aaaa, mm, dd, aa, mandag, tisdag, onsdag, torsdag, fredag, lordag, sondag, man, tis, ons, tors, fre, lor, son',
};

export const DANISH: DateWords = {
  issued:
    'fakturadato, faktura dato, dato for faktura, regningsdato, faktura # af, faktura # dateret, faktura af, udstedt, udstedt den, udstedt d, udstedelsesdato, dato for udstedelse, udfaerdiget, udfaerdiget den, udfaerdigelsesdato, brevdato, dokumentdato, kontoudtog pr, kontoudtog dato, kontoudtogsdato, udskriftens dato, opgorelsesdato, dateret, afgorelsesdato, dato for afgorelse, opkraevningsdato',
  dated: 'dato',
  statement:
    'kontoudtog for perioden, kontoudtogsperiode, kontoudtog periode, kontoudskrift for perioden, kontoudtog for',
  period:
    'fakturaperiode, faktureringsperiode, periode, perioden, afregningsperiode, opgorelsesperiode, forbrugsperiode, for perioden, regning for, faktura for, elregning for',
  due: 'forfaldsdato, forfaldsdag, forfalder, forfalder den, betales senest, betales senest den, sidste rettidige betaling, sidste betalingsdag, betalingsfrist, betalingsdato, betales inden, senest, senest den, traekkes den',
  other:
    'udskriftsdato, udskrevet, udskrevet den, printet, printet den, trykt, downloadet, downloadet den, hentet, hentet den, dannet, genereret, oprettet, oprettet den, modtaget, modtaget den, indgaet, underskrift, underskrevet, underskrevet den, stempel, naeste, naeste aflaesning, naeste regning, naeste besog, besog, fodselsdato, fodt, gyldig, gyldig til, fra, til, til og med, siden, kunde siden, leveringsdato, aflaesning, aflaest, aflaest den, aflaesningsdato, malerstand, malerstand den, aftale, aftaledato, registreret, bogforingsdato, valor, valordato, bogfort, betalt, betalt den, startdato, slutdato, indflytning, pr, gaelder fra',
  bill: 'faktura, fakturaen, regning, elregning, kontoudtog, brev, afgorelse, el, gas, vand, varme, energi, din, dit, denne, dette, for, maned, af, opgorelse',
  not: 'naeste, kommende, forrige, tidligere, sidste, seneste, gammel, oprindelig, forventet, vedrorende',
  between:
    'dato, den, d, maned, aaaa, mm, dd, aa, mandag, tirsdag, onsdag, torsdag, fredag, lordag, sondag',
};

export const NORWEGIAN: DateWords = {
  issued:
    'fakturadato, faktura dato, dato for faktura, regningsdato, faktura # av, faktura # datert, faktura av, utstedt, utstedt den, utstedelsesdato, utsteidt, dato for utstedelse, brevdato, dokumentdato, kontoutskrift per, kontoutskrift dato, kontoutskriftsdato, datert, vedtaksdato, dato for vedtak, utferdiget, utferdiget den',
  dated: 'dato',
  statement:
    'kontoutskrift for perioden, kontoutskriftsperiode, kontoutskrift periode, utskriftsperiode, kontoutskrift for',
  period:
    'fakturaperiode, faktureringsperiode, periode, perioden, avregningsperiode, forbruksperiode, for perioden, gjelder perioden, gjelder, faktura for, regning for, stromregning for',
  due: 'forfallsdato, forfall, forfaller, forfaller den, betales innen, betalingsfrist, innen, betalingsdato, siste betalingsfrist, trekkes den, betales senest',
  other:
    'utskriftsdato, utskrevet, utskrevet den, skrevet ut, skrevet ut den, printet, lastet ned, lastet ned den, hentet, generert, generert den, opprettet, opprettet den, mottatt, mottatt den, underskrift, signert, signert den, undertegnet, stempel, neste, neste avlesning, neste faktura, neste besok, besok, fodselsdato, fodt, gyldig, gyldig til, fra, til, til og med, siden, kunde siden, leveringsdato, avlesning, avlest, avlest den, avlesningsdato, malerstand, malerstand den, avtale, avtaledato, registrert, bokforingsdato, bokfort, valuteringsdato, betalt, startdato, sluttdato, innflytting, per, gjelder fra',
  bill: 'faktura, fakturaen, regning, stromregning, kontoutskrift, brev, vedtak, strom, gass, vann, energi, din, ditt, denne, dette, for, maned, av, gjelder',
  not: 'neste, kommende, forrige, tidligere, siste, gammel, opprinnelig, forventet, angaende, vedrorende',
  between:
    'dato, den, d, maned, aaaa, mm, dd, aa, mandag, tirsdag, onsdag, torsdag, fredag, lordag, sondag',
};

export const FINNISH: DateWords = {
  issued:
    'laskun paivays, laskun paivamaara, laskupaiva, laskun pvm, laskutuspaiva, laskun paiva, paivayspvm, paivatty, antopaiva, antopaivamaara, myontamispaiva, tiliotteen paivays, tiliotteen paivamaara, tiliote pvm, kirjeen paivays, paatospaiva, paatoksen paivamaara, laadittu, laatimispaiva, asiakirjan paivays, annettu',
  dated: 'paivays, paivamaara, pvm',
  statement: 'tilioteaika, tiliote ajalta, tiliotekausi, tiliotteen kausi, tiliote ajanjaksolta',
  period:
    'laskutuskausi, laskutusjakso, ajanjakso, kausi, kulutusjakso, ajalta, ajalla, jakso, lasku ajalta, laskutusaika',
  due: 'erapaiva, maksettava viimeistaan, viimeistaan, maksupaiva, viimeinen maksupaiva, maksettava, eraantyy, veloitetaan',
  other:
    'tulostettu, tulostuspaiva, tulostusaika, tulostuspvm, ladattu, haettu, luotu, vastaanotettu, saapunut, allekirjoitus, allekirjoitettu, leima, seuraava, seuraava lukema, seuraava laskutus, seuraava kaynti, kaynti, syntymaaika, syntynyt, voimassa, voimassa asti, alkaen, asti, saakka, toimituspaiva, lukema, lukemapaiva, luettu, mittarilukema, sopimus, sopimuspaiva, asiakas vuodesta, rekisteroity, kirjauspaiva, arvopaiva, maksettu, alkupaiva, loppupaiva',
  bill: 'lasku, laskun, sahkolasku, tiliote, tiliotteen, kirje, kirjeen, paatos, sahko, vesi, energia, taman',
  not: 'seuraava, seuraavan, edellinen, edellisen, viimeisin, vanha, alkuperainen, arvioitu',
  between:
    'pvm, kk, vvvv, pp, maanantai, tiistai, keskiviikko, torstai, perjantai, lauantai, sunnuntai, ma, ti, ke, to, pe, la, su, kuukausi',
};
