import { form, type AddressForm } from './address-form.ts';

/** Countries in whose languages no letters are read from pixels. */
export const OTHER_FORMS: readonly AddressForm[] = [
  form(
    'IT',
    '{s}, {n} = {s} {n} ~ {s}, {n}/{l} = {s} {n}/{l} ~ {s} n. {n} = {s}, {n} ~ {s} {n}, int. {m} = {s} {n} int {m}',
    'Via Garibaldi; Via Pisacane; Corso Italia; Piazza Dante',
    'Milano; Barletta; Bari',
    ['#####', '{p} {c} MI ~ {p} {c}'],
  ),
  form(
    'NL',
    '{s} {n} ~ {s} {n}-{l} = {s} {n}{l} ~ {s} {n} {l}',
    'Keizersgracht; Dorpsstraat; Kerkweg; Damrak',
    'Amsterdam; Utrecht',
    ['#### @@', '{p} {c}'],
  ),
  form(
    'SE',
    '{s} {n} ~ {s} {n} {l} = {s} {n}{l} ~ {s} {n} = {s} {n} lgh 1102',
    'Storgatan; Kungsgatan; Vasavägen; Norra Vallgatan',
    'Uppsala; Malmö; Göteborg',
    ['### ##', '{p} {c} ~ SE-{p} {c}'],
  ),
  form(
    'DK',
    '{s} {n} ~ {s} {n}, {m}. tv ~ {s} {n}{l}',
    'Vestergade; Nørrebrogade; Skovvej',
    'Aarhus; Odense',
    ['####', '{p} {c}'],
  ),
  form(
    'NO',
    '{s} {n} ~ {s} {n}{l} = {s} {n} {l}',
    'Storgata; Kirkeveien; Bjørkeveien',
    'Oslo; Bergen',
    ['####', '{p} {c}'],
  ),
  form(
    'FI',
    '{s} {n} ~ {s} {n} {l} {m}',
    'Mannerheimintie; Kauppakatu; Koivukuja',
    'Helsinki; Tampere',
    ['#####', '{p} {c} ~ FI-{p} {c}'],
  ),
  form(
    'PL',
    'ul. {s} {n} = {s} {n} ~ ul. {s} {n}/{m} = ul. {s} {n} / {m} ~ {s} {n} m. {m} = {s} {n} m {m}',
    'Marszałkowska; Długa; Kwiatowa',
    'Kraków; Łódź',
    ['##-###', '{p} {c}'],
  ),
  form(
    'HU',
    '{s} {n}. ~ {s} {n}. {m}/{m}. = {s} {n} {m}/{m}',
    'Fő utca; Kossuth Lajos utca; Petőfi út',
    'Budapest; Szeged',
    ['####', '{p} {c}'],
  ),
  form(
    'ID',
    'Jl. {s} No. {n} = Jalan {s} No {n} ~ Jl. {s} II No. {n}',
    'Wijaya; Sudirman; Melati',
    'Jakarta; Bandung',
    ['#####', '{c} {p}'],
  ),
  form(
    'MY',
    'Lot {n}, Jalan {m}/{n} = Lot {n}, Jln {m}/{n} ~ {n}, Jalan {s} = {n} Jln {s}',
    'Ampang; Bukit Bintang; Mawar',
    'Petaling Jaya; Ipoh',
    ['#####', '{p} {c} ~ {p} {c}|Selangor'],
  ),
  form(
    'TR',
    '{s} No: {n} = {s} No {n} ~ {s} No: {n} Daire: {m} = {s} No {n} D {m}',
    'Atatürk Caddesi; Gül Sokak',
    'Ankara; İzmir',
    ['#####', '{p} {c}'],
  ),
  form(
    'UA',
    'vul. {s} {n} = вул. {s}, {n} ~ вул. {s}, буд. {n}, кв. {m} = вул. {s}, {n}, кв. {m}',
    'Садова; Лісова',
    'Київ; Львів',
    ['#####', '{p} {c}'],
  ),
];
