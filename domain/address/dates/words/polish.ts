import type { DateWords } from './form.ts';

export const POLISH: DateWords = {
  issued:
    'data wystawienia, data wystawienia faktury, data faktury, data wystawienia rachunku, data rachunku, wystawiono, wystawiono dnia, wystawiona dnia, wystawiony dnia, faktura # z dnia, faktura z dnia, faktura vat # z dnia, faktura # z, rachunek z dnia, rachunek # z dnia, data dokumentu, data pisma, pismo z dnia, data wyciagu, wyciag z dnia, wyciag # z dnia, wyciag na dzien, data sporzadzenia, sporzadzono, sporzadzono dnia, data decyzji, decyzja z dnia, data wydania decyzji, dnia wystawiono',
  dated: 'data',
  statement:
    'okres wyciagu, wyciag za okres, wyciag za okres od, wyciag bankowy za okres, wyciag za, wyciag od',
  period:
    'okres rozliczeniowy, okres, za okres, okres rozliczenia, okres zuzycia, okres od, za okres od, faktura za, rachunek za, rozliczenie za okres, za miesiac, faktura za okres, miesiac',
  due: 'termin platnosci, termin zaplaty, platne do, zaplac do, do zaplaty do, prosimy zaplacic do, data platnosci, zaplata do, termin, pobrane dnia, pobrana dnia',
  other:
    'data wydruku, wydruk z dnia, wydrukowano, wydrukowano dnia, drukowano, data druku, pobrano, pobrano dnia, data pobrania, wygenerowano, wygenerowano dnia, data wygenerowania, utworzono, data wplywu, wplynelo, wplynelo dnia, otrzymano, otrzymano dnia, podpis, podpisano, podpisano dnia, data podpisu, pieczec, stempel, nastepny, nastepny odczyt, nastepna faktura, nastepna wizyta, wizyta, odczyt, data odczytu, odczyt z dnia, odczyt licznika, data urodzenia, urodzony, urodzona, ur, wazny do, wazna do, wazne do, od, do, od dnia, do dnia, klient od, umowa z dnia, data umowy, data zawarcia, data dostawy, data sprzedazy, data wykonania uslugi, data ksiegowania, data waluty, data operacji, data transakcji, zaplacono, zarejestrowano, data rozpoczecia, data zakonczenia, z dnia, na dzien',
  bill: 'faktura, faktury, vat, rachunek, rachunku, wyciag, wyciagu, pismo, decyzja, decyzji, prad, gaz, woda, energia, miesiac, za',
  not: 'nastepna, nastepnej, nastepny, kolejna, kolejnej, poprzednia, poprzedniej, ostatnia, ostatniej, pierwotna, korygowanej, przewidywana, planowana, dotyczy',
  between:
    'dnia, dzien, data, miesiac, rok, r, dd, mm, rrrr, poniedzialek, wtorek, sroda, czwartek, piatek, sobota, niedziela',
};
