/** The standard security handler of a PDF as its dictionary says it (ISO 32000-2, 7.6.4). */
export interface Encryption {
  revision: number;
  /** In bytes. */
  keyLength: number;
  owner: Buffer;
  user: Buffer;
  userKey: Buffer;
  permissions: number;
  id: Buffer;
  metadata: boolean;
  /** Of its streams. */
  method: 'rc4' | 'aes' | 'none';
}

const DICTIONARY_MAX = 8192;

/** Of the last dictionary of encryption in a file's bytes, as latin1; null where it is no standard one. */
export function encryptionOf(text: string): Encryption | null {
  const said = [...text.matchAll(/\/Encrypt\s*(<<|(\d+)\s+(\d+)\s+R)/g)].at(-1);
  if (!said) return null;
  const object =
    said[2] === undefined ? null : new RegExp(`(?<!\\d)${said[2]}\\s+${said[3]}\\s+obj`);
  const start = object ? (object.exec(text)?.index ?? -1) : said.index;
  if (start < 0) return null;
  const whole = text.slice(start, start + DICTIONARY_MAX);
  const dictionary = object ? (whole.split('endobj', 1)[0] ?? '') : whole;
  if (!/\/Filter\s*\/Standard\b/.test(dictionary)) return null;
  const [version, revision] = [numberOf(dictionary, 'V'), numberOf(dictionary, 'R')];
  const method = version >= 4 ? methodOf(dictionary) : 'rc4';
  if (![1, 2, 4, 5].includes(version) || revision < 2 || revision > 6 || !method) return null;
  const ids = /\/ID\s*\[\s*/g;
  const id = [...text.matchAll(ids)].at(-1);
  return {
    revision,
    keyLength: version === 1 ? 5 : version >= 4 ? 16 : (numberOf(dictionary, 'Length') || 40) / 8,
    owner: stringAt(dictionary, placeOf(dictionary, 'O')),
    user: stringAt(dictionary, placeOf(dictionary, 'U')),
    userKey: stringAt(dictionary, placeOf(dictionary, 'UE')),
    permissions: numberOf(dictionary, 'P') | 0,
    id: id ? stringAt(text.slice(id.index, id.index + 400), id[0].length) : Buffer.alloc(0),
    metadata: !/\/EncryptMetadata\s+false/.test(dictionary),
    method,
  };
}

function methodOf(dictionary: string): Encryption['method'] | null {
  const filter = /\/StmF\s*\/([\w.-]+)/.exec(dictionary)?.[1] ?? 'Identity';
  if (filter === 'Identity') return 'none';
  const own = new RegExp(`/${filter.replaceAll('.', '\\.')}\\s*<<([^>]*)>>`).exec(dictionary)?.[1];
  const word = /\/CFM\s*\/(\w+)/.exec(own ?? '')?.[1];
  const known: Readonly<Record<string, Encryption['method']>> = {
    V2: 'rc4',
    AESV2: 'aes',
    AESV3: 'aes',
    None: 'none',
  };
  return known[word ?? ''] ?? null;
}

function placeOf(dictionary: string, name: string): number {
  const found = new RegExp(`/${name}\\s*(?=[(<])`).exec(dictionary);
  return found ? found.index + found[0].length : -1;
}

function numberOf(dictionary: string, name: string): number {
  return Number(new RegExp(`/${name}\\s+(-?\\d+)`).exec(dictionary)?.[1] ?? 0);
}

/** The string that starts here, in hexadecimal digits or in brackets with escapes. */
function stringAt(text: string, at: number): Buffer {
  if (at < 0) return Buffer.alloc(0);
  if (text[at] === '<') {
    const digits = text.slice(at + 1, text.indexOf('>', at)).replaceAll(/[^0-9a-f]/gi, '');
    return Buffer.from(digits.padEnd(digits.length + (digits.length % 2), '0'), 'hex');
  }
  const bytes: number[] = [];
  let depth = 0;
  for (let next = at; next < text.length; next += 1) {
    const sign = text[next] ?? '';
    if (sign === '\\') {
      const escape = /^\\([0-7]{1,3}|\r\n|[\s\S])/.exec(text.slice(next, next + 4))?.[1] ?? '';
      bytes.push(...unescaped(escape));
      next += escape.length;
      continue;
    }
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0) break;
    if (next > at) bytes.push(sign.charCodeAt(0));
  }
  return Buffer.from(bytes);
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

function unescaped(escape: string): number[] {
  if (/^[0-7]/.test(escape)) return [Number.parseInt(escape, 8) & 255];
  if (/^[\r\n]/.test(escape)) return [];
  return [ESCAPES[escape] ?? escape.charCodeAt(0)];
}
