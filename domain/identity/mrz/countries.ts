/** What an ICAO 9303-3 code of an issuer or a nationality stands for. */
export type Issuer =
  | { kind: 'country'; alpha2: string }
  | { kind: 'organisation' | 'stateless' | 'specimen' | 'former'; alpha2: null };

/**
 * The meaning of a code without filler (`SWE`, `D`, `XXA`), or null where ICAO 9303-3 section 5 and
 * ISO 3166-1 know none. ICAO codes are not ISO 3166: `alpha2` is.
 */
export function issuerOf(code: string): Issuer | null {
  if (code === 'UTO') return { kind: 'specimen', alpha2: null };
  if (STATELESS.includes(code)) return { kind: 'stateless', alpha2: null };
  if (ORGANISATIONS.includes(code)) return { kind: 'organisation', alpha2: null };
  if (FORMER.includes(code)) return { kind: 'former', alpha2: null };
  const alpha2 = ALPHA_2[code];
  return alpha2 === undefined ? null : { kind: 'country', alpha2 };
}

/** One name for each issuer: `SWE` is `SE`, `D` is `DE`; a code that is no country's stays as it is. */
export function issuerName(code: string): string {
  return issuerOf(code)?.alpha2 ?? code;
}

/** True for a code of the table: a reading with another one is a doubt. */
export function isIcaoCode(code: string): boolean {
  return issuerOf(code) !== null;
}

/** Stateless, refugee, refugee other, unspecified. */
const STATELESS: readonly string[] = ['XXA', 'XXB', 'XXC', 'XXX'];

/** European Union, United Nations, ICAO, African Union and bank, Interpol, Malta's order, and others. */
const ORGANISATIONS: readonly string[] =
  'EUE IAO UNO UNA UNK XBA XIM XCC XCE XCO XEC XES XMP XOM XPO XDC XAU'.split(' ');

/** Withdrawn from ISO 3166-1, and still in documents: Netherlands Antilles, neutral zone, and others. */
const FORMER: readonly string[] = 'ANT NTZ SCG YUG SUN CSK DDR ZAR TMP BUR'.split(' ');

/** Codes of ICAO that ISO does not have: Germany, British nationals, Kosovo (`XXK` on EU permits). */
const ICAO_ONLY = 'D:DE GBD:GB GBN:GB GBO:GB GBP:GB GBS:GB RKS:XK XKX:XK XXK:XK';

const ISO = `
ABW:AW AFG:AF AGO:AO AIA:AI ALA:AX ALB:AL AND:AD ARE:AE ARG:AR ARM:AM ASM:AS ATA:AQ ATF:TF
ATG:AG AUS:AU AUT:AT AZE:AZ BDI:BI BEL:BE BEN:BJ BES:BQ BFA:BF BGD:BD BGR:BG BHR:BH BHS:BS
BIH:BA BLM:BL BLR:BY BLZ:BZ BMU:BM BOL:BO BRA:BR BRB:BB BRN:BN BTN:BT BVT:BV BWA:BW CAF:CF
CAN:CA CCK:CC CHE:CH CHL:CL CHN:CN CIV:CI CMR:CM COD:CD COG:CG COK:CK COL:CO COM:KM CPV:CV
CRI:CR CUB:CU CUW:CW CXR:CX CYM:KY CYP:CY CZE:CZ DEU:DE DJI:DJ DMA:DM DNK:DK DOM:DO DZA:DZ
ECU:EC EGY:EG ERI:ER ESH:EH ESP:ES EST:EE ETH:ET FIN:FI FJI:FJ FLK:FK FRA:FR FRO:FO FSM:FM
GAB:GA GBR:GB GEO:GE GGY:GG GHA:GH GIB:GI GIN:GN GLP:GP GMB:GM GNB:GW GNQ:GQ GRC:GR GRD:GD
GRL:GL GTM:GT GUF:GF GUM:GU GUY:GY HKG:HK HMD:HM HND:HN HRV:HR HTI:HT HUN:HU IDN:ID IMN:IM
IND:IN IOT:IO IRL:IE IRN:IR IRQ:IQ ISL:IS ISR:IL ITA:IT JAM:JM JEY:JE JOR:JO JPN:JP KAZ:KZ
KEN:KE KGZ:KG KHM:KH KIR:KI KNA:KN KOR:KR KWT:KW LAO:LA LBN:LB LBR:LR LBY:LY LCA:LC LIE:LI
LKA:LK LSO:LS LTU:LT LUX:LU LVA:LV MAC:MO MAF:MF MAR:MA MCO:MC MDA:MD MDG:MG MDV:MV MEX:MX
MHL:MH MKD:MK MLI:ML MLT:MT MMR:MM MNE:ME MNG:MN MNP:MP MOZ:MZ MRT:MR MSR:MS MTQ:MQ MUS:MU
MWI:MW MYS:MY MYT:YT NAM:NA NCL:NC NER:NE NFK:NF NGA:NG NIC:NI NIU:NU NLD:NL NOR:NO NPL:NP
NRU:NR NZL:NZ OMN:OM PAK:PK PAN:PA PCN:PN PER:PE PHL:PH PLW:PW PNG:PG POL:PL PRI:PR PRK:KP
PRT:PT PRY:PY PSE:PS PYF:PF QAT:QA REU:RE ROU:RO RUS:RU RWA:RW SAU:SA SDN:SD SEN:SN SGP:SG
SGS:GS SHN:SH SJM:SJ SLB:SB SLE:SL SLV:SV SMR:SM SOM:SO SPM:PM SRB:RS SSD:SS STP:ST SUR:SR
SVK:SK SVN:SI SWE:SE SWZ:SZ SXM:SX SYC:SC SYR:SY TCA:TC TCD:TD TGO:TG THA:TH TJK:TJ TKL:TK
TKM:TM TLS:TL TON:TO TTO:TT TUN:TN TUR:TR TUV:TV TWN:TW TZA:TZ UGA:UG UKR:UA UMI:UM URY:UY
USA:US UZB:UZ VAT:VA VCT:VC VEN:VE VGB:VG VIR:VI VNM:VN VUT:VU WLF:WF WSM:WS YEM:YE
ZAF:ZA ZMB:ZM ZWE:ZW
`;

const ALPHA_2: Record<string, string> = Object.fromEntries(
  `${ISO} ${ICAO_ONLY}`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':')),
);
