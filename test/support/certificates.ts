import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, as PEM texts. */
export interface Certificate {
  key: string;
  cert: string;
}

/** A certificate authority that is valid for an hour. `issue` makes certificates for the loopback address. */
export interface Authority {
  cert: string;
  issue: (name: string) => Certificate;
}

const OID = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  basicConstraints: '551d13',
  subjectAltName: '551d11',
  subjectKey: '551d0e',
  authorityKey: '551d23',
};

export function createAuthority(name = 'Vouch test authority'): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name, key: own.privateKey, id: keyId(own.publicKey) };
  const make = (subject: string, publicKey: KeyObject, isAuthority: boolean) =>
    certificate({ subject, publicKey, issuer, isAuthority });
  return {
    cert: make(name, own.publicKey, true),
    issue: (subject) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return { key, cert: make(subject, publicKey, false) };
    },
  };
}

/**
 * An X.509 certificate, version 3 (RFC 5280), encoded in DER here, because Node reads certificates but makes
 * none.
 */
function certificate(input: {
  subject: string;
  publicKey: KeyObject;
  issuer: { name: string; key: KeyObject; id: Buffer };
  isAuthority: boolean;
}): string {
  const { subject, publicKey, issuer, isAuthority } = input;
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const [from, to] = [Date.now() - 60_000, Date.now() + 3_600_000].map((at) => time(at));
  const extensions = sequence(
    extension(
      OID.basicConstraints,
      isAuthority ? sequence(tag(0x01, Buffer.from([0xff]))) : sequence(),
    ),
    extension(OID.subjectKey, tag(0x04, keyId(publicKey))),
    extension(OID.authorityKey, sequence(tag(0x80, issuer.id))),
    extension(
      OID.subjectAltName,
      sequence(tag(0x82, Buffer.from('localhost')), tag(0x87, Buffer.from([127, 0, 0, 1]))),
    ),
  );
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, serial),
    algorithm,
    nameOf(issuer.name),
    sequence(from ?? Buffer.alloc(0), to ?? Buffer.alloc(0)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, extensions),
  );
  const signature = sign('sha256', body, issuer.key);
  const der = sequence(body, algorithm, tag(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function tag(kind: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([kind, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tag(0x06, Buffer.from(hex, 'hex'));
}

function nameOf(text: string): Buffer {
  return sequence(tag(0x31, sequence(oid(OID.commonName), tag(0x0c, Buffer.from(text)))));
}

function extension(kind: string, content: Buffer): Buffer {
  return sequence(oid(kind), tag(0x04, content));
}

/** A time as `YYMMDDhhmmssZ`. */
function time(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return tag(0x17, Buffer.from(text.slice(2)));
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}
