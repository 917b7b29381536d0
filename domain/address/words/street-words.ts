/**
 * Words of streets with the short forms in which a language writes them, the full word first. Taken from
 * the dictionaries of libpostal (MIT, github.com/openvenues/libpostal, resources/dictionaries, 4c030d8):
 * common words alone, and none of their short forms that stand for two of them.
 */
export const STREET_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'alley aly, avenue ave av aven, boulevard blvd boul, bridge brg brdg, broadway bway, center centre ctr',
    'circle cir, close cl, court ct crt, cove cv, crescent cres cr, crossing xing crsg, drive dr drv',
    'estate est, expressway expy expwy, field fld, fields flds, freeway fwy frwy, garden gdn',
    'gardens gdns, glen gln, green grn, grove grv gr, heights hts hgts, highway hwy hgwy, hill hl',
    'junction jct jctn, lane ln la, manor mnr, meadow mdw, mews mws, mount mt, mountain mtn, park pk',
    'parade pde, parkway pkwy pky, passage psge, place pl plc, plaza plz plza, point pt, quay qy',
    'ridge rdg, road rd, row rw, saint st, square sq sqr, station stn, street st str, terrace ter terr tce',
    'trail trl, turnpike tpke, valley vly, view vw, village vlg vlge, walk wlk, way wy, doctor dr',
    'north n nth, south s sth, east e, west w, northeast ne, northwest nw, southeast se, southwest sw',
    'fort ft, upper upr, lower lwr, extension ext extn, and',
  ],
  de: [
    'strasse str, platz pl, allee al, gasse g, weg w, hof, damm, bruecke br, chaussee ch, siedlung sdlg',
    'sankt st, doktor dr, professor prof, obere ob, untere unt, grosse gr, kleine kl, am, an, bei b',
  ],
  fr: [
    'rue r, avenue av ave, boulevard bd bld blvd boul, place pl, allee all, allees alls, chemin ch che chem',
    'impasse imp, route rte, square sq, quai q, cours crs, faubourg fbg fg, passage pass psg, residence res',
    'lotissement lot, chaussee chs chee, esplanade esp, villa vla, hameau ham, montee mte, sentier sen',
    'saint st, sainte ste, docteur dr, general gal gen, marechal mal, professeur pr, etage et, batiment bat',
    'rond rd, point pt, cite cte, domaine dom, traverse tra, grande gde, grand gd, capitaine cne, commandant cdt',
  ],
  es: [
    'calle c cl cll, avenida av avd avda ave, plaza pl pza plza, paseo po pso ps, carretera ctra, camino cno cmno',
    'travesia trv tva, ronda rda, glorieta gta, urbanizacion urb, carrera cra kra kr cr, diagonal dg diag',
    'transversal tv transv, callejon cjon, pasaje pje psje, boulevard bulevar blvd, calzada czda calz, colonia col',
    'fraccionamiento fracc, privada priv, circuito cto, cerrada cda, santo sto, santa sta, san s, doctor dr',
    'general gral, izquierda izq izda izqda, derecha dcha der, bajo bjo, norte nte, sur, oriente ote, poniente pte',
    'poligono pol, barrio bo, avenidacalle ac, avenidacarrera ak, nuestra ntra, senora sra, autopista autop',
  ],
  pt: [
    'rua r, avenida av ave ava, praca pc pca, travessa tv trv trav, estrada estr est, largo lg lgo, alameda al',
    'rodovia rod, caminho cam, calcada cc, beco bc, quinta qta, praceta pct pcta, urbanizacao urb, bairro bro',
    'doutor dr, doutora dra, professor prof, santo sto, santa sta, sao s, direito dto, esquerdo esq, jardim jd jdim',
    'frente ft frt, general gal gen, coronel cel, vila vl, parque pq pque, conjunto conj, engenheiro eng, dom d',
  ],
  it: [
    'via v, viale vle, piazza pza pzza, piazzale ple pzle, corso cso cs, largo lgo, vicolo vic vlo, strada str',
    'borgo bgo, contrada cda, localita loc, frazione fraz frz, circonvallazione circ, galleria gall, salita sal',
    'lungotevere lgtv, san s, santa sta, santo sto, dottore dott, generale gen, fratelli flli, traversa trav',
  ],
  nl: [
    'straat str, laan ln, weg wg, plein pln, gracht gr, kade kd, singel sngl, dijk dk, steenweg stwg, sint st',
    'burgemeester burg, dokter dr, professor prof, prins pr, van v, de d, der d, park pk, dwarsstraat dwstr',
  ],
  sv: [
    'gatan g, gata g, vagen v, vag v, allen, grand gr, stigen, plan, torget, sankt st, norra n, sodra s, ostra o, vastra v',
  ],
  da: [
    'alle all, gade g, vej v, plads pl, strade str, sankt sct skt, doktor dr, gammel gl, nordre ndr, sondre sdr, vestre v, ostre o',
  ],
  nb: [
    'gate gt g, gata gt g, vei v, veien v vn, veg v, vegen v, plass pl, plassen pl, sankt st, gamle gml',
  ],
  fi: ['katu k, tie t, kuja kj, polku p, tori, aukio auk, puisto ps, ranta rt, kaari kri'],
  pl: [
    'ulica ul, aleja al, aleje al, plac pl, osiedle os, swietego sw, swietej sw, generala gen, ksiedza ks, doktora dr, profesora prof, marszalka marsz, rondo',
  ],
  cs: ['ulice ul, namesti nam, trida tr, nabrezi nabr, svateho sv, generala gen, doktora dr'],
  hu: [
    'utca u, ut, ter, korut krt, sugarut sgt, setany stny, rakpart rkp, koz, lakotelep ltp, szent szt, emelet em, ajto a',
  ],
  ro: [
    'strada str, bulevardul bd bdul blvd, calea cal, aleea al, soseaua sos, piata pta, splaiul spl, intrarea intr, bloc bl, scara sc, apartament ap, sfantul sf, general gen, doctor dr',
  ],
  hr: ['ulica ul, trg, cesta c, avenija av, svetog sv, naselje nas'],
  tr: [
    'mahallesi mah mh, caddesi cad cd, cadde cad cd, sokagi sok sk, sokak sok sk, bulvari bul blv, apartmani apt, daire d, kat k, yolu',
  ],
  id: [
    'jalan jl jln, gang gg, lorong lrg, komplek komp kompleks, perumahan perum, blok bl, kecamatan kec, kelurahan kel, kabupaten kab, kota, raya ry',
  ],
  ms: [
    'jalan jln jl, lorong lrg, taman tmn, kampung kg kpg, persiaran psn, lebuh lbh, bandar bdr, seksyen sek, lingkaran lkr',
  ],
  el: ['odos od, leoforos leof, plateia pl plat, agiou ag, agias ag'],
  ru: [
    'ulitsa ul, prospekt pr prosp, pereulok per, bulvar bul, naberezhnaya nab naberezhnaia, ploshchad pl, shosse sh, proezd, korpus korp k, stroenie str, sankt s',
  ],
  uk: [
    'vulytsia vul, prospekt prosp pr, provulok prov, bulvar bul, naberezhna nab, ploshcha pl, shose sh, korpus korp',
  ],
  vi: ['duong d, pho, phuong p, quan q, ngo, thanhpho tp, nguyen'],
};

/** Ends of words that are written short: `Hauptstr.` is `Hauptstraße`. The same source. */
export const STREET_ENDS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  de: [
    ['str', 'strasse'],
    ['pl', 'platz'],
  ],
  nl: [
    ['str', 'straat'],
    ['ln', 'laan'],
  ],
  sv: [
    ['g', 'gatan'],
    ['v', 'vagen'],
  ],
  nb: [['gt', 'gata']],
};

/** In which of these languages a country writes its addresses; English where it is not listed. */
export const STREET_LANGUAGES: Readonly<Record<string, string>> = {
  DE: 'de',
  AT: 'de',
  LI: 'de',
  CH: 'de fr it',
  LU: 'fr de',
  BE: 'nl fr de',
  NL: 'nl',
  FR: 'fr',
  MC: 'fr',
  ES: 'es',
  MX: 'es',
  CO: 'es',
  AR: 'es',
  CL: 'es',
  PE: 'es',
  EC: 'es',
  UY: 'es',
  CR: 'es',
  PA: 'es',
  DO: 'es',
  VE: 'es',
  BO: 'es',
  PY: 'es',
  GT: 'es',
  HN: 'es',
  NI: 'es',
  SV: 'es',
  CU: 'es',
  PR: 'es en',
  PT: 'pt',
  BR: 'pt',
  AO: 'pt',
  MZ: 'pt',
  CV: 'pt',
  IT: 'it',
  SM: 'it',
  SE: 'sv',
  DK: 'da',
  NO: 'nb',
  FI: 'fi sv',
  PL: 'pl',
  CZ: 'cs',
  SK: 'cs',
  HU: 'hu',
  RO: 'ro',
  MD: 'ro ru',
  HR: 'hr',
  SI: 'hr',
  RS: 'hr',
  BA: 'hr',
  TR: 'tr',
  ID: 'id',
  MY: 'ms en',
  BN: 'ms en',
  SG: 'en ms',
  GR: 'el',
  CY: 'el en',
  RU: 'ru',
  BY: 'ru',
  KZ: 'ru',
  UA: 'uk',
  CA: 'en fr',
  VN: 'vi',
  MA: 'fr',
  TN: 'fr',
  DZ: 'fr',
  SN: 'fr',
  CI: 'fr',
  CM: 'fr en',
  PH: 'en es',
};
