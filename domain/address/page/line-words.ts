/**
 * Words on the lines around an address, in small ASCII letters, in the languages we read and their
 * neighbours'. Collected from letters of suppliers, banks and offices.
 */
const listed = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(' ')));

/** A word of a company's or an office's name. */
export const ORGANISATIONS = listed(
  'bank building society energy electric electricity gas water waterworks power utilities utility telecom telecoms',
  'mobile broadband insurance assurance council borough county city office authority department ministry revenue',
  'customs tax services service group trust university college hospital housing association networks network heating',
  'company solutions systems holdings energie stadtwerke wasserwerk wasserwerke werke strom versicherung krankenkasse',
  'sparkasse volksbank finanzamt stadtkasse steueramt gemeinde stadt landkreis amt netz netze genossenschaft verein',
  'hausverwaltung verlag banque eau eaux electricite impots impot caisse mairie ville prefecture tresor public syndicat',
  'mutuelle assurances centre direction generale societe compagnie reseau banco caja agua aguas luz electrica energia',
  'gas tributaria ayuntamiento agencia hacienda compania sociedad seguros servicio servicios telefonica municipal',
  'agua servico servicos financas seguros companhia banca acqua acque luce agenzia entrate comune',
  'servizio servizi assicurazioni societa energi kraft vatten elnat banken kommun forsakring skatteverket',
  'vattenverket kommune vann forsikring bedrijf waterbedrijf gemeente belastingen gemeentelijke verzekeringen stroom',
  'netbeheer vandvaerk bank wodociagi gaz prad urzad skarbowy ubezpieczenia spoldzielnia gmina miasto zaklad',
  'sahko vesi vakuutus kaupunki kunta',
);

/** A word that ends so is a company's or an office's: `Talwerke`, `Uferbank`, `Skattekontoret`. */
export const ORGANISATION_ENDS =
  /.{2}(?:bank|banken|werke|werk|kasse|verket|kontoret|bolaget|bedrijf|energie|energi|energia|energy|telekom|telecom|versicherung|verwaltung|betriebe)$|.{4}amt$/;

/** Begin a salutation, which is no receiver. */
export const SALUTATIONS = listed(
  'dear hello hi guten hallo liebe lieber sehr werte werter cher chere bonjour chers estimado estimada hola querido',
  'querida apreciado caro cara ola estimados prezado prezada gentile buongiorno egregio egregia salve hej basta baste',
  'kare kara kjaere kaere beste geachte dag szanowny szanowna dzien witaj drogi hyva hei moi',
);

/** Words of a salutation that name nobody. */
export const ANYBODY = listed(
  'customer customers sir madam sirs all team resident householder tenant member valued colleague friend account holder',
  'damen herren kunde kundin kunden mitglied alle zusammen tag morgen client cliente clients madame monsieur messieurs',
  'mesdames clientes senor senora senores todos dia dias buenos senhor senhora senhores signore signora signori bom boa',
  'kund kunden alla kunde klant heer mevrouw dobry panstwo pani panie pan klient kliencie asiakas day morning there',
);

/** End a letter: whose name stands below wrote it. */
export const CLOSINGS = listed(
  'sincerely faithfully regards wishes truly grussen grusse gruesse gruessen hochachtungsvoll cordialement salutations',
  'sinceres atentamente saludos saludo cordialmente atenciosamente cumprimentos saudacoes saluti saluto ossequi',
  'halsningar halsning hilsen groet groeten hoogachtend powazaniem pozdrawiam pozdrawiamy szacunku terveisin',
);

/** Closings of more words, of which none says it by itself. */
export const CLOSING_LINES: ReadonlySet<string> = new Set(
  'bien a vous,best,cheers,thank you,vielen dank,lg,mfg,mvh,vh,gracias,obrigado,obrigada,grazie,con affetto,tack'.split(
    ',',
  ),
);

/** Begin the name of a street, which parts its number with a comma at times. */
export const STREETS = listed(
  'calle c cl avenida av avda avd plaza pza paseo po camino carretera ctra travesia ronda glorieta urbanizacion',
  'carrera cra jiron rua r praca travessa tv estrada largo alameda rodovia quinta bairro via viale vle piazza corso',
  'piazzale vicolo strada contrada localita largo rue boulevard bd place chemin impasse allee allees route quai cours',
  'residence lotissement ulica ul aleja al plac os osiedle jalan jl jln bulevardul calea aleea soseaua',
);

/** A line of its own between a person and who takes their letters in. */
export const CARE = new Set(
  'co,care of,c o,calle o,bei,p a,chez,presso,hos,u,per adres,p adr,aos cuidados de,a cargo de,a c,a a,at,via,att,attn'
    .split(',')
    .concat('zu handen', 'z hd', 'aux bons soins de', 'bei familie', 'al cuidado de'),
);

/** Stand above a receiver and say nothing of them. */
export const ABOVE = listed(
  'an to herr herrn frau familie firma eheleute mr mrs ms miss mx dr prof monsieur madame mme mlle sr sra don dona',
  'senor senora senhor senhora exmo exma sig signor signora spett gentile egregio herra rouva fru pan pani panstwo',
  'private confidential personal personnel confidentiel vertraulich personlich privado riservato addressee recipient',
  'a al alla ao a och och til til aan do dla mailed post postage paid porto betalt priority economy royal mail',
  'the occupier bill invoice statement copy duplicate kopie original kopia copie copia',
);

/** The supply has ended, or the customer has moved: the place of supply is where they lived. */
export const MOVES: readonly string[] = [
  'final bill, final invoice, closing statement, closing bill, final statement, final account, moving out, moved out',
  'you have moved, you moved, move out date, end of tenancy, account closed',
  'schlussrechnung, endabrechnung, abschlussrechnung, schlussabrechnung, auszug, ausgezogen, umzug',
  'facture de cloture, facture de resiliation, facture finale, resiliation, demenagement, vous quittez',
  'factura final, factura de baja, factura de cierre, liquidacion final, baja del contrato, mudanza',
  'fatura final, fatura de rescisao, fatura de encerramento, rescisao, mudanca de, encerramento do contrato',
  'bolletta di chiusura, fattura di chiusura, fattura finale, cessazione, trasloco, chiusura contratto',
  'slutfaktura, slutavrakning, slutrakning, utflyttning, du flyttar, flyttat, sluttoppgjor, sluttfaktura',
  'slutregning, slutopgorelse, fraflytning, fraflyttet, utflytting, flytting',
  'eindafrekening, slotnota, eindnota, verhuizing, vertrek uit, u verhuist',
  'rozliczenie koncowe, faktura koncowa, wyprowadzka, przeprowadzka, loppulasku, muutto',
];

/** Who lives there, where it is not the customer. */
export const TENANTS = listed(
  'tenant tenants occupier occupant resident mieter mieterin bewohner nutzer locataire occupant inquilino inquilina',
  'ocupante arrendatario arrendataria arrendatarios conduttore inquilini hyresgast hyresgasten boende leietaker lejer',
  'huurder bewoner najemca lokator vuokralainen berlo',
);

/** In the lines below an address: how to reach who writes. */
export const REACHED =
  /@|\bwww\.|https?:|\b(?:tel|telefon|telephone|telefono|telefone|phone|fax|mobile|mobil|tlf)\b[\s.:-]/i;
