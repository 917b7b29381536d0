/** An address of every block that is not the public internet; the listed ones are dialled by their forms. */
const V4: readonly [block: string, address: string][] = [
  ['this network', '0.0.0.0'],
  ['this network, low', '0.0.0.1'],
  ['private 10', '10.0.0.1'],
  ['private 10, high', '10.255.255.254'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['carrier-grade NAT, metadata', '100.100.100.200'],
  ['loopback', '127.0.0.1'],
  ['loopback, high', '127.255.255.254'],
  ['link-local', '169.254.0.1'],
  ['metadata', '169.254.169.254'],
  ['task metadata', '169.254.170.2'],
  ['private 172.16', '172.16.0.1'],
  ['private 172.31', '172.31.255.254'],
  ['protocol assignments', '192.0.0.192'],
  ['documentation 1', '192.0.2.1'],
  ['AS112', '192.31.196.1'],
  ['AMT', '192.52.193.1'],
  ['6to4 relay', '192.88.99.1'],
  ['private 192.168', '192.168.0.1'],
  ['AS112 direct', '192.175.48.1'],
  ['benchmarking', '198.18.0.1'],
  ['benchmarking, high', '198.19.255.254'],
  ['documentation 2', '198.51.100.1'],
  ['documentation 3', '203.0.113.1'],
  ['multicast', '224.0.0.1'],
  ['multicast, high', '239.255.255.250'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
];

const V6: readonly [block: string, address: string][] = [
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['discard', '100::1'],
  ['discard, dummy', '100:0:0:1::1'],
  ['protocol assignments', '2001:1::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['benchmarking', '2001:2::1'],
  ['ORCHID', '2001:10::1'],
  ['ORCHID 2', '2001:20::1'],
  ['documentation', '2001:db8::1'],
  ['documentation 2', '3fff::1'],
  ['6to4', '2002:c0a8:101::9'],
  ['segment routing', '5f00::1'],
  ['unique local', 'fc00::1'],
  ['unique local, fd', 'fd12:3456:789a::1'],
  ['metadata', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['outside 2000::/3', '4000::1'],
  ['outside 2000::/3, high', 'e000::1'],
];

/** The ways in which a number of v4 may be written in a URL. */
function formsOf(address: string): [form: string, host: string][] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const whole = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const hex = (n: number) => n.toString(16);
  const pair = (high: number, low: number) => hex(high * 256 + low);
  const [left, right] = [pair(a, b), pair(c, d)];
  const wide = [...address].map((one) => (one === '.' ? one : wideOf(one))).join('');
  return [
    ['plain', address],
    ['decimal', String(whole)],
    ['hexadecimal', `0x${hex(whole)}`],
    ['octal', [a, b, c, d].map((n) => `0${n.toString(8)}`).join('.')],
    ['short', `${a}.${b * 65_536 + c * 256 + d}`],
    ['mixed', `0x${hex(a)}.${b}.0${c.toString(8)}.${d}`],
    ['full-width', wide],
    ['trailing dot', `${address}.`],
    ['mapped', `[::ffff:${address}]`],
    ['mapped, hexadecimal', `[::ffff:${left}:${right}]`],
    ['embedded', `[::${left}:${right}]`],
    ['translated', `[::ffff:0:${left}:${right}]`],
    ['NAT64', `[64:ff9b::${left}:${right}]`],
    ['NAT64, local', `[64:ff9b:1::${left}:${right}]`],
    ['6to4', `[2002:${left}:${right}::1]`],
  ];
}

function wideOf(digit: string): string {
  return String.fromCodePoint(0xff10 + Number(digit));
}

const NAMES: readonly [what: string, url: string][] = [
  ['localhost', 'https://localhost/'],
  ['localhost with a dot', 'https://localhost./'],
  ['localhost in capitals', 'https://LOCALHOST/'],
  ['below localhost', 'https://app.localhost/'],
  ['one label', 'https://intranet/'],
  ['one label of a cluster', 'https://postgres:8443/'],
  ['a container host', 'https://host.docker.internal/'],
  ['metadata by name', 'https://metadata.google.internal/computeMetadata/v1/'],
  ['below .local', 'https://printer.local/'],
  ['below .internal', 'https://db.internal/'],
  ['below .lan', 'https://nas.lan/'],
  ['below .localdomain', 'https://localhost.localdomain/'],
  ['below home.arpa', 'https://router.home.arpa/'],
  ['a public name with a dot', 'https://hooks.example./'],
  ['our own name', 'https://vouch.own.example/'],
  ['our own name, bare', 'https://own.example/'],
  ['our own name in capitals', 'https://VOUCH.OWN.EXAMPLE/'],
  ['full-width localhost', 'https://ｌｏｃａｌｈｏｓｔ/'],
  ['ideographic dots', 'https://127。0。0。1/'],
  ['a user', 'https://user@hooks.example/'],
  ['a user and a password', 'https://user:word@hooks.example/'],
  ['an empty user', 'https://@hooks.example/'],
  ['a user that looks like a host', 'https://hooks.example@127.0.0.1/'],
  ['a user with an escaped at', 'https://hooks.example%40127.0.0.1/'],
  ['backslash before an at', 'https://hooks.example\\@127.0.0.1/'],
  ['a fragment before an at', 'https://hooks.example#@127.0.0.1/'],
  ['an empty fragment', 'https://hooks.example/#'],
  ['a tab inside', 'https://hooks.exam\tple/'],
  ['a line break inside', 'https://hooks.example/\r\nX-Header:1'],
  ['a space before', ' https://hooks.example/'],
  ['a null byte', 'https://hooks.example/\u0000'],
  ['port 22', 'https://hooks.example:22/'],
  ['port 80', 'https://hooks.example:80/'],
  ['port 5432', 'https://hooks.example:5432/'],
  ['port 6379', 'https://hooks.example:6379/'],
  ['port 7233', 'https://hooks.example:7233/'],
  ['port 65535', 'https://hooks.example:65535/'],
  ['port 0', 'https://hooks.example:0/'],
  ['a port out of range', 'https://hooks.example:65536/'],
  ['plain http', 'http://hooks.example/'],
  ['ftp', 'ftp://hooks.example/'],
  ['gopher', 'gopher://hooks.example:70/_x'],
  ['a file', 'file:///etc/passwd'],
  ['data', 'data:text/plain,x'],
  ['javascript', 'javascript:alert(1)'],
  ['a web socket', 'wss://hooks.example/'],
  ['a blob', 'blob:https://hooks.example/x'],
  ['no scheme', '//hooks.example/'],
  ['no host', 'https:///'],
  ['a zone', 'https://[fe80::1%25eth0]/'],
  ['too long', `https://hooks.example/${'x'.repeat(2048)}`],
  ['nothing', ''],
];

/** Addresses that step 1 refuses by their text: each block by each form, then names and tricks. */
export const REFUSED_URLS: readonly (readonly [what: string, url: string])[] = [
  ...V4.flatMap(([block, address]) =>
    formsOf(address).map(([form, host]) => [`${block}, ${form}`, `https://${host}/`] as const),
  ),
  ...V6.map(([block, address]) => [`v6 ${block}`, `https://[${address}]/`] as const),
  ...NAMES,
];

/** Addresses behind names: what a look-up may answer, and none may be dialled. */
export const INSIDE_ADDRESSES: readonly string[] = [
  ...V4.map(([, address]) => address),
  ...V6.map(([, address]) => address),
  '::ffff:10.0.0.1',
  '::7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
];

/** Judged, not dialled. */
export const PUBLIC_ADDRESSES = ['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'];

/** Public by its number, and nobody's: no route leads there. */
export const NOWHERE = '3ffe::1';
